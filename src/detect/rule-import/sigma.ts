import { durationMs } from '../query-rules/duration.ts'
import {
  type Content,
  contentsOf,
  type DraftRule,
  isContent,
  stageOf,
  techniquesOf,
  textOf,
  textsOf,
} from './draft.ts'

const SEVERITIES = new Map([
  ['informational', 'low'],
  ['low', 'low'],
  ['medium', 'medium'],
  ['high', 'high'],
  ['critical', 'critical'],
] as const)

/** A rule of Sigma: a detection with its log source, or a correlation. */
export function isSigma(content: Content): boolean {
  return (
    (isContent(content['detection']) && isContent(content['logsource'])) || isContent(content['correlation'])
  )
}

/** A filter of Sigma, which adds to other rules and is none. */
export function isSigmaFilter(content: Content): boolean {
  return isContent(content['filter']) && isContent(content['logsource'])
}

/**
 * Reads the rule that a file is about.
 *
 * @param documents of the file, of which one is the rule and the others are what it names.
 * @param text the whole file: that is what is compiled.
 */
export function readSigma(documents: readonly Content[], text: string): DraftRule {
  const correlations = documents.filter((it) => isContent(it['correlation']))
  const content = correlations.at(-1) ?? documents.find(isSigma) ?? {}
  const tags = textsOf(content, 'tags')
  return {
    product: 'sigma',
    originalId: textOf(content, 'id'),
    title: textOf(content, 'title') || textOf(content, 'id'),
    description: textOf(content, 'description') || textOf(content, 'title'),
    language: 'sigma',
    query: text,
    schedule: '1d',
    lookBack: lookBackOf(correlations),
    severity: SEVERITIES.get(textOf(content, 'level').toLowerCase() as 'low') ?? 'medium',
    stage: stageOf(tags),
    entities: [],
    techniques: techniquesOf(tags),
    falsePositives: [
      ...textsOf(content, 'falsepositives'),
      ...contentsOf(content, 'falsepositives').map((it) => JSON.stringify(it)),
    ],
  }
}

/** A day, or as long as the longest correlation of the file needs. */
function lookBackOf(correlations: readonly Content[]): string {
  const spans = correlations
    .map(({ correlation }) => (isContent(correlation) ? textOf(correlation, 'timespan') : ''))
    .filter((span) => durationMs(span) > durationMs('1d'))
    .sort((left, right) => durationMs(right) - durationMs(left))
  const [longest] = spans
  return longest === undefined ? '1d' : `${Math.ceil(durationMs(longest) / durationMs('1d')) + 1}d`
}

import { durationMs, durationText } from '../query-rules/duration.ts'
import {
  type Content,
  contentsOf,
  type DraftRule,
  type EntityHint,
  stageOf,
  techniquesOf,
  textOf,
  textsOf,
} from './draft.ts'

const DAY_MS = 86_400_000

const OPERATORS = new Map([
  ['gt', '>'],
  ['lt', '<'],
  ['eq', '=='],
  ['ne', '!='],
] as const)

const SEVERITIES = new Map([
  ['informational', 'low'],
  ['low', 'low'],
  ['medium', 'medium'],
  ['high', 'high'],
] as const)

/** An analytic rule of Sentinel, or a hunting query: a query with a name, tactics or a frequency. */
export function isSentinel(content: Content): boolean {
  return (
    textOf(content, 'query') !== '' &&
    ['queryFrequency', 'triggerOperator', 'tactics', 'relevantTechniques', 'entityMappings'].some((field) =>
      Object.hasOwn(content, field),
    )
  )
}

export function readSentinel(content: Content): DraftRule {
  const schedule = durationOf(textOf(content, 'queryFrequency')) ?? DAY_MS
  const lookBack = Math.max(schedule, durationOf(textOf(content, 'queryPeriod')) ?? schedule)
  const operator = OPERATORS.get(textOf(content, 'triggerOperator').toLowerCase() as 'gt')
  const rows = Number(textOf(content, 'triggerThreshold'))
  return {
    product: 'sentinel',
    originalId: textOf(content, 'id'),
    title: textOf(content, 'name') || textOf(content, 'id'),
    description: textOf(content, 'description') || textOf(content, 'name'),
    language: 'kql',
    query: String(content['query']),
    schedule: durationText(schedule) ?? '1d',
    lookBack: durationText(lookBack) ?? '1d',
    severity: SEVERITIES.get(textOf(content, 'severity').toLowerCase() as 'low') ?? 'medium',
    stage: stageOf(textsOf(content, 'tactics')),
    ...(operator !== undefined && Number.isInteger(rows) && rows >= 0 && { trigger: { operator, rows } }),
    entities: contentsOf(content, 'entityMappings').flatMap(hintsOf),
    techniques: techniquesOf([
      ...textsOf(content, 'relevantTechniques'),
      ...textsOf(content, 'techniques'),
      ...textsOf(content, 'subTechniques'),
    ]),
    falsePositives: [],
  }
}

/** Identifiers of Sentinel's entities that hold a whole account or address. */
const IDENTIFIERS = new Map([
  ['account', ['fullname', 'name', 'upnsuffix', 'aaduserid', 'objectguid', 'sid']],
  ['ip', ['address']],
])

function hintsOf(mapping: Content): EntityHint[] {
  const type = textOf(mapping, 'entityType').toLowerCase()
  const wanted = IDENTIFIERS.get(type)
  if (wanted === undefined) return []
  const kind = type === 'ip' ? 'address' : 'account'
  return contentsOf(mapping, 'fieldMappings')
    .map((field) => ({
      rank: wanted.indexOf(textOf(field, 'identifier').toLowerCase()),
      column: textOf(field, 'columnName'),
    }))
    .filter(({ rank, column }) => rank !== -1 && column !== '')
    .sort((left, right) => left.rank - right.rank)
    .map(({ column }) => ({ kind, column }))
}

/** `1h`, `14d`, or ISO 8601 as the portal writes it: `PT5M`, `P1D`. */
function durationOf(text: string): number | undefined {
  const plain = durationMs(text.toLowerCase())
  if (!Number.isNaN(plain)) return plain
  const [, days = '0', hours = '0', minutes = '0'] =
    /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/i.exec(text) ?? []
  const milliseconds = Number(days) * DAY_MS + Number(hours) * 3_600_000 + Number(minutes) * 60_000
  return milliseconds > 0 ? milliseconds : undefined
}

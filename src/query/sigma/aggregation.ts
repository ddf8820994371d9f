import type { CorrelationRule, CorrelationType } from './correlation/rule.ts'
import { readTimespan } from './correlation/timespan.ts'
import type { SigmaDocument } from './document.ts'
import { type DetectionRule, readDetectionRule } from './rule.ts'

/** Of a rule without a timeframe: longer than any log. */
const ALL_TIME = readTimespan('36525d') ?? 0n

const TYPES: ReadonlyMap<string, CorrelationType> = new Map([
  ['count', 'value_count'],
  ['sum', 'value_sum'],
  ['avg', 'value_avg'],
])

const OPERATORS = { '>': '>', '>=': '>=', '<': '<', '<=': '<=', '=': '==', '==': '==' } as const

const AGGREGATION =
  /^(count|sum|avg|min|max)\s*\(\s*([^\s()]*)\s*\)(?:\s+by\s+([^\s]+))?\s*(>=|<=|==|=|>|<)\s*(-?\d+(?:\.\d+)?)$/i

/**
 * A rule of Sigma 1 whose condition ends in an aggregation (`selection | count() by user > 5`) or in `near`, as the correlation
 * that says the same, with the rules it is about. undefined: the rule has none.
 *
 * @throws QueryError `unsupported` at an aggregation that no correlation can say.
 */
export function readAggregation(
  document: SigmaDocument,
): { correlation: CorrelationRule; rules: DetectionRule[] } | undefined {
  const condition = detectionOf(document)['condition']
  const pipe = typeof condition === 'string' ? condition.indexOf('|') : -1
  if (typeof condition !== 'string' || pipe < 0) return undefined
  const rest = condition.slice(pipe + 1).trim()
  const near = /^near\s+(.+)$/is.exec(rest)?.[1]
  const base = withCondition(document, condition.slice(0, pipe))
  const said =
    near === undefined
      ? aggregated(rest)
      : { type: 'temporal' as const, groupBy: [], fields: [], thresholds: [] }
  if (said === undefined) {
    const path = ['detection', 'condition']
    const at = document.insideValue(path, pipe, condition.length)
    throw document.error(
      'unsupported',
      'This aggregation of Sigma 1 has no correlation that says the same.',
      at,
      path,
      rest,
    )
  }
  const others =
    near === undefined ? [] : near.split(/\s+and\s+/i).map((name) => withCondition(document, name))
  const rules = [base, ...others].map((one, at) => eventsOnly(readDetectionRule(one), at))
  const { id, name, title } = readDetectionRule(base)
  return {
    rules,
    correlation: {
      kind: 'correlation',
      document,
      ...(id !== undefined && { id }),
      ...(name !== undefined && { name }),
      title,
      ...said,
      rules: rules.map((rule) => rule.name ?? ''),
      aliases: new Map(),
      spanTicks: spanOf(document),
      generate: false,
      attributes: rules[0]?.attributes ?? {},
      applied: [],
    },
  }
}

function aggregated(
  text: string,
): Pick<CorrelationRule, 'type' | 'groupBy' | 'fields' | 'thresholds'> | undefined {
  const [, name = '', field = '', group, operator = '>', value] = AGGREGATION.exec(text) ?? []
  const counted = name.toLowerCase() === 'count' && field === ''
  const type = counted ? 'event_count' : TYPES.get(name.toLowerCase())
  if (type === undefined || (!counted && field === '')) return undefined
  return {
    type,
    groupBy: group === undefined ? [] : [group],
    fields: field === '' ? [] : [field],
    thresholds: [{ operator: OPERATORS[operator as keyof typeof OPERATORS], value: Number(value) }],
  }
}

function spanOf(document: SigmaDocument): bigint {
  const { timeframe } = detectionOf(document)
  if (timeframe === undefined) return ALL_TIME
  const span = readTimespan(String(timeframe))
  if (span !== undefined) return span
  const path = ['detection', 'timeframe']
  throw document.error(
    'syntax',
    `The timeframe ${String(timeframe)} is not a number and one of s, m, h, d, w, M, y.`,
    document.valueAt(path),
    path,
    'timeframe',
  )
}

/** The events an aggregation is about, under a name that no other rule has. */
function eventsOnly({ id: _id, ...rule }: DetectionRule, at: number): DetectionRule {
  return { ...rule, name: `${rule.title} | ${at}`, warnings: [] }
}

function withCondition(document: SigmaDocument, condition: string): SigmaDocument {
  const { value } = document
  return { ...document, value: { ...(value as object), detection: { ...detectionOf(document), condition } } }
}

function detectionOf({ value }: SigmaDocument): Readonly<Record<string, unknown>> {
  const detection =
    typeof value === 'object' && value !== null && 'detection' in value ? value.detection : undefined
  return typeof detection === 'object' && detection !== null ? { ...detection } : {}
}

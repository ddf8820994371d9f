import { z } from 'zod'
import { type Condition, readCondition } from '../condition.ts'
import type { Path, SigmaDocument } from '../document.ts'
import { label, ruleNames, shaped } from '../shaped.ts'
import { readTimespan } from './timespan.ts'

export const CORRELATION_TYPES = [
  'event_count',
  'value_count',
  'temporal',
  'temporal_ordered',
  'value_sum',
  'value_avg',
  'value_percentile',
  'value_median',
] as const
export type CorrelationType = (typeof CORRELATION_TYPES)[number]

/** How thresholds are written, and the plan's operators. */
const OPERATORS = { gt: '>', gte: '>=', lt: '<', lte: '<=', eq: '==', neq: '!=' } as const
export type ThresholdOperator = (typeof OPERATORS)[keyof typeof OPERATORS]

export interface Threshold {
  readonly operator: ThresholdOperator
  readonly value: number
}

/** A rule about several events. */
export interface CorrelationRule {
  readonly kind: 'correlation'
  readonly document: SigmaDocument
  readonly id?: string
  readonly name?: string
  readonly title: string
  readonly type: CorrelationType
  /** Ids or names of the rules whose events it is about. */
  readonly rules: readonly string[]
  readonly groupBy: readonly string[]
  /** Alias -> rule (as it is named in `rules`, or by its other name) -> field. */
  readonly aliases: ReadonlyMap<string, ReadonlyMap<string, string>>
  readonly spanTicks: bigint
  /** All have to hold. Empty for temporal types: every rule has to appear. */
  readonly thresholds: readonly Threshold[]
  /** Fields whose values are counted, summed and so on. */
  readonly fields: readonly string[]
  /** Of value_percentile. */
  readonly percentile?: number
  /** A condition over rules (temporal types). */
  readonly condition?: Condition
  /** The rules it names are rules of their own, too. */
  readonly generate: boolean
  readonly attributes: Readonly<Record<string, unknown>>
  readonly applied: readonly string[]
}

const labels = z.union([label.transform((one) => [one]), z.array(label).min(1)])

const number = z
  .union([z.number(), z.bigint(), z.string().regex(/^-?\d+(\.\d+)?$/)], { error: 'expected a number' })
  .transform(Number)

const thresholds = z.strictObject({
  gt: number.optional(),
  gte: number.optional(),
  lt: number.optional(),
  lte: number.optional(),
  eq: number.optional(),
  neq: number.optional(),
  field: labels.optional(),
  percentile: number.pipe(z.number().min(0).max(100)).optional(),
})

const correlationRule = z.looseObject({
  ...ruleNames,
  correlation: z.strictObject({
    type: z.enum(CORRELATION_TYPES),
    rules: labels.optional(),
    aliases: z.record(z.string(), z.record(z.string(), label)).nullish(),
    'group-by': labels.nullish(),
    timespan: z.union([z.string(), z.number()]).transform(String),
    condition: z.union([z.string(), thresholds]).optional(),
    generate: z.boolean().optional(),
  }),
  generate: z.boolean().optional(),
})

/** Reads a rule with a `correlation`. @throws QueryError at the key that is wrong or missing. */
export function readCorrelationRule(document: SigmaDocument): CorrelationRule {
  const rule = shaped(document, correlationRule, 'correlation rule')
  const { type, timespan, condition = {} } = rule.correlation
  const path = ['correlation', 'condition']
  const extended = typeof condition === 'string' ? readCondition(document, condition, path) : undefined
  const limits = typeof condition === 'string' ? {} : condition
  const fields = limits.field ?? []
  const spanTicks = readTimespan(timespan)
  if (spanTicks === undefined) {
    const at = ['correlation', 'timespan']
    throw document.error(
      'syntax',
      `The timespan ${timespan} is not a number and one of s, m, h, d, w, M, y, such as 15m.`,
      document.valueAt(at),
      at,
      'timespan',
    )
  }
  const given = thresholdsOf(limits)
  const problem = problemOf(type, given, fields, limits.percentile, extended)
  if (problem !== undefined) {
    throw document.error(problem.code, problem.message, document.keyAt(path), path, type)
  }
  return {
    kind: 'correlation',
    document,
    ...(rule.id !== undefined && { id: rule.id }),
    ...(rule.name !== undefined && { name: rule.name }),
    title: rule.title ?? rule.name ?? rule.id ?? 'a correlation without a title',
    type,
    rules: rulesOf(document, rule.correlation.rules, extended),
    groupBy: rule.correlation['group-by'] ?? [],
    aliases: new Map(
      Object.entries(rule.correlation.aliases ?? {}).map(([alias, mapping]) => [
        alias,
        new Map(Object.entries(mapping)),
      ]),
    ),
    spanTicks,
    thresholds: given,
    fields,
    ...(limits.percentile !== undefined && { percentile: limits.percentile }),
    ...(extended !== undefined && { condition: extended }),
    generate: rule.generate ?? rule.correlation.generate ?? false,
    attributes: rule,
    applied: [],
  }
}

function thresholdsOf(condition: Partial<Record<keyof typeof OPERATORS, number | undefined>>): Threshold[] {
  return Object.entries(OPERATORS).flatMap(([key, operator]) => {
    const value = condition[key as keyof typeof OPERATORS]
    return value === undefined ? [] : [{ operator, value }]
  })
}

/** What a type needs and the rule lacks, or has too much. */
function problemOf(
  type: CorrelationType,
  given: readonly Threshold[],
  fields: readonly string[],
  percentile: number | undefined,
  extended: Condition | undefined,
): { code: 'syntax' | 'unsupported'; message: string } | undefined {
  const isTemporal = type === 'temporal' || type === 'temporal_ordered'
  const refuse = (message: string, code: 'syntax' | 'unsupported' = 'syntax') => ({ code, message })
  if (extended !== undefined && !isTemporal) {
    return refuse(`${type} takes a threshold such as gte: 10, not a condition over rules.`)
  }
  if (!isTemporal && given.length === 0) return refuse(`${type} needs a threshold such as gte: 10.`)
  if (type.startsWith('value_') && fields.length === 0)
    return refuse(`${type} needs a field in its condition.`)
  if (type.startsWith('value_') && type !== 'value_count' && fields.length > 1) {
    return refuse(`${type} takes one field.`)
  }
  if (type === 'value_percentile' && percentile === undefined) {
    return refuse(
      'value_percentile needs percentile in its condition, such as percentile: 95.',
      'unsupported',
    )
  }
  return undefined
}

/** The rules that are listed, or, where none are, those of the condition in its order. */
function rulesOf(
  document: SigmaDocument,
  listed: readonly string[] | undefined,
  extended: Condition | undefined,
): string[] {
  const path: Path = ['correlation']
  const rules = listed ?? (extended === undefined ? [] : namesIn(extended))
  if (rules.length === 0) {
    throw document.error('syntax', 'The correlation names no rules.', document.keyAt(path), path, 'rules')
  }
  return [...new Set(rules)]
}

export function namesIn(condition: Condition): string[] {
  if (condition.kind === 'name') return [condition.name]
  if (condition.kind === 'of') return []
  return condition.kind === 'not' ? namesIn(condition.part) : condition.parts.flatMap(namesIn)
}

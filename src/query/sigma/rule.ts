import { z } from 'zod'
import type { QueryWarning } from '../translation.ts'
import type { Condition } from './condition.ts'
import { readCondition } from './condition.ts'
import type { CorrelationRule } from './correlation/rule.ts'
import type { Detection } from './detection/item.ts'
import { readSelection } from './detection/read-selection.ts'
import type { Path, SigmaDocument } from './document.ts'
import { label, optionalLabel, ruleNames, shaped } from './shaped.ts'

export interface LogSource {
  readonly category?: string
  readonly product?: string
  readonly service?: string
}

/** A rule about single events. */
export interface DetectionRule {
  readonly kind: 'detection'
  readonly document: SigmaDocument
  readonly id?: string
  readonly name?: string
  readonly title: string
  readonly logSource: LogSource
  /** Search identifiers in the order of the rule. */
  readonly selections: ReadonlyMap<string, Detection>
  /** Several are joined by or. */
  readonly conditions: readonly Condition[]
  /** Everything else the rule says of itself, for conditions of pipelines. */
  readonly attributes: Readonly<Record<string, unknown>>
  readonly warnings: readonly QueryWarning[]
  /** Identifiers of the pipeline items that were applied to it. */
  readonly applied: readonly string[]
}

/** A suppression added to the rules it names. */
export interface FilterRule {
  readonly kind: 'filter'
  readonly document: SigmaDocument
  /** `any`: every rule of its log source. */
  readonly rules: readonly string[] | 'any'
  readonly logSource: LogSource
  readonly selections: ReadonlyMap<string, Detection>
  readonly conditions: readonly Condition[]
}

export type SigmaRule = DetectionRule | CorrelationRule

const logSource = z
  .looseObject({ category: optionalLabel, product: optionalLabel, service: optionalLabel })
  .transform(
    ({ category, product, service }): LogSource => ({
      ...(category !== undefined && { category }),
      ...(product !== undefined && { product }),
      ...(service !== undefined && { service }),
    }),
  )

const conditions = z.union([z.string(), z.array(z.string()).min(1)], {
  error: 'expected a text or a list of texts',
})

const detectionRule = z.looseObject({
  ...ruleNames,
  logsource: logSource,
  detection: z.looseObject({ condition: conditions }),
})

const filterRule = z.looseObject({
  logsource: logSource,
  filter: z.looseObject({
    rules: z.union([z.string(), z.array(label)]).default('any'),
    condition: conditions,
  }),
})

/** Reads a rule with a `detection`. @throws QueryError at the key that is wrong or missing. */
export function readDetectionRule(document: SigmaDocument): DetectionRule {
  const rule = shaped(document, detectionRule, 'rule')
  const { condition, timeframe, ...content } = rule.detection
  const path = ['detection']
  const warnings =
    timeframe === undefined
      ? []
      : [
          {
            message: 'A timeframe has no meaning without an aggregation; it is passed over.',
            at: document.keyAt([...path, 'timeframe']),
          },
        ]
  return {
    kind: 'detection',
    document,
    ...(rule.id !== undefined && { id: rule.id }),
    ...(rule.name !== undefined && { name: rule.name }),
    title: rule.title ?? rule.name ?? rule.id ?? 'a rule without a title',
    logSource: rule.logsource,
    selections: readSelections(document, content, path),
    conditions: readConditions(document, condition, [...path, 'condition']),
    attributes: rule,
    warnings,
    applied: [],
  }
}

/** Reads a document with a `filter`. @throws QueryError at the key that is wrong or missing. */
export function readFilterRule(document: SigmaDocument): FilterRule {
  const { logsource, filter } = shaped(document, filterRule, 'filter')
  const { rules, condition, ...content } = filter
  return {
    kind: 'filter',
    document,
    rules: isEvery(rules) ? 'any' : typeof rules === 'string' ? [rules] : rules,
    logSource: logsource,
    selections: readSelections(document, content, ['filter']),
    conditions: readConditions(document, condition, ['filter', 'condition']),
  }
}

function isEvery(rules: string | readonly string[]): boolean {
  return typeof rules === 'string' ? /^(any|all)$/i.test(rules) : rules.length === 0
}

function readSelections(
  document: SigmaDocument,
  content: Readonly<Record<string, unknown>>,
  path: Path,
): Map<string, Detection> {
  return new Map(
    Object.entries(content).map(([name, selection]) => [
      name,
      readSelection(document, selection, [...path, name]),
    ]),
  )
}

function readConditions(document: SigmaDocument, content: string | string[], path: Path): Condition[] {
  if (typeof content === 'string') return [readCondition(document, content, path)]
  return content.map((condition, at) => readCondition(document, condition, [...path, at]))
}

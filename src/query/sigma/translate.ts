import { allOf, call, filter, literal, named, project } from '../plan/build.ts'
import type { Expression } from '../plan/expression.ts'
import { QueryError } from '../plan/query-error.ts'
import type { Relation } from '../plan/relation.ts'
import type { Span } from '../plan/span.ts'
import type { QueryWarning, Translation } from '../translation.ts'
import { readCollection, type SigmaCollection } from './collection.ts'
import { type CorrelatedRules, planCorrelation } from './correlation/plan.ts'
import { conditionOfRule } from './detection/condition-of-rule.ts'
import { resolvePlaceholders } from './detection/resolve.ts'
import { EventTable } from './event-table.ts'
import { withFilters } from './filters.ts'
import { describe, inferredName, tableOf } from './log-source.ts'
import type { SigmaOptions } from './options.ts'
import { type PipelineRun, pipelinesFrom } from './pipeline/pipeline.ts'
import type { DetectionRule, SigmaRule } from './rule.ts'

/**
 * Translates a rule of Sigma (specification 2.1): YAML text or a parsed rule; or several documents, of which one is the rule and the
 * others are what it names, and filters. A rule about single events gives the events, with all columns of their table; a
 * correlation the events at which it fires.
 *
 * @throws QueryError with its place in the text: what is not known or not supported is never guessed.
 */
export function translateSigma(content: string | object, options: SigmaOptions): Translation {
  const collection = readCollection(content, options.others)
  const alone = standingAlone(collection)
  const correlations = alone.filter(({ kind }) => kind === 'correlation')
  const [rule, ...more] = correlations.length > 0 ? correlations : alone
  if (rule === undefined || more.length > 0) {
    throw new QueryError(
      'unsupported',
      `There are ${more.length + 1} rules here that no correlation joins (${alone.map(({ title }) => title).join('; ')}); give one of them.`,
      more[0]?.document.keyAt([]) ?? { start: 0, end: 0 },
    )
  }
  const { warnings, ...translation } = new RuleTranslator(collection, options).translate(rule)
  const others = alone.filter((other) => other !== rule)
  return { ...translation, warnings: [...warnings, ...others.map(notIncluded)] }
}

function notIncluded({ title, document }: SigmaRule): QueryWarning {
  return {
    message: `The rule ${title} is no part of the correlation and is passed over.`,
    at: document.keyAt([]),
  }
}

export interface TranslatedRule {
  readonly id?: string
  readonly title: string
  /** Where the rule stands in the text. */
  readonly at: Span
  readonly translation: Translation
}

/**
 * Translates every rule of a text that stands for itself: those that a correlation names do not, unless it says `generate: true`.
 *
 * @throws QueryError of the first that cannot be translated.
 */
export function translateSigmaRules(content: string | object, options: SigmaOptions): TranslatedRule[] {
  const collection = readCollection(content, options.others)
  return standingAlone(collection).map((rule) => ({
    ...(rule.id !== undefined && { id: rule.id }),
    title: rule.title,
    at: rule.document.keyAt([]),
    translation: new RuleTranslator(collection, options).translate(rule),
  }))
}

function standingAlone({ rules, find }: SigmaCollection): SigmaRule[] {
  const named = new Set<SigmaRule | undefined>()
  for (const rule of rules) {
    if (rule.kind === 'correlation' && !rule.generate) for (const name of rule.rules) named.add(find(name))
  }
  const alone = rules.filter((rule) => !named.has(rule))
  return alone.length > 0 ? alone : rules.slice(0, 1)
}

class RuleTranslator implements CorrelatedRules {
  readonly #collection: SigmaCollection
  readonly #options: SigmaOptions
  readonly #pipelines: PipelineRun
  readonly #tables = new Map<string, EventTable>()
  readonly #warnings: QueryWarning[] = []
  readonly #processed = new Map<SigmaRule, SigmaRule>()

  constructor(collection: SigmaCollection, options: SigmaOptions) {
    this.#collection = collection
    this.#options = options
    this.#pipelines = pipelinesFrom(options.pipelines ?? [])
  }

  translate(rule: SigmaRule): Translation {
    const processed = this.#process(rule)
    const plan = processed.kind === 'detection' ? this.#detect(processed) : planCorrelation(processed, this)
    const tables = [...this.#tables.values()]
    const inferred = tables.flatMap((table) => table.inferred ?? [])
    for (const table of tables) {
      if (table.unknownFields.length === 0) continue
      const message = `The table ${table.name} has no ${table.unknownFields.join(', ')}: every event counts as one without.`
      this.#warnings.push({ message, at: rule.document.keyAt([rule.kind]) })
    }
    return { plan, inferred, warnings: this.#warnings }
  }

  find(name: string): SigmaRule | undefined {
    const rule = this.#collection.find(name)
    return rule === undefined ? undefined : this.#process(rule)
  }

  events(rule: DetectionRule, fields: readonly string[], at: Span): Relation {
    const table = this.#tableOf(rule)
    const condition = this.#conditionOf(rule, table)
    const time = table.time(at)
    if (time === undefined) {
      throw rule.document.error(
        'unknown-column',
        `The table ${table.name} has no time, so its events cannot be correlated.`,
        at,
        ['logsource'],
        table.name,
      )
    }
    const id = table.id(at)
    const values = fields.map((field, place) => named(`field${place}`, this.#textOf(rule, table, field, at)))
    const hasTime = call('not', 'bool', [call('sigma.absent', 'bool', [time], at)], at)
    const matching = filter(table.scan(at), allOf([hasTime, condition], at), at)
    return project(matching, [named('time', time), named('event_id', id), ...values], at)
  }

  /** Filters, then pipelines, then placeholders; once for each rule. */
  #process(rule: SigmaRule): SigmaRule {
    const known = this.#processed.get(rule)
    if (known !== undefined) return known
    const filtered = rule.kind === 'detection' ? withFilters(rule, this.#collection.filters) : rule
    const applied = this.#pipelines.apply(filtered, (name) => this.#collection.find(name))
    const processed = applied.kind === 'detection' ? resolvePlaceholders(applied, this.#options) : applied
    if (processed.kind === 'detection') this.#warnings.push(...processed.warnings)
    this.#processed.set(rule, processed)
    return processed
  }

  #detect(rule: DetectionRule): Relation {
    const table = this.#tableOf(rule)
    const condition = this.#conditionOf(rule, table)
    const at = rule.document.keyAt(['detection'])
    return filter(table.scan(at), condition, at)
  }

  /** The rule's own condition, in the period that is asked for. */
  #conditionOf(rule: DetectionRule, table: EventTable): Expression {
    const condition = conditionOfRule(rule, table)
    const { period } = this.#options
    const time = period === undefined ? undefined : table.declaredTime(condition.at)
    if (period === undefined || time === undefined) return condition
    const tick = (ticks: bigint) => literal('datetime', String(ticks), condition.at)
    const within = [
      call('>=', 'bool', [time, tick(period.fromTicks)], condition.at),
      call('<', 'bool', [time, tick(period.untilTicks)], condition.at),
    ]
    return allOf([...within, condition], condition.at)
  }

  #tableOf(rule: DetectionRule): EventTable {
    const at = rule.document.keyAt(['logsource'])
    const { schema } = this.#options
    const declared = tableOf(rule.logSource, schema, at)
    if (declared === undefined && !schema.open) {
      throw rule.document.error(
        'unknown-table',
        `The schema ${schema.name} has no table for the log source ${describe(rule.logSource)}; map it with a pipeline.`,
        at,
        ['logsource'],
        'logsource',
      )
    }
    const name = declared?.name ?? inferredName(rule.logSource)
    const known = this.#tables.get(name)
    if (known !== undefined) return known
    const table = new EventTable(name, declared)
    this.#tables.set(name, table)
    return table
  }

  #textOf(rule: DetectionRule, table: EventTable, field: string, at: Span): Expression {
    const operand = table.field(field, at)
    if (operand === undefined) {
      throw rule.document.error(
        'unknown-column',
        `The table ${table.name} has no field ${field}; map it with a pipeline.`,
        at,
        ['correlation'],
        field,
      )
    }
    return call(operand.emptyIsNull ? 'sigma.filled_text' : 'sigma.text', 'string', [operand.value], at)
  }
}

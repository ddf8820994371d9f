import { call, columnReference, correlate, filter, literal, named, project, union } from '../../plan/build.ts'
import type { Expression, NamedExpression } from '../../plan/expression.ts'
import type { Correlate, Presence, Relation } from '../../plan/relation.ts'
import type { Span } from '../../plan/span.ts'
import type { Column } from '../../plan/type.ts'
import type { Condition } from '../condition.ts'
import { namesFitting } from '../condition.ts'
import type { SigmaRule } from '../rule.ts'
import { type CorrelationRule, namesIn } from './rule.ts'

/** What a correlation needs of the rules it names. */
export interface CorrelatedRules {
  find(name: string): SigmaRule | undefined
  /**
   * The events of a rule about single events: `time`, `event_id`, and a text column per field, named by its place (`field0`, …).
   * Rows without a time are left out.
   */
  events(rule: SigmaRule & { kind: 'detection' }, fields: readonly string[], at: Span): Relation
}

const TIME: Column = { name: 'time', type: 'datetime' }
const RULE: Column = { name: 'rule', type: 'string' }
const ID: Column = { name: 'event_id', type: 'string' }
const EVENT: Column = { name: 'kind', type: 'long' }

function fieldColumn(at: number): Column {
  return { name: `field${at}`, type: 'string' }
}

/**
 * The events at which a correlation fires: `time`, the `rule` whose event it is, its `event_id`, what it is grouped by and
 * measured over under their names, and the `value`.
 */
export function planCorrelation(rule: CorrelationRule, rules: CorrelatedRules): Relation {
  const { relation, fields, value } = fired(rule, [], rules, [])
  const at = relation.at
  const names = uniqueNames([TIME.name, RULE.name, ID.name, ...fields, 'value'])
  const columns = [TIME, RULE, ID, ...fields.map((_field, place) => fieldColumn(place)), value]
  return project(
    relation,
    columns.map((column, place) => named(names[place] ?? column.name, columnReference(column, at))),
    at,
  )
}

interface Fired {
  readonly relation: Relation
  /** What the columns `field0`, … hold, as the rule names it. */
  readonly fields: readonly string[]
  readonly value: Column
}

/** @param chain the correlations on the way here: one that comes back to itself has no meaning. */
function fired(
  rule: CorrelationRule,
  wanted: readonly string[],
  rules: CorrelatedRules,
  chain: readonly CorrelationRule[],
): Fired {
  const { document } = rule
  const at = document.keyAt(['correlation'])
  if (chain.includes(rule)) {
    throw document.error(
      'syntax',
      'This correlation is about itself, through the rules it names.',
      at,
      ['correlation'],
      rule.name ?? rule.title,
    )
  }
  const fields = [...new Set([...rule.groupBy, ...rule.fields, ...wanted])]
  const parts = rule.rules.map((name, place): Relation => {
    const found = rules.find(name)
    if (found === undefined) {
      const path = ['correlation', 'rules', place]
      throw document.error(
        'unresolved',
        `The correlation names the rule ${name}, which is not here; give it, too.`,
        document.valueAt(path),
        path,
        name,
      )
    }
    const asked = fields.map((field) => resolved(rule, field, name, found))
    const { relation, fields: given } =
      found.kind === 'detection'
        ? { relation: rules.events(found, asked, at), fields: asked }
        : fired(found, asked, rules, [...chain, rule])
    return labelled(
      relation,
      asked.map((field) => given.indexOf(field)),
      name,
      place,
      at,
    )
  })
  const [first, ...others] = parts
  if (first === undefined)
    throw document.error('syntax', 'The correlation names no rules.', at, ['correlation'])
  const together = others.length === 0 ? first : union([first, ...others], at)
  const present = [...rule.groupBy, ...rule.fields].map((field) =>
    call('not', 'bool', [call('sigma.absent', 'bool', [reference(fields, field, at)], at)], at),
  )
  const grouped = present.reduce<Relation>((relation, condition) => filter(relation, condition, at), together)
  const value: Column = { name: 'value', type: 'real' }
  const relation = correlate({
    input: grouped,
    tick: call('sigma.ticks', 'long', [columnReference(TIME, at)], at),
    event: columnReference(EVENT, at),
    tieBreak: call('sigma.order', 'string', [columnReference(ID, at)], at),
    by: rule.groupBy.map((field) => reference(fields, field, at)),
    spanTicks: String(rule.spanTicks),
    measure: measureOf(rule, fields, at),
    conditions: conditionsOf(rule),
    value: value.name,
    at,
  })
  return { relation, fields, value }
}

/** The name that a field, or an alias, has in the events of a rule. */
function resolved(rule: CorrelationRule, field: string, name: string, found: SigmaRule): string {
  const alias = rule.aliases.get(field)
  if (alias === undefined) return field
  const own = [name, found.name, found.id].find((label) => label !== undefined && alias.has(label))
  const mapped = own === undefined ? undefined : alias.get(own)
  if (mapped !== undefined) return mapped
  const path = ['correlation', 'aliases', field]
  throw rule.document.error(
    'syntax',
    `The alias ${field} says nothing of the rule ${name}; add the field it is there.`,
    rule.document.keyAt(path),
    path,
    field,
  )
}

/** The events of one of the rules, with its name and its place in the list. */
function labelled(
  events: Relation,
  places: readonly number[],
  name: string,
  kind: number,
  at: Span,
): Relation {
  const fields = places.map(
    (place, index): NamedExpression =>
      named(fieldColumn(index).name, columnReference(fieldColumn(place), at)),
  )
  return project(
    events,
    [
      named(TIME.name, columnReference(TIME, at)),
      named(RULE.name, literal('string', name, at)),
      named(ID.name, columnReference(ID, at)),
      named(EVENT.name, literal('long', String(kind), at)),
      ...fields,
    ],
    at,
  )
}

function reference(fields: readonly string[], field: string, at: Span): Expression {
  return columnReference(fieldColumn(fields.indexOf(field)), at)
}

function measureOf(rule: CorrelationRule, fields: readonly string[], at: Span): Correlate['measure'] {
  const [first = ''] = rule.fields
  const number = () => call('sigma.number', 'real', [reference(fields, first, at)], at)
  switch (rule.type) {
    case 'event_count':
      return { kind: 'count' }
    case 'value_count': {
      const values = rule.fields.map((field) => reference(fields, field, at))
      const [only] = values
      const of = values.length === 1 && only !== undefined ? only : call('sigma.all_of', 'string', values, at)
      return { kind: 'distinct', of }
    }
    case 'value_sum':
      return { kind: 'sum', of: number() }
    case 'value_avg':
      return { kind: 'average', of: number() }
    case 'value_median':
      return { kind: 'median', of: number() }
    case 'value_percentile':
      return { kind: 'percentile', of: number(), percentile: rule.percentile ?? 50 }
    case 'temporal': {
      const events = rule.rules.length
      return rule.condition === undefined
        ? { kind: 'temporal', events }
        : { kind: 'temporal', events, holds: presenceOf(rule.condition, rule) }
    }
    case 'temporal_ordered':
      checkOrdered(rule)
      return { kind: 'temporal_ordered', events: rule.rules.length }
  }
}

/** Without thresholds and condition every rule has to appear. */
function conditionsOf(rule: CorrelationRule): Correlate['conditions'] {
  if (rule.type !== 'temporal' || rule.condition !== undefined)
    return rule.type === 'temporal_ordered' ? [] : rule.thresholds
  return rule.thresholds.length > 0 ? rule.thresholds : [{ operator: '==', value: rule.rules.length }]
}

function presenceOf(condition: Condition, rule: CorrelationRule): Presence {
  const eventNamed = (name: string): Presence => {
    const event = rule.rules.indexOf(name)
    if (event >= 0) return { kind: 'event', event }
    const path = ['correlation', 'condition']
    throw rule.document.error(
      'syntax',
      `The condition names ${name}, which is none of the rules of the correlation.`,
      rule.document.valueAt(path),
      path,
      name,
    )
  }
  switch (condition.kind) {
    case 'name':
      return eventNamed(condition.name)
    case 'not':
      return { kind: 'not', part: presenceOf(condition.part, rule) }
    case 'of':
      return {
        kind: condition.every ? 'and' : 'or',
        parts: namesFitting(condition.pattern, rule.rules).map(eventNamed),
      }
    default:
      return { kind: condition.kind, parts: condition.parts.map((part) => presenceOf(part, rule)) }
  }
}

/** In order means all of them: which order a choice, or an absence, would have is not said anywhere. */
function checkOrdered(rule: CorrelationRule): void {
  const path = ['correlation', 'condition']
  const all = rule.rules.length
  const isAll = ({ operator, value }: CorrelationRule['thresholds'][number]) =>
    (operator === '>=' && value === all) ||
    (operator === '==' && value === all) ||
    (operator === '>' && value === all - 1)
  const { condition } = rule
  const isChain =
    condition === undefined ||
    condition.kind === 'name' ||
    (condition.kind === 'and' && condition.parts.every((part) => part.kind === 'name'))
  const namesAll = condition === undefined || new Set(namesIn(condition)).size === all
  if (rule.thresholds.every(isAll) && isChain && namesAll) return
  throw rule.document.error(
    'unsupported',
    'temporal_ordered takes all of its rules, in their order; leave the condition out.',
    rule.document.keyAt(path),
    path,
    'temporal_ordered',
  )
}

/** The names in order; one that is taken gets a number. */
function uniqueNames(names: readonly string[]): string[] {
  const taken = new Set<string>()
  return names.map((name) => {
    let unique = name
    for (let number = 1; taken.has(unique); number += 1) unique = `${name}_${number}`
    taken.add(unique)
    return unique
  })
}

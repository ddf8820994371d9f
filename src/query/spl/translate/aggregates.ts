import { call, columnReference, expand, literal, named } from '../../plan/build.ts'
import type { Expression, NamedExpression } from '../../plan/expression.ts'
import { QueryError } from '../../plan/query-error.ts'
import type { Span } from '../../plan/span.ts'
import { isStatsFunction, statsFunction } from '../functions/function-signatures.ts'
import type { AggregateTerm, ByField } from '../syntax/aggregate-term.ts'
import { evalValue } from './eval.ts'
import { scopeOf } from './field-scope.ts'
import type { FieldScope, TranslationSession } from './session.ts'
import { type MoreFields, namesOf, type SplRows, settled, withRelation } from './spl-rows.ts'
import { binned } from './time-span.ts'
import { hasWildcard, renamed, wildcardParts } from './wildcard-names.ts'

/** Aggregates of one command, and the fields that their wildcards would give. */
export interface Aggregates {
  readonly values: readonly NamedExpression[]
  readonly more?: MoreFields
}

/**
 * Translates the aggregates of `stats` and its kind. A wildcard stands for every field that matches and is not grouped
 * by.
 */
export function aggregatesOf(
  terms: readonly AggregateTerm[],
  by: readonly string[],
  rows: SplRows,
  session: TranslationSession,
  scope: FieldScope = scopeOf(rows, session),
  spanSeconds?: number,
): Aggregates {
  const grouped = new Set(by)
  const values = new Map<string, NamedExpression>()
  const patterns: { from: string; to: string }[] = []
  for (const term of terms) {
    const pattern =
      term.argument?.kind === 'field' && hasWildcard(term.argument.name) ? term.argument.name : undefined
    if (pattern === undefined) {
      const name = outputName(term)
      values.set(name, named(name, aggregateOf(term, term.argument, scope, session, spanSeconds)))
      continue
    }
    const to = term.as ?? `${term.function}(${pattern})`
    patterns.push({ from: pattern, to })
    for (const field of namesOf(rows)) {
      if (grouped.has(field) || field.startsWith('_')) continue
      const name = renamed(pattern, to, field)
      if (name === undefined) continue
      const argument = { kind: 'field' as const, name: field, at: term.at }
      values.set(name, named(name, aggregateOf(term, argument, scope, session, spanSeconds)))
    }
  }
  const { more } = rows
  if (patterns.length === 0 || more === undefined) return { values: [...values.values()] }
  return { values: [...values.values()], more: { ask: (name) => askThrough(patterns, more, name) } }
}

function askThrough(
  patterns: readonly { from: string; to: string }[],
  more: MoreFields,
  name: string,
): boolean {
  const origin = patterns.map(({ from, to }) => renamed(to, from, name)).find((found) => found !== undefined)
  return origin !== undefined && more.ask(origin)
}

/** `as`, or the text of the aggregate as Splunk writes it. */
export function outputName(term: AggregateTerm): string {
  if (term.as !== undefined) return term.as
  if (term.argument === undefined) return term.function
  if (term.function.toLowerCase() === 'eval' && term.argument.kind === 'eval') return term.argument.text
  const inner = term.argument.kind === 'field' ? term.argument.name : term.argument.text.replace(/\s+/g, ' ')
  return `${term.function}(${[inner, ...term.more].join(', ')})`
}

function aggregateOf(
  term: AggregateTerm,
  argument: AggregateTerm['argument'],
  scope: FieldScope,
  session: TranslationSession,
  spanSeconds?: number,
): Expression {
  const { at } = term
  const time = scope.find('_time', at)
  const input = {
    ...(time === undefined ? {} : { time }),
    ...(spanSeconds === undefined ? {} : { spanSeconds }),
  }
  const aggregated = (name: string, args: readonly Expression[], where: Span) =>
    statsFunction(name, where).translate(args, where, input, name.toLowerCase())
  if (term.function.toLowerCase() === 'eval' && argument?.kind === 'eval') {
    const outside = (name: string, where: Span): Expression => {
      if (name === 'count' || name === 'c') return aggregated(name, [], where)
      throw new QueryError(
        'wrong-argument',
        `The field ${name} has to stand in an aggregate here.`,
        where,
        name,
      )
    }
    const places = { has: () => false, field: outside, find: outside, bare: outside }
    return evalValue(argument.value, places, session, (call) =>
      isStatsFunction(call.name)
        ? aggregated(
            call.name,
            call.arguments.map((each) => evalValue(each, scope, session)),
            call.at,
          )
        : undefined,
    )
  }
  if (argument === undefined) return aggregated(term.function, [], at)
  const value =
    argument.kind === 'field'
      ? scope.field(argument.name, argument.at)
      : evalValue(argument.value, scope, session)
  return aggregated(term.function, [value], at)
}

/** Rows ready to be grouped: bins are made, and a row with several values of a field is one row for each of them. */
export interface Grouping {
  readonly rows: SplRows
  readonly by: readonly NamedExpression[]
}

/** What to group by. With `fillNull` rows without the field stay, under that text. */
export function groupingOf(
  fields: readonly ByField[],
  input: SplRows,
  session: TranslationSession,
  options: {
    readonly scope?: (rows: SplRows) => FieldScope
    readonly fillNull?: string
    readonly fanOut?: boolean
  } = {},
): Grouping {
  let rows = settled(input)
  const scopeFor = options.scope ?? ((each: SplRows) => scopeOf(each, session))
  const names = fieldNames(fields, rows)
  const by: NamedExpression[] = []
  for (const { name, span, at } of names) {
    let value = scopeFor(rows).field(name, at)
    if (span !== undefined) value = binned(value, span, at)
    if (value.type === 'bool') value = call('spl.text', 'string', [value], at)
    if (value.type === 'multivalue' && options.fanOut !== false) {
      const element = { name: `value of ${name}`, type: 'string' as const }
      const relation = expand({
        input: rows.relation,
        arrays: [{ name: element.name, value, element }],
        keepEmpty: false,
        keepNull: false,
        at,
      })
      rows = withRelation(rows, relation)
      value = columnReference(element, at)
    }
    if (options.fillNull !== undefined && value.type !== 'datetime') {
      value = call('spl.coalesce', 'string', [textOf(value), literal('string', options.fillNull, at)], at)
    }
    by.push(named(name, value))
  }
  return { rows, by }
}

function textOf(value: Expression): Expression {
  return value.type === 'string' ? value : call('spl.text', 'string', [value], value.at)
}

/** Wildcards in BY stand for the fields there are. */
function fieldNames(fields: readonly ByField[], rows: SplRows): readonly ByField[] {
  const seen = new Set<string>()
  const all = fields.flatMap((field) => {
    if (!hasWildcard(field.name)) return [field]
    return namesOf(rows)
      .filter((name) => wildcardParts(field.name, name) !== undefined && !name.startsWith('_'))
      .map((name) => ({ ...field, name }))
  })
  return all.filter(({ name }) => !seen.has(name) && seen.add(name))
}

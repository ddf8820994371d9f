import { aggregate, call, columnReference, literal, named } from '../../../plan/build.ts'
import type { Expression, NamedExpression } from '../../../plan/expression.ts'
import type { Span } from '../../../plan/span.ts'
import { isNumeric, numberLiteral, toNumber, toText, toType } from '../../functions/conversions.ts'
import { evalFunction } from '../../functions/function-signatures.ts'
import { wildcardPattern } from '../../functions/wildcard.ts'
import type {
  AddTotalsCommand,
  FieldsCommand,
  FillDownCommand,
  FillNullCommand,
  RenameCommand,
  ReplaceCommand,
} from '../../syntax/commands/fields.ts'
import { together } from '../events.ts'
import { scopeOf } from '../field-scope.ts'
import { overRows } from '../over-rows.ts'
import { projected } from '../projected.ts'
import type { CommandContext } from '../session.ts'
import {
  asField,
  columnsOf,
  type MoreFields,
  namesOf,
  rowsOf,
  type SplRows,
  settled,
  withFields,
  withoutFields,
} from '../spl-rows.ts'
import { hasWildcard, matchingNames, renamed, wildcardParts } from '../wildcard-names.ts'

export function translateFields(
  { mode, names, at }: FieldsCommand,
  rows: SplRows,
  { session }: CommandContext,
): SplRows {
  const patterns = names.map(({ text }) => text)
  const matches = (name: string) => patterns.some((pattern) => wildcardParts(pattern, name) !== undefined)
  if (mode === 'remove') return withoutFields(rows, matches, at)
  const ready = settled(rows)
  const scope = scopeOf(ready, session)
  const isTable = mode === 'table'
  const listed = matchingNames(patterns, namesOf(ready)).filter((name) => !hasWildcard(name))
  const internal = isTable
    ? []
    : namesOf(ready).filter((name) => name.startsWith('_') && !listed.includes(name))
  const values = [...listed, ...internal].flatMap((name) => {
    const found = scope.find(name, at)
    if (found !== undefined) return named(name, found)
    return isTable ? named(name, scope.field(name, at)) : []
  })
  const more = ready.more
  const open = patterns.some(hasWildcard) && more !== undefined
  return rowsOf(
    projected(ready.relation, values, at),
    open ? { ask: (name, type) => matches(name) && more.ask(name, type) } : undefined,
  )
}

export function translateRename(
  { pairs, at }: RenameCommand,
  rows: SplRows,
  { session }: CommandContext,
): SplRows {
  return pairs.reduce(
    (current, { from, to }) => renamedIn(current, from.text, to.text, at, session),
    settled(rows),
  )
}

function renamedIn(
  rows: SplRows,
  from: string,
  to: string,
  at: Span,
  session: CommandContext['session'],
): SplRows {
  if (!hasWildcard(from) && !namesOf(rows).includes(from)) {
    const found = scopeOf(rows, session).find(from, at)
    if (found === undefined) {
      session.warn(`There is no field "${from}" to rename.`, at)
      return rows
    }
  }
  const news = new Map<string, string>()
  for (const name of namesOf(rows)) {
    const next = renamed(from, to, name)
    if (next !== undefined) news.set(name, next)
  }
  const taken = new Set(news.values())
  const values: NamedExpression[] = []
  const seen = new Set<string>()
  for (const column of rows.relation.columns) {
    const next = news.get(column.name)
    if (next === undefined && taken.has(column.name)) continue
    const name = next ?? column.name
    if (seen.has(name)) continue
    seen.add(name)
    values.push(named(name, asField(name, columnReference(column, at))))
  }
  const relation = values.length === 0 ? rows.relation : projected(rows.relation, values, at)
  return rowsOf(relation, rows.more === undefined ? undefined : moreRenamed(rows.more, from, to))
}

function moreRenamed(more: MoreFields, from: string, to: string): MoreFields {
  return {
    ask: (name, type) => {
      const origin = renamed(to, from, name)
      if (origin !== undefined) return more.ask(origin, type)
      return renamed(from, to, name) === undefined && more.ask(name, type)
    },
  }
}

/** Names of a command that takes all fields where none are given; internal ones only by name. */
function chosen(names: readonly string[], rows: SplRows): readonly string[] {
  if (names.length === 0) return namesOf(rows).filter((name) => !name.startsWith('_'))
  return matchingNames(names, namesOf(rows)).filter((name) => !hasWildcard(name))
}

export function translateFillNull(
  { names, value, at }: FillNullCommand,
  rows: SplRows,
  { session }: CommandContext,
): SplRows {
  const scope = scopeOf(rows, session)
  const wanted = chosen(
    names.map(({ text }) => text),
    rows,
  )
  const number = numberLiteral(value, at)
  const values = wanted.map((name) => {
    const field = scope.find(name, at) ?? literal('string', null, at)
    if (field.type === 'datetime') return named(name, field)
    const filler = isNumeric(field) && number !== undefined ? number : literal('string', value, at)
    return named(name, evalFunction('coalesce', at).translate([field, filler], at, 'coalesce'))
  })
  return withFields(rows, values, at)
}

export function translateFillDown(
  { names, at }: FillDownCommand,
  rows: SplRows,
  context: CommandContext,
): SplRows {
  const scope = scopeOf(rows, context.session)
  const wanted = chosen(
    names.map(({ text }) => text),
    rows,
  )
  const values = wanted.flatMap((name) => {
    const field = scope.find(name, at)
    return field === undefined || field.type === 'multivalue'
      ? []
      : named(name, call('spl.latest_present', field.type, [field], at))
  })
  return overRows(rows, [], values, { unit: 'rows', preceding: null, following: 0 }, at)
}

export function translateAddTotals(
  command: AddTotalsCommand,
  rows: SplRows,
  { session }: CommandContext,
): SplRows {
  const { at, total } = command
  let result = rows
  if (command.row) {
    const scope = scopeOf(rows, session)
    const fields = chosen(
      command.names.map(({ text }) => text),
      rows,
    )
      .map((name) => scope.field(name, at))
      .filter(({ type }) => type !== 'datetime' && type !== 'multivalue')
    const zero = literal('real', 0, at)
    const sum = fields.reduce<Expression>((before, field) => {
      const number = call('spl.coalesce', 'real', [toType(toNumber(field), 'real'), zero], at)
      return call('spl.add', 'real', [before, number], at)
    }, zero)
    result = withFields(rows, [named(total, sum)], at)
  }
  return command.column ? withColumnTotals(command, settled(result)) : result
}

/** A last row that holds the sum of each column of numbers. */
function withColumnTotals(command: AddTotalsCommand, rows: SplRows): SplRows {
  const { at } = command
  const wanted = new Set(
    chosen(
      command.names.map(({ text }) => text),
      rows,
    ),
  )
  const values = columnsOf(rows)
    .filter(
      (column) =>
        wanted.has(column.name) && (isNumeric(columnReference(column, at)) || column.type === 'string'),
    )
    .map((column) => {
      const sum = call('spl.sum', 'real', [toType(columnReference(column, at), 'real')], at)
      return named(column.name, sum)
    })
  if (values.length === 0) return rows
  let totals = rowsOf(aggregate(rows.relation, [], values, at))
  if (command.labelField !== undefined) {
    totals = withFields(
      totals,
      [named(command.labelField, literal('string', command.label ?? 'Total', at))],
      at,
    )
  }
  return together([rows, totals], at)
}

export function translateReplace(
  { pairs, names, at }: ReplaceCommand,
  rows: SplRows,
  { session }: CommandContext,
): SplRows {
  const scope = scopeOf(rows, session)
  const wanted = chosen(
    names.map(({ text }) => text),
    rows,
  )
  const values = wanted.flatMap((name) => {
    const field = scope.find(name, at)
    if (field === undefined || field.type === 'datetime' || field.type === 'multivalue') return []
    const text = toText(field)
    const branches = pairs.flatMap(({ from, to }) => {
      const matches = call('spl.match', 'bool', [text, literal('string', wildcardPattern(from), at)], at)
      return [matches, literal('string', to, at)]
    })
    return named(name, call('spl.case', 'string', [...branches, text], at))
  })
  return withFields(rows, values, at)
}

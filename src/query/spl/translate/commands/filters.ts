import { call, columnReference, filter, literal } from '../../../plan/build.ts'
import type { Expression } from '../../../plan/expression.ts'
import type { Span } from '../../../plan/span.ts'
import { toText } from '../../functions/conversions.ts'
import { overValues } from '../../functions/over-values.ts'
import { toRe2 } from '../../functions/regular-expression.ts'
import { isTrue } from '../../functions/search-terms.ts'
import type { RegexCommand, SearchCommand, WhereCommand } from '../../syntax/commands/filters.ts'
import { evalCondition } from '../eval.ts'
import { eventsOf, textsOf } from '../events.ts'
import { scopeOf } from '../field-scope.ts'
import { searchCondition, unresolvedMacro } from '../search.ts'
import type { CommandContext } from '../session.ts'
import type { SplRows } from '../spl-rows.ts'

/** The first `search` says which events; a later one which of the rows. */
export function translateSearch(
  { expression, at }: SearchCommand,
  rows: SplRows | undefined,
  context: CommandContext,
): SplRows {
  if (rows === undefined) return eventsOf(expression, context)
  const condition = searchCondition(expression, scopeOf(rows, context.session), context.session, {
    pipeline: (pipeline) => context.pipeline(pipeline),
    ...textsOf(rows),
    ...(context.session.schema.open ? { macro: (name, where) => conditionOfMacro(name, rows, where) } : {}),
  })
  return keptWhere(rows, condition, at)
}

/** On rows of a table nobody declared, a macro nobody defined is a field that says whether it holds. */
function conditionOfMacro(name: string, rows: SplRows, at: Span): Expression {
  const field = `\`${name}\``
  const known = rows.relation.columns.find((column) => column.name === field)
  if (known !== undefined) return columnReference(known, at)
  if (rows.more?.ask(field, 'bool') !== true) throw unresolvedMacro(name, at)
  return columnReference({ name: field, type: 'bool' }, at)
}

export function translateWhere(
  { condition, at }: WhereCommand,
  rows: SplRows,
  { session }: CommandContext,
): SplRows {
  return keptWhere(rows, evalCondition(condition, scopeOf(rows, session), session), at)
}

export function translateRegex(command: RegexCommand, rows: SplRows, { session }: CommandContext): SplRows {
  const { at, patternAt } = command
  const field = scopeOf(rows, session).field(command.field, at)
  const pattern = literal('string', toRe2(command.pattern, patternAt), patternAt)
  const found = overValues(field, at, (value) => call('spl.match', 'bool', [toText(value), pattern], at))
  return keptWhere(rows, command.negated ? call('not', 'bool', [isTrue(found)], at) : found, at)
}

/** Rows that pass; columns, order and what is not yet settled stay. */
export function keptWhere(rows: SplRows, condition: Expression, at: Span): SplRows {
  if (condition.kind === 'literal' && condition.value === true) return rows
  const bool = condition.type === 'bool' ? condition : call('spl.bool', 'bool', [condition], at)
  return { ...rows, relation: filter(rows.relation, bool, at) }
}

import { columnReference, filter, named, project } from '../../../plan/build.ts'
import type { Span } from '../../../plan/span.ts'
import type {
  InputLookupCommand,
  LookupCommand,
  LookupField,
  OutputLookupCommand,
} from '../../syntax/commands/lookups.ts'
import { eventsOfTable, textsOf, together } from '../events.ts'
import { scopeOf } from '../field-scope.ts'
import { searchCondition } from '../search.ts'
import type { CommandContext, TranslationSession } from '../session.ts'
import { namesOf, rowsOf, type SplRows, settled, withFields } from '../spl-rows.ts'
import { joinedRows } from './combine.ts'

/** Rows of a lookup table: one of the schema of that name, or one whose fields are those that the search uses. */
function lookupRows(name: string, session: TranslationSession, at: Span): SplRows {
  const known =
    session.tableNamed(name) ??
    session.tableNamed(name.replace(/\.csv(\.gz)?$/i, '')) ??
    session.tableNamed(`${name}.csv`)
  const table = known ?? session.inferredTable(name, 'lookup', at)
  return { ...eventsOfTable(table, session), newestFirst: false }
}

/** The first row of the table with equal values. OUTPUT replaces fields, OUTPUTNEW fills those that are null. */
export function translateLookup(command: LookupCommand, rows: SplRows, { session }: CommandContext): SplRows {
  const { at, table, matching } = command
  const right = settled(lookupRows(table.text, session, table.at))
  let left = settled(rows)
  const scope = scopeOf(left, session)
  const absent = matching.filter(({ inEvents }) => !namesOf(left).includes(inEvents))
  left = withFields(
    left,
    absent.map(({ inEvents }) => named(inEvents, scope.field(inEvents, at))),
    at,
  )
  const ofTable = scopeOf(right, session)
  const keys = matching.map(({ inTable }, index) => ({
    field: inTable.text,
    name: `key ${index}`,
    at: inTable.at,
  }))
  const output = command.output ?? restOf(right, matching)
  const values = [
    ...keys.map(({ field, name, at: where }) => named(name, ofTable.field(field, where))),
    ...output.map(({ inTable, inEvents }) => named(inEvents, ofTable.field(inTable.text, inTable.at))),
  ]
  const unique = [...new Map(values.map((value) => [value.name, value])).values()]
  const { more } = right
  const open = command.output === undefined && left.more === undefined && more !== undefined
  const shaped = rowsOf(project(right.relation, unique, at), open ? more : undefined)
  const joined = joinedRows(
    left,
    shaped,
    matching.map(({ inEvents }, index) => [inEvents, `key ${index}`] as const),
    { kind: 'leftouter', overwrite: true, keep: command.overwrite ? 'only right' : 'left', max: 1, at },
  )
  const kept = joined.relation.columns.filter(({ name }) => !keys.some((key) => key.name === name))
  const relation = project(
    joined.relation,
    kept.map((column) => named(column.name, columnReference(column, at))),
    at,
  )
  return rowsOf(relation, joined.more)
}

/** Without OUTPUT every field of the table that is not matched by. */
function restOf(right: SplRows, matching: readonly LookupField[]): readonly LookupField[] {
  const keys = new Set(matching.map(({ inTable }) => inTable.text))
  return right.relation.columns
    .filter(({ name }) => !keys.has(name))
    .map(({ name }) => ({ inTable: { text: name, quoted: false, at: right.relation.at }, inEvents: name }))
}

export function translateInputLookup(
  command: InputLookupCommand,
  rows: SplRows | undefined,
  { session }: CommandContext,
): SplRows {
  const { at, table, where } = command
  let found = lookupRows(table.text, session, table.at)
  if (where !== undefined) {
    const condition = searchCondition(where, scopeOf(found, session), session, textsOf(found))
    found = { ...found, relation: filter(found.relation, condition, at) }
  }
  return rows === undefined ? found : together([settled(rows), settled(found)], at)
}

/** Rows pass through; what Splunk would write is not written. */
export function translateOutputLookup(
  { at, table }: OutputLookupCommand,
  rows: SplRows,
  { session }: CommandContext,
): SplRows {
  session.warn(`outputlookup writes nothing here: the lookup ${table} stays as it is.`, at)
  return rows
}

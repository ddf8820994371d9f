import { call, columnReference, join, limit, named, project } from '../../../plan/build.ts'
import type { Expression, NamedExpression } from '../../../plan/expression.ts'
import { QueryError } from '../../../plan/query-error.ts'
import type { Span } from '../../../plan/span.ts'
import { alike } from '../../functions/conversions.ts'
import type { AppendCommand, FromCommand, JoinCommand, ReturnCommand } from '../../syntax/commands/combine.ts'
import { eventsOfTable, together } from '../events.ts'
import { scopeOf } from '../field-scope.ts'
import { overRows } from '../over-rows.ts'
import { projected } from '../projected.ts'
import type { CommandContext, TranslationSession } from '../session.ts'
import {
  columnsOf,
  fieldOf,
  type MoreFields,
  namesOf,
  rowsOf,
  type SplRows,
  settled,
  withoutFields,
} from '../spl-rows.ts'
import { modelTable } from './tstats.ts'

const SUBSEARCH_ROWS = 'Splunk takes at most 50,000 rows of a subsearch; here all of them count.'

export function translateAppend(
  command: AppendCommand,
  rows: SplRows | undefined,
  context: CommandContext,
): SplRows {
  const { at, kind, pipelines } = command
  if (kind === 'append') context.session.warn(SUBSEARCH_ROWS, at)
  const before = rows === undefined ? [] : [rows]
  if (kind === 'appendcols') {
    return pipelines.reduce(
      (current, each) => besides(current, context.pipeline(each), command.override, at),
      rows ?? noRows(at),
    )
  }
  const input = kind === 'appendpipe' ? (rows ?? noRows(at)) : undefined
  const more = pipelines.map((each) =>
    input === undefined ? context.pipeline(each) : context.pipeline(each, input),
  )
  return together([...before, ...more], at)
}

function noRows(at: Span): SplRows {
  throw new QueryError('syntax', 'This command needs rows: a search has to stand before it.', at)
}

/** Fields of a second search beside those of the first, row by row. */
function besides(left: SplRows, right: SplRows, override: boolean, at: Span): SplRows {
  const place = 'place of the row'
  const numbered = (rows: SplRows) =>
    overRows(
      rows,
      [],
      [named(place, call('spl.row_number', 'long', [], at))],
      { unit: 'rows', preceding: null, following: 0 },
      at,
    )
  const [first, second] = [numbered(left), numbered(right)]
  const joined = joinedRows(first, second, [[place, place]], {
    kind: 'leftouter',
    overwrite: override,
    keep: 'right',
    at,
  })
  return withoutFields(joined, (name) => name === place, at)
}

export interface JoinShape {
  readonly kind: 'inner' | 'leftouter'
  /** Fields of the right side replace those of the left; else only new ones come. */
  readonly overwrite: boolean
  /** Whose value of a field both have is taken, if it is there; the other's else. `only right`: never the left's. */
  readonly keep: 'left' | 'right' | 'only right'
  readonly max?: number
  readonly at: Span
}

/** Two sides with equal values of fields; texts and numbers meet as texts. */
export function joinedRows(
  left: SplRows,
  right: SplRows,
  pairs: readonly (readonly [string, string])[],
  shape: JoinShape,
): SplRows {
  const { at } = shape
  const on = pairs.map(([ofLeft, ofRight]) => {
    const sides = [fieldOf(left, ofLeft, at), fieldOf(right, ofRight, at)].map((side) => side ?? nothing(at))
    const [, [l, r]] = alike(sides) as readonly [unknown, readonly Expression[]]
    return { left: l ?? nothing(at), right: r ?? nothing(at) }
  })
  const keys = new Set(pairs.map(([, ofRight]) => ofRight))
  const leftNames = new Set(namesOf(left))
  const added = columnsOf(right).filter(({ name }) => !keys.has(name) || !leftNames.has(name))
  const inBoth = added.filter(({ name }) => leftNames.has(name))
  const output = [
    ...namesOf(left).map((name) => ({ side: 'left' as const, column: name, name })),
    ...added
      .filter(({ name }) => !leftNames.has(name) || shape.overwrite)
      .map(({ name }) => ({
        side: 'right' as const,
        column: name,
        name: leftNames.has(name) ? `${name} of the other` : name,
      })),
  ]
  const relation = join({
    join: shape.kind,
    left: left.relation,
    right: right.relation,
    on,
    output,
    missingStrings: 'null',
    ...(shape.max === undefined ? {} : { matchesPerRow: shape.max }),
    at,
  })
  const merged = shape.overwrite ? new Set(inBoth.map(({ name }) => name)) : new Set<string>()
  if (merged.size === 0) return rowsOf(relation, eitherOf(left.more, right.more))
  const others = new Set([...merged].map((name) => `${name} of the other`))
  const values: NamedExpression[] = relation.columns
    .filter(({ name }) => !others.has(name))
    .map((column) => {
      const own = columnReference(column, at)
      if (!merged.has(column.name)) return named(column.name, own)
      const other = relation.columns.find(({ name }) => name === `${column.name} of the other`)
      if (other === undefined) return named(column.name, own)
      const replacing = columnReference(other, at)
      if (shape.keep === 'only right') return named(column.name, replacing)
      const [type, sides] = alike(shape.keep === 'right' ? [replacing, own] : [own, replacing])
      return named(
        column.name,
        call(type === 'multivalue' ? 'spl.first_present' : 'spl.coalesce', type, sides, at),
      )
    })
  return rowsOf(project(relation, values, at), eitherOf(left.more, right.more))
}

function nothing(at: Span): Expression {
  return { kind: 'literal', type: 'string', value: null, at }
}

/** Fields nobody declared are looked for on the left first. */
export function eitherOf(
  left: MoreFields | undefined,
  right: MoreFields | undefined,
): MoreFields | undefined {
  return left ?? right
}

export function translateJoin(command: JoinCommand, rows: SplRows, context: CommandContext): SplRows {
  const { at } = command
  const { session } = context
  session.warn(SUBSEARCH_ROWS, at)
  if (command.useTime) session.warn('usetime= of join has no effect here.', at)
  const left = settled(rows)
  const right = settled(context.pipeline(command.with))
  const shape: JoinShape = {
    kind: command.join === 'left' ? 'leftouter' : 'inner',
    overwrite: command.overwrite,
    keep: 'right',
    ...(command.max > 0 ? { max: command.max } : {}),
    at,
  }
  if (command.aliases !== undefined) return joinedByAlias(command, left, right, shape, session)
  const names =
    command.names.length > 0
      ? command.names.map(({ text }) => text)
      : namesOf(left).filter((name) => namesOf(right).includes(name) && !name.startsWith('_'))
  if (names.length === 0) {
    throw new QueryError(
      'wrong-argument',
      'The two sides of join have no field in common; name the fields to join by.',
      at,
      'join',
    )
  }
  const [l, r] = [withAsked(left, names, session, at), withAsked(right, names, session, at)]
  const internal = (name: string) => name.startsWith('_') && !names.includes(name)
  const joined = joinedRows(
    l,
    withoutFields(r, internal, at),
    names.map((name) => [name, name] as const),
    shape,
  )
  return joined
}

/** Makes sure that fields to join by are columns: those asked for come with the next pass. */
function withAsked(rows: SplRows, names: readonly string[], session: TranslationSession, at: Span): SplRows {
  const scope = scopeOf(rows, session)
  for (const name of names) scope.field(name, at)
  return rows
}

function joinedByAlias(
  command: JoinCommand,
  left: SplRows,
  right: SplRows,
  shape: JoinShape,
  session: TranslationSession,
): SplRows {
  const { aliases, at } = command
  if (aliases === undefined || aliases.pairs.length === 0) {
    throw new QueryError(
      'syntax',
      'join with left= and right= needs "where left.field=right.field".',
      at,
      'join',
    )
  }
  const strip = (name: string, alias: string) =>
    name.startsWith(`${alias}.`) ? name.slice(alias.length + 1) : undefined
  const pairs = aliases.pairs.map((pair) => {
    const straight = [strip(pair.left, aliases.left), strip(pair.right, aliases.right)] as const
    const crossed = [strip(pair.right, aliases.left), strip(pair.left, aliases.right)] as const
    const [l, r] = straight[0] !== undefined && straight[1] !== undefined ? straight : crossed
    if (l === undefined || r === undefined) {
      throw new QueryError(
        'unsupported',
        'join compares a field of one side with a field of the other.',
        at,
        'where',
      )
    }
    return [l, r] as const
  })
  withAsked(
    left,
    pairs.map(([name]) => name),
    session,
    at,
  )
  withAsked(
    right,
    pairs.map(([, name]) => name),
    session,
    at,
  )
  const prefixed = (rows: SplRows, alias: string) =>
    rowsOf(
      project(
        rows.relation,
        rows.relation.columns.map((column) => named(`${alias}.${column.name}`, columnReference(column, at))),
        at,
      ),
    )
  return joinedRows(
    prefixed(left, aliases.left),
    prefixed(right, aliases.right),
    pairs.map(([l, r]) => [`${aliases.left}.${l}`, `${aliases.right}.${r}`] as const),
    shape,
  )
}

export function translateFrom(
  command: FromCommand,
  _rows: SplRows | undefined,
  { session }: CommandContext,
): SplRows {
  const { source, name, nameAt, prefixed } = command
  if (source === 'datamodel') {
    const rows = eventsOfTable(modelTable(name, undefined, session, nameAt), session)
    return prefixed ? withPrefix(settled(rows), `${name.split('.').at(-1)}.`) : rows
  }
  const known = session.tableNamed(name)
  if (known !== undefined) return eventsOfTable(known, session)
  return eventsOfTable(
    session.inferredTable(name, source === 'lookup' ? 'lookup' : 'events', nameAt),
    session,
  )
}

/** Fields that every event has keep their names. */
const OF_EVENTS: ReadonlySet<string> = new Set(['host', 'source', 'sourcetype', 'index'])

function withPrefix(rows: SplRows, prefix: string): SplRows {
  const { at } = rows.relation
  const isPlain = (name: string) => name.startsWith('_') || OF_EVENTS.has(name)
  const values = rows.relation.columns.map((column) =>
    named(isPlain(column.name) ? column.name : `${prefix}${column.name}`, columnReference(column, at)),
  )
  const { more } = rows
  const ask: MoreFields['ask'] = (name, type) =>
    name.startsWith(prefix) && more?.ask(name.slice(prefix.length), type) === true
  return rowsOf(projected(rows.relation, values, at), more === undefined ? undefined : { ask })
}

/** `return`: the first rows with these fields, for the search around. */
export function translateReturn(command: ReturnCommand, rows: SplRows, { session }: CommandContext): SplRows {
  const { at } = command
  const bare = command.fields.find(({ valueOnly }) => valueOnly)
  if (bare !== undefined) {
    throw new QueryError(
      'unsupported',
      `return $${bare.name} gives words to search for; return the field ${bare.name}.`,
      at,
      'return',
    )
  }
  const ready = settled(rows)
  const scope = scopeOf(ready, session)
  const values = command.fields.map(({ name, as }) => named(as, scope.field(name, at)))
  return rowsOf(project(limit(ready.relation, command.count, at), values, at))
}

import type { Expression } from '../../plan/expression.ts'
import type { Aggregate, Relation } from '../../plan/relation.ts'
import { neverNull } from '../../schemas/narrow-select.ts'
import type { PrintContext, PrintedRelation, Scope } from '../context.ts'
import { isNeverNull } from '../functions/activity-time.ts'
import { ALIAS, named, openedToRead } from '../select.ts'

/**
 * Groups and their aggregates. They stay open for a HAVING, an ORDER BY and the outermost SELECT, which write keys and aggregates
 * out once more; where those are long, group keys are named by position, so that their text and parameters stand once.
 */
export function printAggregate(aggregate: Aggregate, context: PrintContext): PrintedRelation {
  const input = openedToRead(context.relation(aggregate.input), aggregate.input.columns)
  const scope = {
    alias: ALIAS,
    order: input.order,
    over: '',
    neverNull: neverNullIn(aggregate.input, context),
    grouped: aggregate.by.length > 0,
    written: input.written,
    renamed: input.renamed,
  }
  const keys = aggregate.by.map(({ name, value }) => keyOf(name, value, scope, context, aggregate))
  const values = aggregate.values.map(({ name, value }) => ({ name, sql: context.expression(value, scope) }))
  const present = aggregate.dropNullKeys === true ? keys.flatMap((key) => key.present) : []
  const source = { from: input.from, where: [...input.where, ...present] }
  if (keys.length > 0 && [...keys, ...values].every(mayStandTwice) && keys.every(isOfRows)) {
    const written = new Map([...keys, ...values].map(({ name, sql }) => [name, sql]))
    return { ...source, written, groups: { keys: keys.map(({ sql }) => sql), having: [] }, order: [] }
  }
  return {
    ...source,
    select: [...keys, ...values].map(({ name, sql }) => named(sql, name)).join(', '),
    ...(keys.length > 0 && { tail: `GROUP BY ${keys.map((_, at) => at + 1).join(', ')}` }),
    order: [],
  }
}

/** What a HAVING, an ORDER BY and the outermost SELECT may all read: short, and the same each time. */
function mayStandTwice({ sql }: { readonly sql: string }): boolean {
  return sql.length <= 250 && !/->|SELECT|rand|UUID/.test(sql)
}

/** The engine takes a lone constant in GROUP BY for a position. */
function isOfRows({ sql }: { readonly sql: string }): boolean {
  return sql.includes(`${ALIAS}.`)
}

/** Rows pass through conditions as they are. */
function neverNullIn(relation: Relation, context: PrintContext): ReadonlySet<string> {
  if (relation.kind === 'filter') return neverNullIn(relation.input, context)
  const table = relation.kind === 'scan' ? context.table(relation.table) : undefined
  return table === undefined || relation.kind !== 'scan' ? new Set() : neverNull(table, relation.known)
}

interface Key {
  readonly name: string
  readonly sql: string
  /** Conditions that the key is there; none: it always is. */
  readonly present: readonly string[]
}

/** Where null keys are left out, '' for absent is grouped as it is: keys that may be NULL cost half as much again. */
function keyOf(
  name: string,
  value: Expression,
  scope: Scope,
  context: PrintContext,
  { dropNullKeys }: Aggregate,
): Key {
  const [column] = value.kind === 'call' && value.function === 'spl.present' ? value.arguments : []
  if (dropNullKeys === true && column !== undefined) {
    const sql = context.expression(column, scope)
    return { name, sql, present: [`${sql} != ''`] }
  }
  const sql = context.expression(value, scope)
  return { name, sql, present: isAlwaysThere(value, scope) ? [] : [`isNotNull(${sql})`] }
}

const BINS: ReadonlySet<string> = new Set(['bin', 'spl.bin_time'])

function isAlwaysThere(value: Expression, scope: Scope): boolean {
  if (value.kind !== 'call') return isNeverNull(value, scope)
  const [time, size] = value.arguments
  return (
    BINS.has(value.function) && isNeverNull(time, scope) && size?.kind === 'literal' && Number(size.value) > 0
  )
}

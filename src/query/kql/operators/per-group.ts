import {
  aggregate,
  call,
  columnReference,
  expand,
  filter,
  join,
  limit,
  match,
  named,
  project,
  sort,
  window,
} from '../../plan/build.ts'
import type { Expression, NamedExpression } from '../../plan/expression.ts'
import { QueryError } from '../../plan/query-error.ts'
import type { Relation } from '../../plan/relation.ts'
import type { Column } from '../../plan/type.ts'

/** What a subquery that runs once a group has to keep: the group's key, and columns that are the same in all its rows. */
export interface Carried {
  readonly key: readonly Column[]
  readonly along: readonly Column[]
}

/**
 * A subquery over `base`, rewritten so that it runs once for every group at the same time: aggregates group by the key,
 * limits hold for each key, windows are partitioned by it, and the carried columns come through to the result.
 *
 * @param full the same rows as `base`, with the carried columns.
 */
export function perGroup(relation: Relation, base: Relation, full: Relation, carried: Carried): Relation {
  if (relation === base) return full
  const { at } = relation
  const inner = (input: Relation) => perGroup(input, base, full, carried)
  switch (relation.kind) {
    case 'filter':
      return filter(inner(relation.input), relation.condition, at)
    case 'sort':
      return sort(inner(relation.input), relation.keys, at)
    case 'project':
      return project(
        inner(relation.input),
        [...relation.values, ...references(carried, relation.values, at)],
        at,
      )
    case 'aggregate': {
      const along = carried.along.map((column) =>
        named(column.name, call('take_any', column.type, [columnReference(column, at)], at)),
      )
      const by = [
        ...relation.by,
        ...carried.key.map((column) => named(column.name, columnReference(column, at))),
      ]
      return aggregate(inner(relation.input), by, [...relation.values, ...along], at)
    }
    case 'limit':
      return limit(inner(relation.input), relation.count, at, {
        ...(relation.offset !== undefined && { offset: relation.offset }),
        per: [...(relation.per ?? []), ...keyOf(carried, at)],
      })
    case 'window':
      return window({
        ...relation,
        input: inner(relation.input),
        partition: [...relation.partition, ...keyOf(carried, at)],
      })
    case 'match':
      return match({
        ...relation,
        input: inner(relation.input),
        partition: [...relation.partition, ...keyOf(carried, at)],
      })
    case 'expand':
      return expand({ ...relation, input: inner(relation.input) })
    case 'join': {
      if (relation.join === 'innerunique') break
      if (!holds(relation.left, base) || holds(relation.right, base)) break
      const kept = [...carried.key, ...carried.along].map((column) => ({
        side: 'left' as const,
        column: column.name,
        name: column.name,
      }))
      return join({ ...relation, left: inner(relation.left), output: [...relation.output, ...kept] })
    }
    default:
      break
  }
  throw new QueryError(
    'unsupported',
    `A ${relation.kind} is not supported in a subquery that runs for every row or group`,
    at,
    relation.kind,
  )
}

function keyOf(carried: Carried, at: Relation['at']): readonly Expression[] {
  return carried.key.map((column) => columnReference(column, at))
}

function references(
  carried: Carried,
  values: readonly NamedExpression[],
  at: Relation['at'],
): readonly NamedExpression[] {
  const taken = new Set(values.map(({ name }) => name))
  return [...carried.key, ...carried.along]
    .filter((column) => !taken.has(column.name))
    .map((column) => named(column.name, columnReference(column, at)))
}

function holds(relation: Relation, base: Relation): boolean {
  if (relation === base) return true
  switch (relation.kind) {
    case 'scan':
    case 'rows':
    case 'range':
      return false
    case 'join':
      return holds(relation.left, base) || holds(relation.right, base)
    case 'union':
      return relation.inputs.some((input) => holds(input, base))
    default:
      return holds(relation.input, base)
  }
}

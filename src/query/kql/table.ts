import { columnReference } from '../plan/build.ts'
import type { NamedExpression } from '../plan/expression.ts'
import type { Relation } from '../plan/relation.ts'
import type { Span } from '../plan/span.ts'
import type { Column } from '../plan/type.ts'
import type { Inference, InferredColumn, InferredTable } from './inference.ts'

/** A relation being built, and what it carries of columns that no schema declares. */
export interface Table {
  readonly relation: Relation
  /**
   * Open tables whose every column comes through to here: a name that is not found is one of theirs. Tables of one group
   * (a union's) all have it; of several groups (a join's) the first one.
   */
  readonly open: readonly (readonly InferredTable[])[]
  /** Inferred columns by the name they have here. */
  readonly origins: ReadonlyMap<string, InferredColumn>
  /** What `as` called it, just now. */
  readonly name?: string
}

const NO_ORIGINS: ReadonlyMap<string, InferredColumn> = new Map()

/** A table whose columns are all known. */
export function closed(relation: Relation): Table {
  return { relation, open: [], origins: NO_ORIGINS }
}

/** The same columns from another relation. */
export function kept(table: Table, relation: Relation): Table {
  const { open, origins } = table
  return { relation, open, origins }
}

/** Columns that were computed: those that are a column of the input as it was keep their origin. */
export function computed(
  table: Table,
  relation: Relation,
  values: readonly NamedExpression[],
  inference: Inference,
  how: { readonly keepsOthers: boolean },
): Table {
  const origins = new Map(how.keepsOthers ? table.origins : NO_ORIGINS)
  for (const { name, value } of values) {
    const origin = inference.originOf(value)
    if (origin === undefined) origins.delete(name)
    else origins.set(name, origin)
  }
  return { relation, open: how.keepsOthers ? table.open : [], origins }
}

/** A column by its exact name. */
export function columnOf(table: Table, name: string): Column | undefined {
  return table.relation.columns.find((column) => column.name === name)
}

/** The values of a projection that leaves columns as they are. */
export function asTheyAre(columns: readonly Column[], at: Span): readonly NamedExpression[] {
  return columns.map((column) => ({ name: column.name, value: columnReference(column, at) }))
}

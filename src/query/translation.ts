import type { Relation } from './plan/relation.ts'
import type { Span } from './plan/span.ts'
import type { Column } from './plan/type.ts'
import type { Schema, SchemaTable } from './schemas/schema.ts'

/** What a front end is given beside the text. */
export interface TranslationOptions {
  readonly schema: Schema
  /** The query's clock, in ticks of 100 ns since 1970-01-01: `now()`, `ago()`, `earliest=`. */
  readonly nowTicks: bigint
  /** Only rows of this time, for tables that have one; ticks, half open. A rule's look-back. */
  readonly period?: { readonly fromTicks: bigint; readonly untilTicks: bigint }
  /**
   * Rows of a plan, for constructs whose columns depend on the data (bag_unpack, pivot). Absent where nothing may be run:
   * then columns are those that the rest of the query names.
   */
  readonly discover?: (
    plan: Relation,
    inferred?: readonly SchemaTable[],
  ) => Promise<readonly (readonly unknown[])[]>
  /**
   * Splunk's search macros by name, or by name and number of arguments (`name(2)`): what `` `name(a, b)` `` in a search
   * stands for, with `$argument$` in it.
   */
  readonly macros?: ReadonlyMap<string, { readonly args: readonly string[]; readonly definition: string }>
  /** Constructs that reach out of the store, allowed by an administrator: none by default. */
  readonly allowed?: readonly 'externaldata'[]
}

/** Rows outside of the store that a query names by their address; who runs the query fetches them. */
export interface ExternalTable {
  /** As the plan scans it. */
  readonly name: string
  readonly addresses: readonly string[]
  readonly columns: readonly Column[]
  /** As the query says it, in lower case; else the ending of the address says it. */
  readonly format?: string
  /** The first record of every file is a heading. */
  readonly skipsFirst: boolean
}

/** What a front end gives. */
export interface Translation {
  readonly plan: Relation
  /** Tables that no schema declares, with the columns inferred from use. */
  readonly inferred: readonly SchemaTable[]
  readonly warnings: readonly QueryWarning[]
  /** Only where an administrator allows it. */
  readonly external?: readonly ExternalTable[]
}

/** The query runs, but its reader should know, e.g. that a limit of the original product does not apply here. */
export interface QueryWarning {
  readonly message: string
  readonly at: Span
}

import type { Column } from '../plan/type.ts'

/** A column of a table that queries can name. */
export interface SchemaColumn extends Column {
  readonly description?: string
  /**
   * Of a string: '' says that the log had no such field, as in activity. To Kusto it is the empty string, as its strings are
   * never null; where a language tells absent from empty (SPL, Sigma), '' is null. Compare the bare column with texts that are
   * not empty, and put `nullIf` only around what is given out or tested for absence: a wrapped column does not reach the primary key.
   */
  readonly emptyIsNull?: true
}

/** A table that queries can name. */
export interface SchemaTable {
  readonly name: string
  readonly columns: readonly SchemaColumn[]
  /**
   * Where its rows are: a SELECT over activity that gives these columns under these names, in the types of
   * `plan/type.ts`. Absent: a declared table without rows of its own (rows come with the query, or it is empty).
   */
  readonly select?: string
  /** Its rows come with the query. */
  readonly given?: true
  /** It is sure to have no row: a union need not look there. */
  readonly empty?: true
  readonly description?: string
  /** The table that this is another name of, e.g. of `imWebSession`: `_Im_WebSession`. */
  readonly aliasOf?: string
  /**
   * More columns than are listed may exist: one that a query uses is inferred, as for a table nobody declared, and added by
   * `with-columns.ts`.
   */
  readonly partial?: true
  /** The column that holds when it happened; a rule's look-back and `earliest=` filter on it. */
  readonly time?: string
  /** How Splunk's searches name it; without sourcetypes it is the whole index. */
  readonly splunk?: { readonly index: string; readonly sourcetypes?: readonly string[] }
  /** The CIM dataset it is, e.g. model `Network_Traffic`, dataset `All_Traffic`. */
  readonly dataModel?: { readonly model: string; readonly dataset: string }
  /** The log source of Sigma it is; a rule's log source has to name no other value for what is given here. */
  readonly logSource?: { readonly category?: string; readonly product?: string; readonly service?: string }
}

/** What names in a query mean. */
export interface Schema {
  readonly name: string
  readonly tables: readonly SchemaTable[]
  /** Names that are not here are taken as tables whose columns are inferred from use; else they are an error. */
  readonly open: boolean
}

import type { Column } from '../plan/type.ts'

/** A table that queries can name. */
export interface SchemaTable {
  readonly name: string
  readonly columns: readonly Column[]
  /**
   * Where its rows are: a SELECT over activity that gives these columns under these names, in the types of
   * `plan/type.ts`. Absent: a declared table without rows of its own (rows come with the query, or it is empty).
   */
  readonly select?: string
  /** The column that holds when it happened; a rule's look-back and `earliest=` filter on it. */
  readonly time?: string
  /** How Splunk's searches name it. */
  readonly splunk?: { readonly index: string; readonly sourcetype?: string }
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

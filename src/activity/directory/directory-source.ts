import type { ActivityKind } from '../kinds.ts'

/** A row of a directory table: values by column name. */
export type DirectoryRow = Readonly<Record<string, string | number>>

/** One entry of a directory file: the rows it gives, or why it gives none. */
export type Entry =
  | { readonly offset: number; readonly text: string; readonly rows: readonly TableRow[] }
  | { readonly offset: number; readonly text: string; readonly reason: string }

export interface TableRow {
  readonly table: DirectoryTable
  readonly row: DirectoryRow
}

export type DirectoryTable =
  | 'person'
  | 'account'
  | 'lease'
  | 'staff'
  | 'asset'
  | 'asset_pattern'
  | 'destination'

/** Kinds of activity whose person is looked up. */
const RESOLVED: readonly ActivityKind[] = ['inference', 'artifact', 'object', 'flow', 'flow_counter', 'web']

/** What identifies a row of each table, and which roll-ups a change of it makes stale. */
export const DIRECTORY_TABLES: Readonly<
  Record<DirectoryTable, { readonly key: readonly string[]; readonly stales: readonly ActivityKind[] }>
> = {
  // A login can be somebody's by the form of their name.
  person: { key: ['person'], stales: RESOLVED },
  account: { key: ['account', 'system', 'from'], stales: RESOLVED },
  lease: { key: ['ip', 'from'], stales: RESOLVED },
  staff: { key: ['person', 'kind', 'effective'], stales: [] },
  asset: { key: ['asset'], stales: [] },
  asset_pattern: { key: ['kind', 'pattern'], stales: ['inference', 'artifact', 'object'] },
  destination: { key: ['address'], stales: [] },
}

/** A directory file as data: how to recognise it and how to read its entries. */
export interface DirectorySource {
  readonly name: string
  readonly title: string
  readonly about: string
  /** Its entries are nobody's business: of a rejected one nothing is kept but where it is and why. */
  readonly secret?: boolean
  recognises(firstLines: readonly string[], fileName: string): boolean
  /** Columns that a header names and that are not read. */
  ignored?(firstLine: string): readonly string[]
  /** Reads a whole file. @throws WeighbridgeError `bad-input` where it cannot be read at all. */
  entries(text: string): Iterable<Entry>
}

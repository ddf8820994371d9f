/** Values travel beside the SQL as `{name:Type}` parameters, never inside its text. */
export type Parameters = Readonly<Record<string, unknown>>

/** A result whose columns are known by name and ClickHouse type. */
export interface Table {
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  readonly rows: readonly (readonly unknown[])[]
}

/**
 * Where activity, roll-ups and signals live: ClickHouse, in this process or (later) as a cluster. Both speak
 * one SQL dialect and carry one set of migrations; the tests of this folder ask of an implementation what all others
 * rely on.
 *
 * Times come back as ISO 8601 in UTC. 64-bit integers come back as numbers: ask for `toString(x)` where a value
 * may pass 2^53.
 */
export interface AnalyticsStore {
  /** Rows as objects by column name. */
  query<Row>(sql: string, parameters?: Parameters): Promise<Row[]>
  /** A statement without rows: DDL or INSERT … SELECT. */
  command(sql: string, parameters?: Parameters): Promise<void>
  /** Rows as objects by column name into a table. */
  insert(table: string, rows: readonly Readonly<Record<string, unknown>>[]): Promise<void>
  /** A block to fill: bytes that statements can read and that never pass through JavaScript strings. */
  openBlock(): HeldBlock
  /** SQL from a user: one SELECT, refused if it would write, read files, or reach out of the store. */
  readOnly(sql: string, parameters?: Parameters): Promise<Table>
  close(): Promise<void>
}

/** A run of whole lines of one input. Pieces of one block may belong to several inputs. */
export interface Piece {
  readonly bytes: Uint8Array
  /** Position in the input of the first byte. */
  readonly start: number
  /** Identity of the input: a UInt64, decimal. */
  readonly input: string
}

/**
 * Pieces that one statement reads together: the engine parses several at a time, and writes the first
 * rows while it reads the last. Its memory depends on the pieces, not on how many there are.
 */
export interface HeldBlock {
  /** Copies a piece; its bytes may change afterwards. */
  add(piece: Piece): void
  /** Table expression with the columns `block String, start UInt64, input UInt64`, one row a piece. */
  readonly relation: string
  release(): void
}

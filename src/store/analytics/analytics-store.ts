import type { QueryLimits } from './query-limits.ts'

/**
 * Values travel beside the SQL as `{name:Type}` parameters, never inside its text. A server takes up to 128 KiB a value.
 */
export type Parameters = Readonly<Record<string, unknown>>

/** A result whose columns are known by name and ClickHouse type. */
export interface Table {
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  readonly rows: readonly (readonly unknown[])[]
}

/**
 * Where activity, roll-ups and signals live: ClickHouse, in this process, as a server or as a cluster. All speak
 * one SQL dialect and carry one set of migrations; `conformance.test.ts` asks of each what all others rely on.
 * Statements name tables without a database.
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
  /** How many rows tables hold in all, rows not yet merged included; answers at once, whatever their size. */
  rowsStored(tables: readonly string[]): Promise<number>
  /** Deletes the rows that hold a condition, on every node; nobody sees them once it returns. */
  deleteFrom(table: string, where: string, parameters?: Parameters): Promise<void>
  /** Creates or drops a table or view, on every node. */
  define(statement: string): Promise<void>
  /** Alters where the rows of a table lie, on every node, e.g. `DROP PARTITION ID '202601'`. */
  alterStored(table: string, action: string): Promise<void>
  /** Bytes on disk of every partition of a table, by its id; of replicas one counts. */
  partitionBytes(table: string): Promise<ReadonlyMap<string, number>>
  /** Has every node read the directory anew into the dictionaries that views look people up in. */
  reloadDictionaries(): Promise<void>
  /** A block to fill: bytes that statements can read and that never pass through JavaScript strings. */
  openBlock(): HeldBlock
  /** The rows of a SELECT in ClickHouse's format Native, which holds every value of every type exactly. */
  exportRows(select: string, parameters?: Parameters): AsyncIterable<Buffer>
  /**
   * Puts exported rows into a table. Where it fails, a part of them may be there; a server may ask for the rows again.
   *
   * @param columns of the rows, in their order; columns of the table that are not among them get their defaults.
   */
  importRows(table: string, columns: readonly RowColumn[], rows: () => AsyncIterable<Buffer>): Promise<void>
  /**
   * SQL from a user: one SELECT, refused if it would write, read files, or reach out of the tables here.
   *
   * @throws WeighbridgeError `not-read-only`, `query-timeout`, `query-too-large`, `query-failed`.
   */
  readOnly(sql: string, parameters?: Parameters, limits?: QueryLimits): Promise<Table>
  /**
   * SQL from a user as the engine itself writes it, e.g. to be a part of another statement.
   *
   * @throws WeighbridgeError as `readOnly` does, where that would refuse it.
   */
  canonicalReading(sql: string): Promise<string>
  /**
   * A SELECT that was written here, such as a compiled query: in read-only mode and within limits, but it may use every
   * function.
   *
   * @throws WeighbridgeError `query-timeout`, `query-too-large`, `query-failed`.
   */
  select(sql: string, parameters?: Parameters, limits?: QueryLimits): Promise<Table>
  close(): Promise<void>
}

export interface RowColumn {
  readonly name: string
  /** ClickHouse's. */
  readonly type: string
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

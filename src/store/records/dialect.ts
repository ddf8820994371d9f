import { type ColumnBuilderCallback, type ColumnDataType, type RawBuilder, sql } from 'kysely'

/** Everything in which the two databases differ and Kysely does not hide it. Migrations read it; queries need none. */
export interface RecordsDialect {
  readonly name: 'SQLite' | 'PostgreSQL'
  /** The type of a row's number, and of a column that refers to one. */
  readonly rowNumber: ColumnDataType
  /** Numbers the rows of a table as they come. */
  readonly numbered: ColumnBuilderCallback
  /** Text that is compared and sorted by its bytes, whatever language the server was set up for. */
  readonly text: ColumnDataType | RawBuilder<unknown>
  /** Run in the migrations' own transaction, before anything is looked at. */
  readonly beforeMigrations: readonly string[]
  /** How to keep other records, for whoever may not use these. */
  readonly elsewhere: string
}

export const SQLITE: RecordsDialect = {
  name: 'SQLite',
  rowNumber: 'integer',
  numbered: (column) => column.primaryKey().autoIncrement(),
  text: 'text',
  beforeMigrations: [],
  elsewhere: 'name another folder with --data',
}

/** The PostgreSQL schema that holds all tables. */
export const SCHEMA = 'weighbridge'

/** The key of the lock that one program at a time migrates under: "weighbri" in ASCII, as good as any. */
const MIGRATION_LOCK = '8603398556015030889'

export const POSTGRES: RecordsDialect = {
  name: 'PostgreSQL',
  rowNumber: 'bigint',
  // Takes a number given by hand, as SQLite does; unlike there, the numbers it gives itself do not step over it.
  numbered: (column) => column.primaryKey().generatedByDefaultAsIdentity(),
  text: sql`text collate "C"`,
  beforeMigrations: [
    // A program that hangs while it migrates must not hang every other one in silence.
    `set local lock_timeout = '60s'`,
    `select pg_advisory_xact_lock(${MIGRATION_LOCK})`,
    // `if not exists` alone asks for the right to create it even where it is there.
    `do $$ begin
       if to_regnamespace('${SCHEMA}') is null then create schema ${SCHEMA}; end if;
     end $$`,
  ],
  elsewhere: 'name another database in WEIGHBRIDGE_RECORDS',
}

import { type Kysely, sql } from 'kysely'
import { type RecordsDialect, SCHEMA } from '../records/dialect.ts'
import type { Records } from '../records/schema.ts'

/** How each database says what it holds. */
interface Catalogue {
  /** `table`, `column`, and its `place` in the primary key, 0 where it is not in it. */
  readonly columns: string
  /** `table` refers to `parent`. */
  readonly references: string
  /** `table`, and the `last` number its rows were given. */
  readonly counters: string
  /** Has a table count on from a number. */
  countOn(db: Kysely<Records>, table: string, last: number): Promise<void>
}

export const CATALOGUES: Readonly<Record<RecordsDialect['name'], Catalogue>> = {
  SQLite: {
    columns: `select t.name as "table", c.name as "column", c.pk as place
      from sqlite_master t, pragma_table_info(t.name) c
      where t.type = 'table' and t.name not like 'sqlite~_%' escape '~' order by t.name, c.cid`,
    references: `select t.name as "table", r."table" as parent
      from sqlite_master t, pragma_foreign_key_list(t.name) r where t.type = 'table'`,
    counters: 'select name as "table", seq as last from sqlite_sequence',
    async countOn(db, table, last) {
      await sql`delete from sqlite_sequence where name = ${table}`.execute(db)
      await sql`insert into sqlite_sequence (name, seq) values (${table}, ${last})`.execute(db)
    },
  },
  PostgreSQL: {
    columns: `select t.relname::text as "table", c.attname::text as "column",
        coalesce(array_position(k.indkey::int2[], c.attnum) - array_lower(k.indkey::int2[], 1) + 1, 0)::int as place
      from pg_class t join pg_attribute c on c.attrelid = t.oid and c.attnum > 0 and not c.attisdropped
        left join pg_index k on k.indrelid = t.oid and k.indisprimary
      where t.relkind = 'r' and t.relnamespace = '${SCHEMA}'::regnamespace order by t.relname, c.attnum`,
    references: `select t.relname::text as "table", p.relname::text as parent
      from pg_constraint r join pg_class t on t.oid = r.conrelid join pg_class p on p.oid = r.confrelid
      where r.contype = 'f' and r.connamespace = '${SCHEMA}'::regnamespace`,
    counters: `select t.relname::text as "table", s.last_value as last
      from pg_class t join pg_depend d on d.refobjid = t.oid and d.deptype = 'i' and d.classid = 'pg_class'::regclass
        join pg_class q on q.oid = d.objid and q.relkind = 'S'
        join pg_sequences s on s.schemaname = '${SCHEMA}' and s.sequencename = q.relname
      where t.relnamespace = '${SCHEMA}'::regnamespace`,
    // PostgreSQL does not step over numbers that were given by hand.
    async countOn(db, table, last) {
      await sql`select setval(q.oid::regclass, ${last})
        from pg_depend d join pg_class q on q.oid = d.objid and q.relkind = 'S'
        where d.refobjid = to_regclass(${`${SCHEMA}.${table}`}) and d.deptype = 'i'`.execute(db)
    },
  },
}

import { CompiledQuery } from 'kysely'
import { afterEach, describe, expect, it } from 'vitest'
import { POSTGRES_SERVER, temporaryDatabase } from '../../../test/support/temporary-database.ts'
import { POSTGRES, SCHEMA } from './dialect.ts'
import { MIGRATIONS } from './migrations.ts'
import { openPostgres } from './postgres.ts'
import type { RecordsStore } from './records-store.ts'

describe.skipIf(POSTGRES_SERVER === undefined)(
  'a PostgreSQL server (skipped unless WEIGHBRIDGE_TEST_POSTGRES names one)',
  () => {
    const database = temporaryDatabase()
    let opened: RecordsStore[] = []
    const open = async (url = database.url) => {
      const store = await openPostgres(url)
      opened.push(store)
      return store
    }
    afterEach(async () => {
      for (const store of opened) await store.close()
      opened = []
    })
    const backends = async () =>
      (
        await database.administer<{ count: number }>(
          `select count(*)::int as count from pg_stat_activity
         where datname = '${database.name}' and application_name = 'weighbridge'`,
        )
      )[0]?.count
    const terminate = () =>
      database.administer(
        `select pg_terminate_backend(pid, 10000) from pg_stat_activity
         where datname = '${database.name}' and application_name = 'weighbridge'`,
      )
    const watermarks = async ({ db }: RecordsStore) =>
      (await db.selectFrom('watermark').select('name').orderBy('name').execute()).map(({ name }) => name)
    const mark = ({ db }: { db: RecordsStore['db'] }, name: string) =>
      db.insertInto('watermark').values({ name, batch: 1 }).execute()

    it('is migrated once by programs that start together', async () => {
      await database.administer(`drop schema if exists ${SCHEMA} cascade`)
      const stores = await Promise.all(Array.from({ length: 8 }, () => open()))
      const rows = await (stores[0] as RecordsStore).db.selectFrom('migration').selectAll().execute()
      expect(rows).toHaveLength(MIGRATIONS.length)
    })

    it('holds our tables in a schema of their own', async () => {
      await open()
      const schemas = await database.administer<{ schemaname: string }>(
        `select distinct schemaname from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
      )
      expect(schemas).toEqual([{ schemaname: SCHEMA }])
    })

    it('sorts all text by its bytes and has room for every number in all columns', async () => {
      await open()
      const narrow = await database.administer(
        `select table_name, column_name, data_type, collation_name from information_schema.columns
         where table_schema = '${SCHEMA}'
           and data_type <> 'bigint' and (data_type, coalesce(collation_name, '')) <> ('text', 'C')`,
      )
      expect(narrow).toEqual([])
    })

    it('loses every connection when the records are closed', async () => {
      const store = await openPostgres(database.url)
      await Promise.all([watermarks(store), watermarks(store)])
      expect(await backends()).toBeGreaterThan(0)
      await store.close()
      await expect.poll(backends).toBe(0)
    })

    it('may end idle connections: the next call gets a new one', async () => {
      const store = await open()
      await mark(store, 'before the restart')
      await terminate()
      expect(await watermarks(store)).toContain('before the restart')
    })

    it('may end a connection under a statement: one sentence, and the next call works', async () => {
      const store = await open()
      const sleeping = store.db.executeQuery(CompiledQuery.raw('select pg_sleep(60)'))
      const outcome = expect(sleeping).rejects.toMatchObject({
        code: 'store-failed',
        message: expect.stringMatching(/the connection was lost and what was under way is undone/),
      })
      await expect
        .poll(() =>
          database.administer(`select 1 as found from pg_stat_activity where wait_event = 'PgSleep'`),
        )
        .toHaveLength(1)
      await terminate()
      await outcome
      await watermarks(store)
    })

    it('may end a connection inside a transaction: it is undone, and the next one works', async () => {
      const store = await open()
      const killed = store.db.transaction().execute(async (transaction) => {
        await mark({ db: transaction }, 'killed')
        await terminate()
        await mark({ db: transaction }, 'after the kill')
      })
      await expect(killed).rejects.toMatchObject({
        code: 'store-failed',
        message: expect.stringMatching(/the connection was lost/),
      })
      await store.db.transaction().execute((transaction) => mark({ db: transaction }, 'next'))
      const names = await watermarks(store)
      expect(names).toContain('next')
      expect(names).not.toContain('killed')
      expect(names).not.toContain('after the kill')
    })

    it('makes a commit wait for its disk, and gives the usual isolation, however the database is set', async () => {
      await database.administer(`
        alter database ${database.name} set synchronous_commit = off;
        alter database ${database.name} set default_transaction_isolation = 'serializable'`)
      const { db } = await open()
      const settings = await db
        .selectNoFrom(({ fn, val }) => [
          fn<string>('current_setting', [val('synchronous_commit')]).as('commit'),
          fn<string>('current_setting', [val('transaction_isolation')]).as('first'),
          fn<string>('current_setting', [val('default_transaction_isolation')]).as('isolation'),
        ])
        .executeTakeFirst()
      await database.administer(`alter database ${database.name} reset all`)
      expect(settings).toEqual({ commit: 'on', first: 'read committed', isolation: 'read committed' })
    })

    it('says so when a number is past what can be exact', async () => {
      const store = await open()
      await mark(store, 'huge')
      await database.administer(`update ${SCHEMA}.watermark set batch = 9007199254740993 where name = 'huge'`)
      await expect(store.db.selectFrom('watermark').selectAll().execute()).rejects.toMatchObject({
        code: 'store-failed',
        message: expect.stringMatching(/9007199254740993.*2\^53/),
      })
      await database.administer(`delete from ${SCHEMA}.watermark where name = 'huge'`)
    })

    it('is waited for while another program migrates it', async () => {
      const { db } = await open()
      const [first] = POSTGRES.beforeMigrations.filter((statement) => statement.includes('advisory'))
      let second: Promise<RecordsStore> | null = null
      await db.transaction().execute(async (transaction) => {
        await transaction.executeQuery(CompiledQuery.raw(first ?? ''))
        second = open()
        await expect
          .poll(() =>
            database.administer("select pid from pg_locks where locktype = 'advisory' and not granted"),
          )
          .toHaveLength(1)
      })
      await second
    })
  },
)

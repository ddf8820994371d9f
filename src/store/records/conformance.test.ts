import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { POSTGRES_SERVER, temporaryDatabase } from '../../../test/support/temporary-database.ts'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { SCHEMA } from './dialect.ts'
import { MIGRATIONS } from './migrations.ts'
import { openRecords } from './open-records.ts'
import type { RecordsStore } from './records-store.ts'

/** How a test gets records of its own; called once in a group of tests. */
type Engine = () => {
  /** Leaves nothing of the test before. */
  renew(): Promise<void>
  open(): Promise<RecordsStore>
}

const onSqlite: Engine = () => {
  const folder = temporaryFolder()
  let test = 0
  return {
    async renew() {
      test += 1
    },
    open: () => openRecords({ dataDir: join(folder, `${test}`), url: '' }),
  }
}

const onPostgres: Engine = () => {
  const database = temporaryDatabase()
  return {
    renew: async () => void (await database.administer(`drop schema if exists ${SCHEMA} cascade`)),
    open: () => openRecords({ dataDir: '/nowhere', url: database.url }),
  }
}

describe('records in SQLite', () => conformance(onSqlite))
describe.skipIf(POSTGRES_SERVER === undefined)(
  'records in PostgreSQL (skipped unless WEIGHBRIDGE_TEST_POSTGRES names a server)',
  () => conformance(onPostgres),
)

function conformance(engine: Engine): void {
  const { renew, open } = engine()
  let stores: RecordsStore[] = []
  const fresh = async () => {
    await renew()
    return another()
  }
  const another = async () => {
    const store = await open()
    stores.push(store)
    return store
  }
  afterEach(async () => {
    for (const store of stores) await store.close()
    stores = []
  })

  describe('migrations', () => {
    const names = async ({ db }: RecordsStore) =>
      (await db.selectFrom('migration').select('name').orderBy('name').execute()).map(({ name }) => name)
    const all = MIGRATIONS.map(({ name }) => name)

    it('run once, however often the records are opened', async () => {
      expect(await names(await fresh())).toEqual(all)
      expect(await names(await another())).toEqual(all)
    })

    it('take up where an older program stopped, and keep what it wrote', async () => {
      const { db } = await fresh()
      await takeInput(db, 'access.log')
      await db.schema.dropTable('case_record').execute()
      await db.deleteFrom('migration').where('name', '=', '0002-cases').execute()

      const later = await another()
      expect(await names(later)).toEqual(all)
      expect(await later.db.selectFrom('case_record').selectAll().execute()).toEqual([])
      expect(await later.db.selectFrom('intake_input').select('path').execute()).toEqual([
        { path: 'access.log' },
      ])
    })

    it('are undone together when one of them fails', async () => {
      const { db } = await fresh()
      // In the way of the second migration, so that both have to be taken back.
      for (const table of ['intake_batch', 'intake_input', 'watermark'] as const) {
        await db.schema.dropTable(table).execute()
      }
      await db.deleteFrom('migration').execute()
      await expect(open()).rejects.toThrow(/case_record.*already exists/)
      await expect(db.selectFrom('watermark').selectAll().execute()).rejects.toThrow(/watermark/)
    })

    it('refuse records of a newer program', async () => {
      const { db } = await fresh()
      await db.insertInto('migration').values({ name: '9999-moon', applied_at: '' }).execute()
      await expect(open()).rejects.toMatchObject({
        code: 'store-failed',
        message: expect.stringMatching(/newer Weighbridge \(they have 9999-moon\).*name another .*\.$/),
      })
    })
  })

  describe('numbers', () => {
    it('count rows up from one, as numbers, over a restart too', async () => {
      const store = await fresh()
      expect(await takeInput(store.db, 'a.log')).toBe(1)
      expect(await takeInput(store.db, 'b.log')).toBe(2)
      expect(await takeInput((await another()).db, 'c.log')).toBe(3)
    })

    it('are not used again when their rows are gone', async () => {
      const { db } = await fresh()
      await takeInput(db, 'a.log')
      await db.deleteFrom('intake_input').execute()
      expect(await takeInput(db, 'b.log')).toBe(2)
    })

    it('come back exactly up to 2^53 - 1 and below zero', async () => {
      const { db } = await fresh()
      const id = await takeInput(db, 'a.log', { confirmed: Number.MAX_SAFE_INTEGER, lines: -1 })
      expect(await db.selectFrom('intake_input').select(['id', 'confirmed', 'lines']).execute()).toEqual([
        { id, confirmed: 9_007_199_254_740_991, lines: -1 },
      ])
    })

    it('are what sums, averages, counts and yes-or-no give', async () => {
      const { db } = await fresh()
      await takeInput(db, 'a.log', { lines: 1 })
      await takeInput(db, 'b.log', { lines: 2 })
      const row = await db
        .selectFrom('intake_input')
        .select(({ fn, exists, selectFrom }) => [
          fn.sum('lines').as('sum'),
          fn.avg('lines').as('average'),
          fn.max('lines').as('largest'),
          fn.countAll().as('count'),
          exists(selectFrom('intake_batch').select('id')).as('begun'),
        ])
        .executeTakeFirstOrThrow()
      expect(row).toEqual({ sum: 3, average: 1.5, largest: 2, count: 2, begun: 0 })
    })

    it('have no largest where there are none', async () => {
      const { db } = await fresh()
      const row = await db
        .selectFrom('intake_batch')
        .select(({ fn }) => fn.max('id').as('latest'))
        .executeTakeFirst()
      expect(row).toEqual({ latest: null })
    })
  })

  describe('text', () => {
    it.each([
      ['nothing', ''],
      ['quotes and backslashes', `'; drop table case_record; -- " \\ $1 ? :a`],
      ['every plane of Unicode', 'Ünï 名前 \u{1F469}\u200D\u{1F52C} \u{10FFFF} e\u0301 \u202E'],
      ['control characters', '\u0001\t\r\n\u007F\u0085'],
      ['a time', '2026-11-24T11:32:21.000Z'],
      ['a large number', '18446744073709551615'],
      ['five million characters', 'ab\u00E9c\u{1F511}'.repeat(1_000_000)],
    ])('comes back as it went: %s', async (_what, text) => {
      const { db } = await fresh()
      await openCase(db, 'one', text)
      const rows = await db.selectFrom('case_record').select(['person', 'owner']).execute()
      // Not toEqual: it would print millions of characters.
      expect(rows[0]?.person === text).toBe(true)
      expect(rows[0]?.owner).toBe(null)
    })

    it('with half a character in it gets the replacement character', async () => {
      const { db } = await fresh()
      await openCase(db, 'one', 'half \uD83D')
      expect(await personOf(db, 'one')).toBe('half \uFFFD')
    })

    it('with a NUL in it gets the symbol for it, and is found by the same text', async () => {
      const { db } = await fresh()
      await openCase(db, 'one', 'mallory\0admin')
      expect(await personOf(db, 'one')).toBe('mallory\u2400admin')
      const found = await db
        .selectFrom('case_record')
        .select('id')
        .where('person', 'in', ['mallory\0admin', 'mallory'])
        .execute()
      expect(found).toEqual([{ id: 'one' }])
    })

    it('sorts by its bytes and minds upper case', async () => {
      const { db } = await fresh()
      for (const id of ['b', 'a', 'B', '\u00E4', '_', 'A', 'ab']) await openCase(db, id, 'x')
      const sorted = await db.selectFrom('case_record').select('id').orderBy('id').execute()
      expect(sorted.map(({ id }) => id)).toEqual(['A', 'B', '_', 'a', 'ab', 'b', '\u00E4'])
    })
  })

  describe('rows', () => {
    it('are replaced where they are already there', async () => {
      const { db } = await fresh()
      const move = (batch: number) =>
        db
          .insertInto('watermark')
          .values({ name: 'roll-ups', batch })
          .onConflict((conflict) => conflict.column('name').doUpdateSet({ batch }))
          .execute()
      await move(1)
      await move(7)
      expect(await db.selectFrom('watermark').selectAll().execute()).toEqual([{ name: 'roll-ups', batch: 7 }])
    })

    it('are refused twice under one key, and the next call works', async () => {
      const { db } = await fresh()
      await openCase(db, 'one', 'x')
      await expect(openCase(db, 'one', 'x')).rejects.toThrow(/unique|duplicate/i)
      await openCase(db, 'two', 'x')
    })

    it('are refused where they refer to nothing', async () => {
      const { db } = await fresh()
      await expect(openBatch(db, 99)).rejects.toThrow(/foreign key/i)
    })

    it('are counted when they are changed or deleted', async () => {
      const { db } = await fresh()
      for (const id of ['one', 'two']) await openCase(db, id, 'x')
      expect(
        (await db.updateTable('case_record').set({ owner: 'me' }).executeTakeFirst()).numUpdatedRows,
      ).toBe(2n)
      expect((await db.deleteFrom('case_record').executeTakeFirst()).numDeletedRows).toBe(2n)
    })

    it('are grouped and compared with numbers', async () => {
      const { db } = await fresh()
      const input = await takeInput(db, 'a.log')
      const batch = [await openBatch(db, input), await openBatch(db, input)].at(-1)
      const since = (seen: number) =>
        db
          .selectFrom('intake_input')
          .innerJoin('intake_batch', 'intake_batch.input', 'intake_input.id')
          .select(['path', ({ fn }) => fn.max('intake_batch.id').as('batch')])
          .groupBy('path')
          .having(({ fn }) => fn.max('intake_batch.id'), '>', seen)
          .execute()
      expect(await since(1)).toEqual([{ path: 'a.log', batch }])
      expect(await since(2)).toEqual([])
    })
  })

  describe('a transaction', () => {
    it('that fails leaves nothing, and the next call works', async () => {
      const { db } = await fresh()
      const failing = db.transaction().execute(async (transaction) => {
        await openCase(transaction, 'one', 'x')
        throw new Error('changed my mind')
      })
      await expect(failing).rejects.toThrow('changed my mind')
      expect(await casesIn(db)).toEqual([])
      await openCase(db, 'two', 'x')
    })

    it('that breaks a rule in the middle leaves nothing', async () => {
      const { db } = await fresh()
      const failing = db.transaction().execute(async (transaction) => {
        await openCase(transaction, 'one', 'x')
        await openCase(transaction, 'one', 'x')
      })
      await expect(failing).rejects.toThrow(/unique|duplicate/i)
      expect(await casesIn(db)).toEqual([])
    })

    it('is seen by another connection when it is committed and not before', async () => {
      const { db } = await fresh()
      const other = await another()
      await db.transaction().execute(async (transaction) => {
        await openCase(transaction, 'one', 'x')
        expect(await casesIn(other.db)).toEqual([])
      })
      expect(await casesIn(other.db)).toEqual(['one'])
    })
  })

  it('two connections at once number their rows apart', async () => {
    const both = [await fresh(), await another()]
    const ids = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        takeInput((both[index % 2] as RecordsStore).db, `${index}.log`),
      ),
    )
    expect(new Set(ids).size).toBe(40)
    expect(await (both[0] as RecordsStore).db.selectFrom('intake_input').select('id').execute()).toHaveLength(
      40,
    )
  })

  it('closed records answer no more', async () => {
    await renew()
    const store = await open()
    await store.close()
    await expect(casesIn(store.db)).rejects.toThrow()
  })
}

type Db = RecordsStore['db']

async function takeInput(
  db: Db,
  path: string,
  more: { confirmed?: number; lines?: number } = {},
): Promise<number> {
  const { id } = await db
    .insertInto('intake_input')
    .values({
      identity: '1',
      source: 'nginx',
      path,
      confirmed: 0,
      prefix_hash: '',
      lines: 0,
      open_tail: -1,
      updated_at: '2026-11-24T00:00:00.000Z',
      ...more,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

async function openBatch(db: Db, input: number): Promise<number> {
  const { id } = await db
    .insertInto('intake_batch')
    .values({ input, start: 0, end: 1, started_at: '2026-11-24T00:00:00.000Z', finished_at: null })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

async function openCase(db: Db, id: string, person: string): Promise<void> {
  const at = '2026-11-24T00:00:00.000Z'
  await db
    .insertInto('case_record')
    .values({ id, person, state: 'open', owner: null, opened_at: at, updated_at: at })
    .execute()
}

async function personOf(db: Db, id: string): Promise<string | undefined> {
  const row = await db.selectFrom('case_record').select('person').where('id', '=', id).executeTakeFirst()
  return row?.person
}

async function casesIn(db: Db): Promise<string[]> {
  return (await db.selectFrom('case_record').select('id').orderBy('id').execute()).map(({ id }) => id)
}

import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  type ClickHouseNodes,
  NODES_IMPOSSIBLE,
  type Shape,
  startClickHouse,
} from '../../../test/support/clickhouse-nodes.ts'
import { POSTGRES_SERVER, temporaryDatabase } from '../../../test/support/temporary-database.ts'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { openAnalytics } from '../analytics/open-analytics.ts'
import { openRecords } from '../records/open-records.ts'
import { openStores, type Stores } from '../stores.ts'
import { writeBackup } from './backup.ts'
import type { FilledPart } from './fill-analytics.ts'
import {
  answersOf,
  fillActivity,
  fillRecordTables,
  fillStrange,
  STRANGE_TABLE,
} from './installation.fixture.ts'
import { type MovePlan, moveToServers } from './move.ts'
import { countersOf, recordTables, summaryOf } from './record-rows.ts'
import { restoreBackup } from './restore.ts'

const folder = temporaryFolder()

beforeEach(inFolder)

function inFolder(): void {
  process.env['WEIGHBRIDGE_ANALYTICS'] = ''
  process.env['WEIGHBRIDGE_RECORDS'] = ''
}

const SHAPES: readonly (readonly [name: string, shape: Shape])[] = [
  ['a server', { shards: 1, replicas: 1 }],
  ['a cluster', { shards: 2, replicas: 1 }],
]

describe.each(SHAPES)(
  `to %s (skipped where nodes ${NODES_IMPOSSIBLE ?? 'cannot be started'})`,
  (name, shape) => {
    describe.skipIf(NODES_IMPOSSIBLE !== null)('activity', () => {
      const dataDir = join(folder, name)
      let nodes: ClickHouseNodes | null = null
      let answers: Record<string, string> = {}
      const url = (database: string) => nodes?.address(`scales_${database}`) ?? ''
      const move = (database: string, more: Partial<MovePlan> = {}) =>
        moveToServers({ dataDir, toAnalytics: url(database), replace: false, dryRun: false, ...more })
      const there = (database: string) =>
        using(dataDir, ({ analytics }) => answersOf(analytics), { analytics: url(database) })

      beforeAll(async () => {
        inFolder()
        nodes = await startClickHouse(shape)
        answers = await using(dataDir, async ({ analytics, records }) => {
          await fillActivity(analytics)
          await fillRecordTables(records)
          return answersOf(analytics)
        })
      }, 120_000)
      afterAll(() => nodes?.stop())

      it('is moved whole, and the folder stays as it was', async () => {
        const parts: FilledPart[] = []
        await move('moved', { onPart: (part) => void parts.push(part) })
        expect(await there('moved')).toEqual(answers)
        expect(await using(dataDir, ({ analytics }) => answersOf(analytics))).toEqual(answers)
        expect(
          parts.filter(({ table }) => table === 'inference_row').map(({ partition }) => partition),
        ).toEqual(['202601', '202602'])
        // What is there is seen to be there.
        const again: FilledPart[] = []
        await move('moved', { onPart: (part) => void again.push(part) })
        expect(again.every(({ wasThere }) => wasThere)).toBe(true)
      }, 120_000)

      it('that was stopped lets nobody in, and goes on where it was', async () => {
        let parts = 0
        const stopping = move('stopped', {
          onPart: () => {
            parts += 1
            if (parts === 2) throw new Error('stopped')
          },
        })
        await expect(stopping).rejects.toThrow('stopped')
        await expect(openAnalytics({ dataDir, url: url('stopped') })).rejects.toMatchObject({
          message: expect.stringMatching(/run it again to its end/),
        })
        const again: FilledPart[] = []
        await move('stopped', { onPart: (part) => void again.push(part) })
        expect(again.filter(({ wasThere }) => wasThere)).toHaveLength(2)
        expect(await there('stopped')).toEqual(answers)
      }, 120_000)

      it('is not mixed with that of somebody else', async () => {
        const other = await openAnalytics({ dataDir: join(folder, 'other'), url: url('taken') })
        await other.command("INSERT INTO dirty_row VALUES ('other', '2026-03-10', 5)")
        await other.close()
        await expect(move('taken')).rejects.toMatchObject({
          code: 'bad-usage',
          message: expect.stringMatching(/--replace/),
        })
        await move('taken', { replace: true })
        expect(await there('taken')).toEqual(answers)
      }, 120_000)

      it('of which the rows cannot be read is not asked for again and again', async () => {
        const target = await openAnalytics({ dataDir, url: url('failing') })
        const importing = target.importRows(
          'dirty_row',
          [{ name: 'activity', type: 'String' }],
          async function* () {
            yield Buffer.alloc(100)
            throw new Error('the disk is gone')
          },
        )
        await expect(importing).rejects.toMatchObject({
          message: expect.stringMatching(/cannot be read: the disk is gone/),
        })
        await target.close()
      }, 30_000)

      it('is restored from a backup, and backed up to a folder again', async () => {
        const paths = [join(folder, `${name}-1.tar`), join(folder, `${name}-2.tar`)] as const
        const back = join(folder, `${name}-back`)
        await using(dataDir, (stores) => writeBackup(stores, planFor(paths[0], dataDir)))
        process.env['WEIGHBRIDGE_ANALYTICS'] = url('restored')
        await restoreBackup({ ...planFor(paths[0], join(folder, `${name}-restored`)), replace: false })
        expect(await there('restored')).toEqual(answers)
        await using(dataDir, (stores) => writeBackup(stores, planFor(paths[1], dataDir)), {
          analytics: url('restored'),
        })
        inFolder()
        await restoreBackup({ ...planFor(paths[1], back), replace: false })
        expect(await using(back, ({ analytics }) => answersOf(analytics))).toEqual(answers)
      }, 120_000)

      // A table of the test's own, which a cluster would need on every node.
      if (name !== 'a server') return
      it('keeps every value of every type', async () => {
        const strangeDir = join(folder, 'strange')
        const [before] = await using(strangeDir, async ({ analytics }) => {
          await analytics.command(STRANGE_TABLE)
          await fillStrange(analytics)
          return [(await answersOf(analytics))['strange_row']]
        })
        const target = await openAnalytics({ dataDir: strangeDir, url: url('strange') })
        await target.command(STRANGE_TABLE)
        await target.close()
        await move('strange', { dataDir: strangeDir })
        const after = await using(strangeDir, ({ analytics }) => answersOf(analytics), {
          analytics: url('strange'),
        })
        expect(after['strange_row']).toBe(before)
        expect(before).toMatch(/^5 /)
      }, 120_000)
    })
  },
)

describe.skipIf(POSTGRES_SERVER === undefined)(
  'to PostgreSQL (skipped unless WEIGHBRIDGE_TEST_POSTGRES names a server)',
  () => {
    const database = temporaryDatabase()
    const dataDir = join(folder, 'records')
    const move = (more: Partial<MovePlan> = {}) =>
      moveToServers({ dataDir, toRecords: database.url, replace: false, dryRun: false, ...more })

    it('records are moved whole, and numbers go on where they were', async () => {
      const before = await using(dataDir, async ({ records }) => {
        await fillRecordTables(records)
        return contentOf(records)
      })
      await move()
      await using(
        dataDir,
        async ({ records }) => {
          expect(await contentOf(records)).toEqual(before)
          const { id } = await records.db
            .insertInto('intake_batch')
            .values({ input: 1, start: 0, end: 1, started_at: '', finished_at: null })
            .returning('id')
            .executeTakeFirstOrThrow()
          expect(id).toBe(4)
        },
        { records: database.url },
      )
      expect(await using(dataDir, ({ records }) => contentOf(records))).toEqual(before)
      // Something was taken there since.
      await expect(move()).rejects.toMatchObject({ code: 'bad-usage' })
      await move({ replace: true })
    }, 60_000)

    it('a second folder is refused, as long as the first one has the records', async () => {
      const another = join(folder, 'another')
      await expect(using(another, async () => undefined, { records: database.url })).rejects.toMatchObject({
        code: 'bad-usage',
        message: expect.stringMatching(/belong to another data folder/),
      })
      await expect(move({ dataDir: another })).rejects.toMatchObject({ code: 'bad-usage' })
    }, 60_000)

    it('a backup of SQLite is restored into PostgreSQL and back', async () => {
      const [path, back] = [join(folder, 'sqlite.tar'), join(folder, 'postgres.tar')]
      const before = await using(dataDir, async (stores) => {
        await writeBackup(stores, planFor(path, dataDir))
        return contentOf(stores.records)
      })
      process.env['WEIGHBRIDGE_RECORDS'] = database.url
      const restored = join(folder, 'restored')
      await restoreBackup({ ...planFor(path, restored), replace: true })
      await using(restored, (stores) => writeBackup(stores, planFor(back, restored)), {
        records: database.url,
      })
      inFolder()
      await restoreBackup({ ...planFor(back, join(folder, 'back')), replace: false })
      expect(await using(join(folder, 'back'), ({ records }) => contentOf(records))).toEqual(before)
    }, 60_000)
  },
)

describe('moving', () => {
  it('asks where to, and says what it would move without a server', async () => {
    const dataDir = join(folder, 'dry')
    const plan = { dataDir, replace: false, dryRun: true }
    await expect(moveToServers(plan)).rejects.toMatchObject({ code: 'bad-usage' })
    await using(dataDir, ({ analytics }) => fillActivity(analytics, 10))
    const parts: string[] = []
    await moveToServers({
      ...plan,
      toAnalytics: 'http://127.0.0.1:1',
      toRecords: 'postgres://127.0.0.1:1/none',
      onPart: ({ table, partition, rows }) => void parts.push(`${table} ${partition} ${rows}`),
    })
    expect(parts).toContain('inference_row 202601 10')
  }, 60_000)

  it('refuses the folder of what was moved before', async () => {
    process.env['WEIGHBRIDGE_ANALYTICS'] = 'http://127.0.0.1:1'
    const moving = moveToServers({
      dataDir: join(folder, 'moved'),
      toAnalytics: 'http://127.0.0.1:2',
      replace: false,
      dryRun: false,
    })
    await expect(moving).rejects.toMatchObject({
      message: expect.stringMatching(/WEIGHBRIDGE_ANALYTICS is set/),
    })
  })

  it('leaves records as they were where some did not come whole', async () => {
    const source = join(folder, 'torn')
    const path = join(folder, 'torn.tar')
    await using(source, async (stores) => {
      await fillRecordTables(stores.records)
      await writeBackup(stores, planFor(path, source))
    })
    const { openBackup } = await import('./read-backup.ts')
    const { fillRecords } = await import('./fill-records.ts')
    const backup = await openBackup(path, '1.2.3')
    const target = await openRecords({ dataDir: join(folder, 'target'), url: '' })
    const torn = {
      ...backup.records,
      async *rowsOf(table: string) {
        for await (const rows of backup.records.rowsOf(table))
          yield table === 'case_record' ? rows.slice(1) : rows
      },
    }
    await expect(fillRecords(target, torn)).rejects.toMatchObject({
      message: expect.stringMatching(/case_record/),
    })
    expect((await contentOf(target)).tables.every(({ rows }) => rows === 0)).toBe(true)
    await fillRecords(target, backup.records)
    await target.close()
    backup.close()
  }, 60_000)
})

function planFor(path: string, dataDir: string) {
  return { path, dataDir, sources: { folder: 'sources', ending: '.yaml' }, version: '1.2.3' }
}

async function contentOf(records: Stores['records']) {
  const tables = []
  for (const table of await recordTables(records))
    tables.push({ name: table.name, ...(await summaryOf(records.db, table)) })
  return { tables, counters: await countersOf(records.db, records).then(({ intake_batch }) => intake_batch) }
}

async function using<Result>(
  dataDir: string,
  run: (stores: Stores) => Promise<Result>,
  { analytics = '', records = '' } = {},
): Promise<Result> {
  process.env['WEIGHBRIDGE_ANALYTICS'] = analytics
  process.env['WEIGHBRIDGE_RECORDS'] = records
  const stores = await openStores(dataDir)
  inFolder()
  try {
    return await run(stores)
  } finally {
    await stores.close()
  }
}

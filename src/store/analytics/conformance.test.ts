import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type ClickHouseNodes,
  NODES_IMPOSSIBLE,
  type Shape,
  startClickHouse,
} from '../../../test/support/clickhouse-nodes.ts'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import type { AnalyticsStore } from './analytics-store.ts'
import { openAnalytics } from './open-analytics.ts'

/** What everything above relies on, asked of every implementation. */
const ENGINES: readonly (readonly [name: string, shape: Shape | null])[] = [
  ['embedded', null],
  ['server', { shards: 1, replicas: 1 }],
  ['cluster', { shards: 2, replicas: 2 }],
]

const PEOPLE = Array.from({ length: 40 }, (_, at) => `person.${at}`)

for (const [engine, shape] of ENGINES) {
  const impossible = shape === null ? null : NODES_IMPOSSIBLE
  describe.skipIf(impossible !== null)(impossible === null ? engine : `${engine}: ${impossible}`, () => {
    const folder = temporaryFolder()
    let nodes: ClickHouseNodes | null = null
    let store: AnalyticsStore
    const open = async () => {
      store = await openAnalytics({ dataDir: folder, url: nodes?.address('scales') ?? '' })
    }

    beforeAll(async () => {
      nodes = shape === null ? null : await startClickHouse(shape)
      await open()
    })
    afterAll(async () => {
      await store?.close()
      nodes?.stop()
    })

    test('what was inserted is read, each row once, however often it was inserted', async () => {
      for (const batch of [1, 2, 2]) await store.insert('person_row', people(batch))
      const rows = await store.query<{ person: string }>('SELECT person FROM person ORDER BY person')
      expect(rows.map(({ person }) => person)).toEqual(PEOPLE.toSorted())
    })

    test('values travel as parameters', async () => {
      const text = "it's \\ {x:String}\n; DROP TABLE person_row"
      expect(
        await store.query('SELECT {text:String} AS text, {list:Array(UInt8)} AS list', {
          text,
          list: [1, 2],
        }),
      ).toEqual([{ text, list: [1, 2] }])
    })

    test('parameters of up to 100 KB arrive whole', async () => {
      const list = Array.from({ length: 8_000 }, (_, at) => `name ${at}`)
      expect(
        await store.query('SELECT length({list:Array(String)}) AS names', {
          list,
        }),
      ).toEqual([{ names: 8_000 }])
    })

    test('times are UTC in ISO 8601, counts are numbers', async () => {
      expect(
        await store.query(
          "SELECT toDateTime64('2026-03-10 22:14:33.5', 3, 'UTC') AS time, toUInt64(5) AS count, sum(2) AS total",
        ),
      ).toEqual([{ time: '2026-03-10T22:14:33.500Z', count: 5, total: 2 }])
    })

    test('a block is read byte for byte, with the place and the input of each piece', async () => {
      const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))
      const block = store.openBlock()
      const reused = Buffer.from(bytes)
      block.add({ bytes: reused, start: 0, input: '18446744073709551615' })
      reused.fill(0)
      block.add({ bytes: Buffer.alloc(300_000, 'x'), start: 2 ** 40, input: '7' })
      const read = await store.query(
        `SELECT hex(substring(block, 1, 256)) AS bytes, length(block) AS size, start, toString(input) AS input
         FROM ${block.relation} ORDER BY start`,
      )
      block.release()
      expect(read).toEqual([
        { bytes: bytes.toString('hex').toUpperCase(), size: 256, start: 0, input: '18446744073709551615' },
        { bytes: '78'.repeat(256), size: 300_000, start: 2 ** 40, input: '7' },
      ])
    })

    test('two blocks are held side by side, and a released one leaves nothing', async () => {
      const blocks = ['a', 'b'].map((text) => {
        const block = store.openBlock()
        block.add({ bytes: Buffer.from(text), start: 0, input: '1' })
        return block
      })
      const read = await Promise.all(
        blocks.map((block) => store.query(`SELECT block FROM ${block.relation}`)),
      )
      expect(read).toEqual([[{ block: 'a' }], [{ block: 'b' }]])
      for (const block of blocks) block.release()
      await store.close()
      await open()
      expect(await store.query("SELECT name FROM system.tables WHERE name LIKE 'staging%'")).toEqual([])
    })

    test('IN, LEFT, RIGHT and FULL JOIN see all rows of both sides, each once', async () => {
      await store.insert('person_row', people(1))
      await store.insert(
        'staff_row',
        [...PEOPLE.slice(0, 10), 'nobody'].map((person) => ({
          person,
          kind: 'leave',
          effective: '2026-03-01 00:00:00',
          batch: 1,
          deleted: 0,
        })),
      )
      const count = async (from: string) =>
        (await store.query<{ n: number }>(`SELECT count() AS n ${from}`))[0]?.n
      expect([
        await count('FROM person WHERE person IN (SELECT person FROM staff)'),
        await count('FROM person WHERE person NOT IN (SELECT person FROM staff)'),
        await count('FROM person LEFT JOIN staff USING (person)'),
        await count('FROM person RIGHT JOIN staff ON staff.person = person.person'),
        await count('FROM person FULL JOIN staff ON staff.person = person.person'),
      ]).toEqual([10, 30, 40, 11, 41])
    })

    test('INSERT … SELECT from its own tables keeps every row once', async () => {
      await store.insert('person_row', people(1))
      await store.command(`INSERT INTO person_row (person, name, batch, deleted)
        SELECT person, 'renamed', 3, 0 FROM person WHERE person IN (SELECT person FROM person_row FINAL)`)
      expect(
        await store.query("SELECT count() AS people, countIf(name = 'renamed') AS renamed FROM person"),
      ).toEqual([{ people: 40, renamed: 40 }])
    })

    test('what is deleted is gone from every node when the call returns', async () => {
      await store.insert('person_row', people(4))
      await store.deleteFrom('person_row', 'person IN {gone:Array(String)}', { gone: PEOPLE.slice(0, 25) })
      for (let again = 0; again < 4; again += 1) {
        expect(await store.query('SELECT count() AS people FROM person')).toEqual([{ people: 15 }])
      }
    })

    test('an account leads to its person once the dictionaries are read anew', async () => {
      await store.insert('account_row', [
        {
          account: 'ci-7',
          system: '',
          person: 'amber.heron',
          from: '2026-01-01 00:00:00',
          to: '2100-01-01 00:00:00',
          batch: 1,
          deleted: 0,
        },
      ])
      await store.insert('inference_row', acts(200))
      await store.reloadDictionaries()
      expect(await store.query('SELECT person, count() AS acts FROM inference GROUP BY person')).toEqual([
        { person: 'amber.heron', acts: 200 },
      ])
    })

    test('stored rows are counted over all nodes', async () => {
      await store.deleteFrom('web_row', '1')
      expect(await store.rowsStored(['flow_row', 'object_row'])).toBe(0)
      await store.insert('flow_row', flows(500))
      expect(await store.rowsStored(['flow_row', 'object_row'])).toBe(500)
    })

    test('a user reads all of it and writes none of it', async () => {
      await store.insert('person_row', people(5))
      const read = await store.readOnly(
        'SELECT count() AS people FROM person WHERE person IN (SELECT person FROM person) AND person != {not:String}',
        { not: 'person.0' },
      )
      expect(read).toEqual({ columns: [{ name: 'people', type: 'UInt64' }], rows: [[39]] })
      const refused = [
        'INSERT INTO person_row (person) VALUES (1)',
        'TRUNCATE TABLE person_row',
        "SELECT * FROM remote('127.0.0.1', system.one)",
        "SELECT * FROM `cluster` /**/ ('scale', system.one)",
        "SELECT * FROM file('/etc/hostname', 'LineAsString')",
        'SELECT 1 SETTINGS readonly = 0',
        'CREATE TEMPORARY TABLE t (x UInt8)',
        'SYSTEM RELOAD CONFIG',
      ]
      for (const sql of refused) {
        await expect(store.readOnly(sql), sql).rejects.toMatchObject({ code: 'not-read-only' })
      }
    })

    test('an error in the middle of an answer is an error', async () => {
      await expect(
        store.query('SELECT throwIf(number = 300000) FROM numbers(400000) SETTINGS max_block_size = 1000'),
      ).rejects.toThrow('throwIf')
    })

    test('opened again, all of it is there', async () => {
      await store.insert('person_row', people(6))
      await store.close()
      await open()
      expect(await store.query('SELECT count() AS people FROM person')).toEqual([{ people: 40 }])
    })
  })
}

function people(batch: number): Record<string, unknown>[] {
  return PEOPLE.map((person) => ({ person, name: `name ${batch}`, batch, deleted: 0 }))
}

function acts(count: number): Record<string, unknown>[] {
  return Array.from({ length: count }, (_, at) => ({
    time: '2026-03-10 22:14:33.000',
    source: 'inference-log',
    account: 'ci-7',
    event_id: String(at),
    batch: 1,
  }))
}

function flows(count: number): Record<string, unknown>[] {
  return Array.from({ length: count }, (_, at) => ({
    time: '2026-03-10 22:14:33.000',
    source: 'flow-log',
    src_ip: '10.0.0.7',
    event_id: String(at),
    batch: 1,
  }))
}

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type ClickHouseNodes,
  NODES_IMPOSSIBLE,
  startClickHouse,
} from '../../../../test/support/clickhouse-nodes.ts'
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts'
import type { AnalyticsStore } from '../analytics-store.ts'
import { openAnalytics } from '../open-analytics.ts'

const ROWS_AN_INSERT = 500

describe.skipIf(NODES_IMPOSSIBLE !== null)(`nodes that die ${NODES_IMPOSSIBLE ?? ''}`, () => {
  const folder = temporaryFolder()
  let nodes: ClickHouseNodes
  let store: AnalyticsStore
  const open = (wait: number) =>
    openAnalytics({ dataDir: folder, url: `${nodes.address('scales')}&wait=${wait}` })
  const shard = (number: number) => nodes.nodes.filter((node) => node.shard === number)

  beforeAll(async () => {
    nodes = await startClickHouse({ shards: 2, replicas: 2 })
    store = await open(60)
  })
  afterAll(async () => {
    await store?.close()
    nodes?.stop()
  })

  test('a shard killed under load loses nothing, and no answer is a part of one', async () => {
    const confirmed = { batches: 0 }
    const answers: { rows: number; atLeast: number }[] = []
    const errors: string[] = []
    let isOver = false
    const writing = (async () => {
      for (let batch = 1; batch <= 40; batch += 1) {
        await writeBatch(store, batch)
        confirmed.batches = batch
      }
      isOver = true
    })()
    const reading = (async () => {
      while (!isOver) {
        const atLeast = confirmed.batches * ROWS_AN_INSERT
        try {
          const { rows } = await store.readOnly('SELECT count() FROM web')
          answers.push({ rows: Number(rows[0]?.[0]), atLeast })
        } catch (error) {
          errors.push(`${(error as { code?: string }).code}: ${(error as Error).message}`)
        }
      }
    })()
    await expect.poll(() => confirmed.batches, { timeout: 60_000 }).toBeGreaterThan(4)
    for (const node of shard(2)) await node.kill()
    await expect.poll(() => errors.length, { timeout: 60_000 }).toBeGreaterThan(0)
    for (const node of shard(2)) await node.start()
    await writing
    await reading

    expect(await store.query('SELECT count() AS acts, uniqExact(event_id) AS different FROM web')).toEqual([
      { acts: 40 * ROWS_AN_INSERT, different: 40 * ROWS_AN_INSERT },
    ])
    expect(answers.filter(({ rows, atLeast }) => rows < atLeast)).toEqual([])
    const [a, b] = shard(2).map(({ tcpPort }) => `127.0.0.1:${tcpPort}`)
    expect(errors.join('\n')).toMatch(
      new RegExp(`store-failed: .*(shard 2 \\(${a}, ${b}\\)|of shard 2) does not answer`),
    )
  })

  test('with one replica down, answers come from the other; a write waits, says which, and repeats harmlessly', async () => {
    const impatient = await open(0)
    const [, down] = shard(2)
    const before = await store.query('SELECT count() AS acts FROM web')
    await down?.kill()
    expect(await store.query('SELECT count() AS acts FROM web')).toEqual(before)
    await expect(writeBatch(impatient, 41)).rejects.toMatchObject({
      code: 'store-failed',
      message: expect.stringContaining(`replica 127.0.0.1:${down?.tcpPort} of shard 2 does not answer`),
    })
    const waiting = writeBatch(store, 41)
    await down?.start()
    await waiting
    expect(await store.query('SELECT count() AS acts, uniqExact(event_id) AS different FROM web')).toEqual([
      { acts: 41 * ROWS_AN_INSERT, different: 41 * ROWS_AN_INSERT },
    ])
    await impatient.close()
  })

  test('a block staged on a node that was killed is read whole', async () => {
    const block = store.openBlock()
    const bytes = Buffer.alloc(100_000, 'line\n')
    block.add({ bytes, start: 0, input: '1' })
    const size = () => store.query(`SELECT sum(length(block)) AS size FROM ${block.relation}`)
    expect(await size()).toEqual([{ size: bytes.length }])
    for (const node of nodes.nodes) {
      await node.kill()
      await node.start()
    }
    expect(await size()).toEqual([{ size: bytes.length }])
    block.release()
  })

  test('the store opens while a replica is down', async () => {
    const [down] = shard(2)
    await down?.kill()
    const opened = await open(0)
    expect(await opened.query('SELECT count() AS acts FROM web')).toEqual([{ acts: 41 * ROWS_AN_INSERT }])
    await opened.close()
    await down?.start()
  })

  test('a dictionary that was dropped on a node is there again when the store is opened', async () => {
    await store.close()
    await nodes.nodes[3]?.ask('DROP DICTIONARY scales.lease_holder SYNC')
    store = await open(60)
    const there = "SELECT count() FROM system.tables WHERE database = 'scales'"
    const counts = await Promise.all(nodes.nodes.map((node) => node.ask(there)))
    expect(new Set(counts).size).toBe(1)
  })

  test('a replica that lost its tables is refused: it would answer for its shard without any row', async () => {
    const [, empty] = shard(1)
    await empty?.ask('DROP DATABASE scales SYNC')
    await expect(open(0)).rejects.toMatchObject({
      code: 'store-failed',
      message: expect.stringContaining(`Replica 127.0.0.1:${empty?.tcpPort} of shard 1`),
    })
  })

  test('nothing that answers at all is one sentence without the password', async () => {
    const address = nodes.address('scales')
    await store.close()
    nodes.stop()
    const opening = openAnalytics({ dataDir: folder, url: `${address}&wait=0` })
    await expect(opening).rejects.toMatchObject({
      code: 'store-failed',
      message: expect.stringMatching(
        /^The analytics server http:\/\/127\.0\.0\.1:\d+ does not answer \(ECONNREFUSED\)/,
      ),
    })
    await opening.catch((error: Error) => expect(error.message).not.toContain('weigh' + '%me'))
  })
})

async function writeBatch(store: AnalyticsStore, batch: number): Promise<void> {
  await store.insert(
    'web_row',
    Array.from({ length: ROWS_AN_INSERT }, (_, at) => ({
      time: '2026-03-10 22:14:33.000',
      source: 'proxy',
      account: 'ci-7',
      event_id: String(batch * 1_000_000 + at),
      batch,
    })),
  )
}

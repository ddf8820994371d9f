import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ClickHouseNodes, NODES_IMPOSSIBLE, startClickHouse } from './support/clickhouse-nodes.ts'
import { jsonLines, WEIGHBRIDGE, weighbridge } from './support/run-weighbridge.ts'
import { freePort, startIntakeProcess } from './support/running-intake.ts'
import { POSTGRES_SERVER, temporaryDatabase } from './support/temporary-database.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

const folder = temporaryFolder()
const data = join(folder, 'data')
const log = join(folder, 'gateway.log')
const newLog = join(folder, 'gateway-2.log')
const backup = join(folder, 'backup.tar')
const LINES = 9000

beforeAll(() => {
  process.env['WEIGHBRIDGE_ANALYTICS'] = ''
  process.env['WEIGHBRIDGE_RECORDS'] = ''
  writeFileSync(log, lines(0, LINES))
  writeFileSync(newLog, lines(LINES, 50))
  expect(weighbridge(['ingest', log, '--data', data]).status).toBe(0)
  expect(weighbridge(['backup', backup, '--data', data]).status).toBe(0)
}, 60_000)

describe('a backup', () => {
  it('that is killed leaves nothing that looks like one, and the next one is whole', async () => {
    const path = join(folder, 'killed.tar')
    for (const lines of [1, 3]) {
      await killedAfter(lines, ['backup', path, '--data', data])
      expect(existsSync(path)).toBe(false)
    }
    expect(readdirSync(folder).filter((name) => name.includes('partial'))).toHaveLength(1)
    expect(weighbridge(['backup', path, '--data', data]).status).toBe(0)
    expect(readdirSync(folder).filter((name) => name.includes('partial'))).toEqual([])
    expect(weighbridge(['restore', path, '--data', join(folder, 'killed-restored')]).status).toBe(0)
  }, 60_000)

  it('of a folder in use is refused, naming the holder and what to do', async () => {
    const holder = await startIntakeProcess(data, await freePort())
    try {
      const { status, err } = weighbridge(['backup', join(folder, 'refused'), '--data', data])
      expect(status).toBe(3)
      expect(err).toMatch(
        /in use by process \d+ \(weighbridge serve .*stop what holds the folder, back up, and start it again/,
      )
      expect(existsSync(join(folder, 'refused'))).toBe(false)
    } finally {
      await holder.end('SIGTERM')
    }
  }, 60_000)
})

describe('restoring', () => {
  it('killed again and again ends right, and what was taken is known', async () => {
    const target = join(folder, 'restored')
    for (const lines of [1, 2, 4]) await killedAfter(lines, ['restore', backup, '--data', target])
    expect(weighbridge(['query', '--lang', 'sql', '-', '--data', target], 'SELECT 1').err).toMatch(
      /run it again to its end/,
    )
    expect(weighbridge(['restore', backup, '--data', target]).status).toBe(0)
    expect(figures(target)).toEqual(figures(data))
    expect(taken(target, log)).toMatchObject({ accepted: 0, duplicates: LINES })
    expect(taken(target, newLog)).toMatchObject({ accepted: 50 })
    expect(figures(target)).toMatchObject({ rows: LINES + 50, batches: 2 })
  }, 120_000)
})

describe.skipIf(NODES_IMPOSSIBLE !== null || POSTGRES_SERVER === undefined)(
  `moving (skipped where nodes ${NODES_IMPOSSIBLE ?? 'cannot be started'}, or WEIGHBRIDGE_TEST_POSTGRES names no server)`,
  () => {
    const database = temporaryDatabase()
    let nodes: ClickHouseNodes | null = null
    beforeAll(async () => {
      nodes = await startClickHouse({ shards: 2, replicas: 1 })
    }, 120_000)
    afterAll(() => {
      process.env['WEIGHBRIDGE_ANALYTICS'] = ''
      process.env['WEIGHBRIDGE_RECORDS'] = ''
      nodes?.stop()
    })

    it('to a cluster and to PostgreSQL, killed again and again, ends right, and intake goes on where it was', async () => {
      const before = figures(data)
      const url = nodes?.address('scales_moved') ?? ''
      const move = ['move', '--data', data, '--to-analytics', url, '--to-records', database.url]
      for (const lines of [1, 2, 4]) await killedAfter(lines, move)
      const { status, out, err } = weighbridge(move)
      expect(err).toBe('')
      expect(status).toBe(0)
      // What came before it was killed is not sent again.
      expect(out).toMatch(/^\w+_row \w+: [\d,]+ rows?, hash \d+, was there/)
      expect(out).toMatch(/export WEIGHBRIDGE_ANALYTICS='http:\/\/weigher:PASSWORD@127/)
      expect(out).not.toContain('weigh%25me')
      expect(out).toContain(`export WEIGHBRIDGE_RECORDS='${database.url}'`)

      process.env['WEIGHBRIDGE_ANALYTICS'] = url
      process.env['WEIGHBRIDGE_RECORDS'] = database.url
      expect(figures(data)).toEqual(before)
      expect(taken(data, log)).toMatchObject({ accepted: 0, duplicates: LINES })
      expect(taken(data, newLog)).toMatchObject({ accepted: 50 })
      expect(figures(data)).toMatchObject({ rows: LINES + 50, batches: 2 })
      const [watermark] = await database.administer<{ batch: string }>(
        "select batch from weighbridge.watermark where name = 'roll-ups'",
      )
      expect(Number(watermark?.batch)).toBe(2)
    }, 240_000)
  },
)

/** Runs a command and kills it when it has said so many lines. */
async function killedAfter(lines: number, args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [WEIGHBRIDGE, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  const exited = once(child, 'exit')
  let said = 0
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', () => {
      said += 1
      if (said === lines) child.kill('SIGKILL')
    })
  }
  const [, signal] = await exited
  expect(signal, `it ended by itself after ${said} lines`).toBe('SIGKILL')
}

function taken(dataDir: string, path: string) {
  const { out } = weighbridge(['ingest', path, '--json', '--data', dataDir])
  return jsonLines<{ accepted: number; duplicates: number }>(out)[0]
}

function figures(dataDir: string) {
  const sql = `SELECT count() AS rows, uniqExact(batch) AS batches, sum(tokens_in) AS tokens, toString(groupBitXor(event_id)) AS ids,
    (SELECT sum(tokens_in) FROM inference_hour) AS rolled FROM inference_row FINAL`
  const { out, err } = weighbridge(
    ['query', '--lang', 'sql', '-', '--format', 'json', '--data', dataDir],
    sql,
  )
  expect(err).toBe('')
  return jsonLines<Record<string, unknown>>(out)[0]
}

/** Three months of an inference API, an act every 14 minutes. */
function lines(from: number, count: number): string {
  return Array.from({ length: count }, (_, at) => {
    const time = new Date(Date.UTC(2026, 0, 1) + (from + at) * 840_000).toISOString()
    return `${time} POST /v1/completions user=login-${at % 4} src=10.0.0.${at % 9} tokens_in=${at} tokens_out=7 status=200\n`
  }).join('')
}

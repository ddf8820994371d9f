import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { ingest } from '../src/activity/intake/ingest.ts'
import { temporaryFolder } from './support/temporary-folder.ts'
import { temporaryStores } from './support/temporary-stores.ts'

const PEER = fileURLToPath(new URL('./peers/mlflow-access.py', import.meta.url))
const PYTHON = process.env['WEIGHBRIDGE_TEST_PYTHON'] ?? 'python3'
const hasMlflow =
  spawnSync(PYTHON, [
    '-c',
    'import importlib.util, sys; sys.exit(importlib.util.find_spec("mlflow") is None)',
  ]).status === 0
const folder = temporaryFolder()
const here = temporaryStores()

/** What the peer fetches, and how: the same 5000 bytes by every route. */
const FETCHES = [
  ['GET', 'models/titanllm-70b/weights/', 'model 00001.safetensors', 'run', 200],
  ['GET', 'models/titanllm-70b/weights/', 'model 00001.safetensors', 'run', 200],
  ['GET', 'models/titanllm-70b/weights/', 'model 00001.safetensors', 'run', 200],
  ['GET', 'models/titanllm-70b/weights/', 'model 00001.safetensors.missing', 'run', 404],
  ['GET', 'models:/titanlm-70b/1/titanllm-70b/weights/', 'model 00001.safetensors', '', 200],
]

// Without an MLflow server there is nothing to check: `pip install mlflow`, or name a Python that has it in
// WEIGHBRIDGE_TEST_PYTHON.
describe.skipIf(!hasMlflow)(`lines of a real MLflow server (needs mlflow in ${PYTHON})`, () => {
  it('of uvicorn say who fetched what and when, and no bytes', async () => {
    const lines = accessLines('uvicorn')
    expect(await taken(lines)).toMatchObject({ source: 'mlflow', lines: lines.length })
    expect(await rejects()).toEqual([])
    expect(await fetches()).toEqual(FETCHES)
    expect(await bytesFetched()).toBe(0)
  }, 300_000)

  it('of gunicorn say the bytes too', async () => {
    const lines = accessLines('gunicorn')
    expect(await taken(lines)).toMatchObject({ source: 'mlflow', lines: lines.length })
    expect(await rejects()).toEqual([])
    expect(await fetches()).toEqual(FETCHES)
    expect(await bytesFetched()).toBe(4 * 5000)
  }, 300_000)

  it('of uvicorn without a time are rejected, with what to do about it', async () => {
    expect(await taken(accessLines('uvicorn-plain'))).toMatchObject({ source: 'mlflow', accepted: 0 })
    expect(await rejects()).toEqual([
      "has no time: leave out uvicorn's --log-config, or put %(asctime)s into the access format of yours",
    ])
  }, 300_000)
})

function accessLines(server: string): string[] {
  const data = join(folder, server)
  mkdirSync(data)
  const run = spawnSync(PYTHON, [PEER, data, server], { encoding: 'utf8' })
  expect(run.status, run.stderr).toBe(0)
  return run.stdout.split('\n').filter((line) => line.includes(' HTTP/1.1" '))
}

async function taken(lines: readonly string[]): Promise<unknown> {
  const path = join(folder, 'access.log')
  writeFileSync(path, `${lines.join('\n')}\n`)
  const results: unknown[] = []
  for await (const result of ingest(here.stores, [path])) results.push(result)
  return results[0]
}

async function fetches(): Promise<unknown[]> {
  const rows = await query<{ line: unknown[] }>(
    `SELECT [operation, path, file, if(match(run, '^[0-9a-f]{32}$'), 'run', run), toString(status)] AS line FROM artifact
     WHERE operation = 'GET' AND abs(dateDiff('minute', time, now())) < 60 AND src_ip = '127.0.0.1' ORDER BY line`,
  )
  return rows.map(({ line }) => [...line.slice(0, 4), Number(line[4])])
}

async function bytesFetched(): Promise<number> {
  const [row] = await query<{ bytes: number }>(
    `SELECT sum(bytes) AS bytes FROM artifact WHERE operation = 'GET' AND status = 200`,
  )
  return Number(row?.bytes)
}

async function rejects(): Promise<string[]> {
  const rows = await query<{ reason: string }>('SELECT DISTINCT reason FROM reject ORDER BY reason')
  return rows.map(({ reason }) => reason)
}

function query<Row extends Record<string, unknown>>(sql: string): Promise<Row[]> {
  return here.stores.analytics.query<Row>(sql)
}

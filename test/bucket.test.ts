import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createServer } from 'node:net'
import { gzipSync } from 'node:zlib'
import { AwsClient } from 'aws4fetch'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { ingest } from '../src/activity/intake/ingest.ts'
import type { FileResult } from '../src/activity/intake/result.ts'
import { temporaryStores } from './support/temporary-stores.ts'

/** A Python that has moto, which speaks the protocol of S3. */
const python = process.env['WEIGHBRIDGE_TEST_PYTHON'] ?? 'python3'
const hasMoto = spawnSync(python, ['-c', 'import moto.server, flask']).status === 0
const why = hasMoto
  ? ''
  : ' (skipped: no moto here; pip install "moto[server,s3]", WEIGHBRIDGE_TEST_PYTHON names the Python)'

const here = temporaryStores()
const flow = (second: number) =>
  `2026-03-26T01:22:${String(second % 60).padStart(2, '0')}Z 10.0.0.5 -> 198.51.100.55:443 Bytes: ${second}`
const flows = (count: number, from = 0) =>
  Array.from({ length: count }, (_, at) => `${flow(from + at)}\n`).join('')

describe.skipIf(!hasMoto)(`a bucket${why}`, () => {
  let server: ChildProcess
  let endpoint: string
  let bucket: string
  let buckets = 0

  beforeAll(async () => {
    const port = await freePort()
    endpoint = `http://127.0.0.1:${port}`
    server = spawn(python, ['-m', 'moto.server', '-H', '127.0.0.1', '-p', `${port}`], { stdio: 'ignore' })
    await vi.waitFor(async () => expect((await fetch(`${endpoint}/moto-api/`)).status).toBe(200), {
      timeout: 30_000,
      interval: 100,
    })
    vi.stubEnv('AWS_ENDPOINT_URL', endpoint)
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'reader')
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'not-a-secret')
    vi.stubEnv('AWS_REGION', 'us-east-1')
  }, 60_000)

  afterAll(() => {
    server?.kill()
    vi.unstubAllEnvs()
  })

  beforeEach(async () => {
    bucket = `logs-${buckets++}`
    await put('')
  })

  async function put(key: string, body: string | Buffer = ''): Promise<void> {
    const writer = new AwsClient({ accessKeyId: 'writer', secretAccessKey: 'not-a-secret', service: 's3' })
    const url = `${endpoint}/${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`
    const response = await writer.fetch(url, { method: 'PUT', body: new Uint8Array(Buffer.from(body)) })
    expect(response.status).toBe(200)
  }

  async function take(path: string): Promise<FileResult[]> {
    const results: FileResult[] = []
    for await (const result of ingest(here.stores, [path])) results.push(result)
    return results
  }

  async function stored(): Promise<number> {
    const [row] = await here.stores.analytics.query<{ rows: number }>('SELECT count() AS rows FROM flow')
    return Number(row?.rows)
  }

  it('takes the objects under a prefix, packed ones too, and each once', async () => {
    await put('vpn/2026/a.log', flows(3))
    await put('vpn/2026/b.log.gz', gzipSync(flows(4, 100)))
    await put('vpn/2026/with space & ünicode+plus.log', flows(2, 200))
    await put('other/c.log', flows(5, 300))
    const first = await take(`s3://${bucket}/vpn/`)
    expect(first.map(({ file, accepted }) => [file, accepted])).toEqual([
      [`s3://${bucket}/vpn/2026/a.log`, 3],
      [`s3://${bucket}/vpn/2026/b.log.gz`, 4],
      [`s3://${bucket}/vpn/2026/with space & ünicode+plus.log`, 2],
    ])
    const second = await take(`s3://${bucket}/vpn/`)
    expect(second.map(({ accepted, duplicates }) => [accepted, duplicates])).toEqual([
      [0, 3],
      [0, 4],
      [0, 2],
    ])
    expect(await stored()).toBe(9)
  })

  it('takes what is new in an object that was written anew', async () => {
    await put('vpn/a.log', flows(3))
    await take(`s3://${bucket}/vpn/`)
    await put('vpn/a.log', flows(5))
    expect(await take(`s3://${bucket}/vpn/`)).toMatchObject([{ accepted: 2, duplicates: 3, lines: 5 }])
    expect(await stored()).toBe(5)
  })

  it('goes on past the first thousand objects of a listing', async () => {
    const keys = Array.from({ length: 1005 }, (_, at) => `many/${String(at).padStart(5, '0')}.txt`)
    for (const key of keys) await put(key)
    await put('many/last.log', flows(1))
    const results = await take(`s3://${bucket}/many/`)
    expect(results).toHaveLength(1006)
    expect(results.at(-1)).toMatchObject({ file: `s3://${bucket}/many/last.log`, accepted: 1 })
  }, 60_000)

  it('says what is wrong with a bucket that is not there', async () => {
    await expect(take('s3://nowhere-to-be-found/')).rejects.toThrow(
      /404 \(NoSuchBucket\): there is no such bucket/,
    )
  })

  it('says which variable is missing', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', '')
    await expect(take(`s3://${bucket}/`)).rejects.toThrow(/AWS_ACCESS_KEY_ID; set it/)
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'reader')
  })
})

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import {
  type ClickHouseNodes,
  NODES_IMPOSSIBLE,
  startClickHouse,
} from '../../../test/support/clickhouse-nodes.ts'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { openStores, type Stores } from '../../store/stores.ts'
import { loadSources } from '../sources/registry.ts'
import { intakeStatements } from './intake-table.ts'

const why = NODES_IMPOSSIBLE === null ? '' : ` (skipped: ${NODES_IMPOSSIBLE})`
const shipped = (name: string) =>
  parse(readFileSync(new URL(`../../../docs/shippers/${name}`, import.meta.url), 'utf8'))

/** What the shipped configurations have a shipper send, sent to a real server. The shippers themselves do not run here. */
describe.skipIf(NODES_IMPOSSIBLE !== null)(`the requests of the shipped configurations${why}`, () => {
  const folder = temporaryFolder()
  const database = 'scales_shippers'
  let nodes: ClickHouseNodes
  let stores: Stores

  beforeAll(async () => {
    nodes = await startClickHouse({ shards: 1, replicas: 1 })
    process.env['WEIGHBRIDGE_ANALYTICS'] = nodes.address(database)
    stores = await openStores(folder)
    for (const source of loadSources().filter(({ name }) => ['openai-gateway', 'flow-log'].includes(name)))
      for (const statement of intakeStatements(source)) await stores.analytics.define(statement)
  }, 120_000)

  afterAll(async () => {
    process.env['WEIGHBRIDGE_ANALYTICS'] = ''
    await stores?.close()
    nodes?.stop()
  })

  /** Sends what a shipper would, as the user the nodes know. */
  async function send(path: string, events: readonly object[]): Promise<void> {
    const address = new URL(nodes.address(database))
    const credentials = `${address.username}:${decodeURIComponent(address.password)}`
    const response = await fetch(`${address.protocol}//${address.host}${path}`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(credentials).toString('base64')}`,
        'content-encoding': 'gzip',
      },
      body: new Uint8Array(gzipSync(events.map((event) => `${JSON.stringify(event)}\n`).join(''))),
    })
    expect(await response.text()).toBe('')
    expect(response.status).toBe(200)
  }

  async function flows(): Promise<number> {
    const [row] = await stores.analytics.query<{ rows: number }>('SELECT count() AS rows FROM flow')
    return Number(row?.rows)
  }

  const flow = (at: number) => ({
    message: `2026-03-26T01:22:15Z 10.0.0.5 -> 198.51.100.55:443 Bytes: ${at}`,
    file: '/var/log/vpn/gw1.log',
    host: 'gw1',
    offset: at * 100,
  })

  it('of Fluent Bit are taken, and taken once when a chunk is sent again', async () => {
    const output = shipped('fluent-bit.yaml').pipeline.outputs.find(
      ({ match }: { match: string }) => match === 'vpn',
    )
    const path = output.uri.replace('database=weighbridge', `database=${database}`)
    // `date` is what its json_lines put in front.
    const chunk = [1, 2, 3].map((at) => ({ date: 1774488135.5, ...flow(at) }))
    await send(path, chunk)
    await send(path, chunk)
    expect(await flows()).toBe(3)
  })

  it('of Vector are taken', async () => {
    const sink = shipped('vector.yaml').sinks.vpn_intake
    const query = `INSERT INTO "${database}"."${sink.table}" FORMAT JSONEachRow`
    const unknown = `input_format_skip_unknown_fields=${Number(sink.skip_unknown_fields)}`
    const before = await flows()
    const event = { source_type: 'file', timestamp: '2026-03-26T01:22:16.123456789Z' }
    await send(`/?${unknown}&query=${encodeURIComponent(query)}`, [{ ...event, ...flow(9) }])
    expect(await flows()).toBe(before + 1)
  })
})

import { readFileSync } from 'node:fs'
import { beforeEach, describe, expect, it } from 'vitest'
import { temporaryStores } from '../../../test/support/temporary-stores.ts'
import { sourceHealth } from '../health/source-health.ts'
import { rebuildRollUps } from '../roll-ups/rebuild.ts'
import { loadSources } from '../sources/registry.ts'
import type { Source } from '../sources/source.ts'
import { dropStatements, intakeStatements, intakeTable } from './intake-table.ts'

const here = temporaryStores()

const flow = (bytes: number, day = '26') =>
  `2026-03-${day}T01:22:15Z 10.0.0.5 -> 198.51.100.55:443 Bytes: ${bytes}`

function sourceOf(name: string): Source {
  const source = loadSources().find((known) => known.name === name)
  if (source === undefined) throw new Error(`There is no source ${name}.`)
  return source
}

async function make(source: Source): Promise<void> {
  for (const statement of intakeStatements(source)) await here.stores.analytics.define(statement)
}

/** What a shipper does: one INSERT of lines, each with its place. */
async function write(
  source: string,
  lines: readonly string[],
  file = '/var/log/vpn.log',
  header = '',
): Promise<void> {
  let offset = 0
  const rows = lines.map((message) => {
    const row = { message, host: 'gw1', file, offset, header }
    offset += message.length + 1
    return row
  })
  await here.stores.analytics.insert(intakeTable(source), rows)
}

async function rows(view: string): Promise<number> {
  const [row] = await here.stores.analytics.query<{ rows: number }>(`SELECT count() AS rows FROM ${view}`)
  return Number(row?.rows)
}

describe('an intake table', () => {
  beforeEach(() => make(sourceOf('flow-log')))

  it('makes acts and rejects of what is written, as the intake does', async () => {
    await write('flow-log', [flow(1), 'no flow', flow(2)])
    expect(await rows('flow')).toBe(2)
    const rejects = await here.stores.analytics.query('SELECT source, file, reason, line FROM reject')
    expect(rejects).toEqual([
      {
        source: 'flow-log',
        file: 'written directly',
        reason: 'not a flow: expected TIME SOURCE -> DESTINATION:PORT Bytes: ...',
        line: 'no flow',
      },
    ])
  })

  it('changes nothing when a batch is written twice', async () => {
    await write('flow-log', [flow(1), 'no flow', flow(1)])
    await write('flow-log', [flow(1), 'no flow', flow(1)])
    expect(await rows('flow')).toBe(2)
    expect(await rows('reject')).toBe(1)
  })

  it('tells files apart that hold the same line', async () => {
    await write('flow-log', [flow(1)])
    await write('flow-log', [flow(1)], '/var/log/other.log')
    expect(await rows('flow')).toBe(2)
  })

  it('has the roll-ups rebuilt for the days it touched, and only once settled', async () => {
    await write('flow-log', [flow(1), flow(5, '27')])
    expect((await rebuildRollUps(here.stores)).days).toEqual(['2026-03-26', '2026-03-27'])
    const [sum] = await here.stores.analytics.query<{ sent: number }>(
      'SELECT sum(bytes_out) AS sent FROM flow_hour',
    )
    expect(Number(sum?.sent)).toBe(6)
    await write('flow-log', [flow(7, '28')], '/var/log/late.log')
    expect((await rebuildRollUps(here.stores)).days).toContain('2026-03-28')
  })

  it('is looked after like any other source', async () => {
    await write('flow-log', [flow(1), 'no flow', flow(2)])
    await rebuildRollUps(here.stores)
    await rebuildRollUps(here.stores)
    expect(await sourceHealth(here.stores)).toMatchObject([
      { source: 'flow-log', lines: 3, rejected: 1, late: 2, lastEvent: '2026-03-26T01:22:15.000Z' },
    ])
  })

  it('refuses what is written before its views are there', async () => {
    for (const statement of dropStatements(sourceOf('flow-log')))
      await here.stores.analytics.define(statement)
    const [table = ''] = intakeStatements(sourceOf('flow-log'))
    await here.stores.analytics.define(table)
    await expect(write('flow-log', [flow(1)])).rejects.toThrow(/is being made; send again/)
    await make(sourceOf('flow-log'))
    await write('flow-log', [flow(1)])
    expect(await rows('flow')).toBe(1)
  })
})

it('passes over what is no fault, and reads lines under the header that comes with them', async () => {
  await make(sourceOf('aws-vpc-flow'))
  const header =
    'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status'
  const line =
    '2 123456789010 eni-1 10.0.0.5 198.51.100.55 40000 443 6 10 4200 1774488135 1774488195 ACCEPT OK'
  await write('aws-vpc-flow', [header, line], 'flow-logs', header)
  expect(await rows('flow')).toBe(1)
  expect(await rows('reject')).toBe(0)
  expect(await rows('passed_over')).toBe(1)
})

it.each(loadSources().map(({ name }) => name))(
  '%s has an intake table that takes its sample',
  async (name) => {
    const source = sourceOf(name)
    await make(source)
    const sample = readFileSync(new URL(`../sources/${name}/sample.log`, import.meta.url), 'utf8')
    const lines = sample.split('\n').filter((line) => line !== '')
    const pattern = source.recognise.header
    const header = pattern === undefined ? '' : (lines.find((line) => new RegExp(pattern).test(line)) ?? '')
    await write(name, lines, 'sample.log', header)
    const [count] = await here.stores.analytics.query<{ rows: number }>(
      `SELECT count() AS rows FROM (${[...new Set(source.rows.map(({ activity }) => `${activity}_row`)), 'reject_row'].map((table) => `SELECT event_id FROM ${table} FINAL`).join(' UNION ALL ')})`,
    )
    expect(Number(count?.rows)).toBe(lines.length)
    expect(await rows('reject')).toBe(0)
  },
)

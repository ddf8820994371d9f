import { afterAll, beforeAll, expect, it } from 'vitest'
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts'
import type { AnalyticsStore } from '../../../store/analytics/analytics-store.ts'
import { openEmbedded } from '../../../store/analytics/embedded.ts'
import { DEFAULT_LIMITS } from '../../../store/analytics/query-limits.ts'
import type { Row } from '../../run/rows-table.ts'
import { runQuery } from '../../run/run-query.ts'
import { schemaNamed } from '../../schemas/load-schemas.ts'

const SCHEMA = schemaNamed('sentinel')

const NETWORKS: readonly Row[] = [
  ['192.0.2.0/24', 'Norland', 'North', 'Nord', 60.5, 10.25],
  ['192.0.2.128/26', 'Norland', 'North', 'Port', 60, 11],
  ['192.0.2.160/28', 'Norland', 'Deep', 'Dock', 60, 12],
  ['198.51.100.0/24', 'Southland', null, null, -10, 20],
  ['203.0.113.7', 'Oneland', '', '', 1, 1],
  ['2001:db8::/32', 'Sixland', '', 'Six', 1, 2],
  ['2001:db8:5::/48', 'Sixland', 'Inner', 'Seven', 1, 2],
  ['no network', 'Nowhere', '', '', 0, 0],
  ['10.0.0.0/99', 'Nowhere', '', '', 0, 0],
].map(([network, country, state, city, latitude, longitude]) => ({
  network,
  country,
  state,
  city,
  latitude,
  longitude,
}))

let store: AnalyticsStore

beforeAll(async () => {
  store = await openEmbedded(temporaryFolder())
})

afterAll(() => store.close())

function run(text: string, networks?: readonly Row[]) {
  return runQuery(store, {
    language: 'kql',
    text,
    schema: SCHEMA,
    nowTicks: 17_731_872_000_000_000n,
    limits: DEFAULT_LIMITS,
    ...(networks !== undefined && { rows: new Map([['geo_ip', networks]]) }),
  })
}

it.each([
  ['192.0.2.5', 'Nord'],
  ['192.0.2.127', 'Nord'],
  ['192.0.2.128', 'Port'],
  ['192.0.2.160', 'Dock'],
  ['192.0.2.175', 'Dock'],
  ['192.0.2.176', 'Port'],
  ['192.0.2.255', 'Nord'],
  ['192.0.3.0', null],
  ['::ffff:192.0.2.5', 'Nord'],
  ['198.51.100.255', ''],
  ['203.0.113.7', ''],
  ['203.0.113.8', null],
  ['2001:db8::1', 'Six'],
  ['2001:db8:5::9', 'Seven'],
  ['2001:db9::', null],
  ['10.0.0.1', null],
  ['no network', null],
  ['', null],
])('finds the longest network that holds %s', async (ip, city) => {
  const text = `datatable(ip:string) ['${ip}'] | extend g = geo_info_from_ip_address(ip) | project isnull(g), tostring(g.city)`
  const { rows, warnings } = await run(text, NETWORKS)
  expect(rows).toEqual([[city === null, city ?? '']])
  expect(warnings).toEqual([])
})

it('gives the bag that Kusto gives', async () => {
  const { rows } = await run("print g = geo_info_from_ip_address('192.0.2.5')", NETWORKS)
  expect(rows).toEqual([
    [{ country: 'Norland', state: 'North', city: 'Nord', latitude: 60.5, longitude: 10.25 }],
  ])
})

it('is worked out anywhere an expression stands, once for all rows', async () => {
  const text = `range n from 0 to 299 step 1
    | extend ip = strcat('192.0.', 2 + n / 256, '.', n % 256)
    | where isnotempty(geo_info_from_ip_address(ip).country)
    | summarize count() by city = tostring(geo_info_from_ip_address(ip).city)
    | sort by city asc`
  const { rows } = await run(text, NETWORKS)
  expect(rows).toEqual([
    ['Dock', 16],
    ['Nord', 192],
    ['Port', 48],
  ])
})

it('knows no address without the table, and says how to give it', async () => {
  const { rows, warnings } = await run("print g = geo_info_from_ip_address('192.0.2.5')")
  expect(rows).toEqual([[null]])
  expect(warnings.map(({ message }) => message)).toEqual([expect.stringContaining('--rows geo_ip=FILE.csv')])
})

it("reads a table of the user's schema as well", async () => {
  const own = {
    name: 'geo_ip',
    columns: [
      { name: 'network', type: 'string' as const },
      { name: 'country', type: 'string' as const },
    ],
    select: "SELECT '192.0.2.0/24' AS network, 'Norland' AS country",
  }
  const { rows, warnings } = await runQuery(store, {
    language: 'kql',
    text: "print g = geo_info_from_ip_address('192.0.2.5')",
    schema: { name: 'own', tables: [own], open: false },
    nowTicks: 0n,
    limits: DEFAULT_LIMITS,
  })
  expect(rows).toEqual([[{ country: 'Norland', state: '', city: '', latitude: null, longitude: null }]])
  expect(warnings).toEqual([])
})

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { temporaryStores } from '../../../test/support/temporary-stores.ts'
import { ingest } from '../intake/ingest.ts'

const here = temporaryStores()
const folder = temporaryFolder()

const COLUMNS =
  'ts uid id.orig_h id.orig_p id.resp_h id.resp_p proto service duration orig_bytes resp_bytes conn_state orig_ip_bytes resp_ip_bytes'
/** A connection of an hour, as it stood after 10 and 30 minutes and when it was over; and a short one. */
const OPEN = [
  '1773090000.5 CLong 10.50.100.47 51300 198.51.100.55 443 tcp ssl 600.1 900 80 S1 1000 100',
  '1773090000.5 CLong 10.50.100.47 51300 198.51.100.55 443 tcp ssl 1800.2 2700 240 S1 3000 300',
]
const OVER = [
  '1773090000.5 CLong 10.50.100.47 51300 198.51.100.55 443 tcp ssl 3600.3 3200 250 SF 3500 310',
  '1773093000.5 CShort 10.50.100.47 51301 198.51.100.55 443 tcp ssl 59.9 60 6 SF 70 7',
]

const TEXT = (lines: readonly string[]) =>
  `${[`#fields ${COLUMNS}`, ...lines].join('\n').replaceAll(' ', '\t')}\n`
const JSON_LINES = (lines: readonly string[]) =>
  lines.map((line) => `${JSON.stringify(objectOf(line))}\n`).join('')

function objectOf(line: string): Record<string, string | number> {
  const names = COLUMNS.split(' ')
  return Object.fromEntries(
    line
      .split(' ')
      .map((value, at) => [names[at] ?? '', /^[\d]+(\.\d+)?$/.test(value) ? Number(value) : value]),
  )
}

it.each([
  { source: 'zeek-conn', write: TEXT, told: 'while it is open and when it is over', order: ['open', 'over'] },
  { source: 'zeek-conn', write: TEXT, told: 'only when it is over', order: ['over'] },
  { source: 'zeek-conn', write: TEXT, told: 'in the wrong order', order: ['over', 'open'] },
  { source: 'zeek-conn-json', write: JSON_LINES, told: 'open and over', order: ['open', 'over'] },
])('$source counts a connection once that it is told of $told', async ({ source, write, order }) => {
  for (const name of order) {
    const path = join(folder, `${source}-${order.join('-')}-${name}.log`)
    writeFileSync(path, write(name === 'open' ? OPEN : OVER))
    for await (const result of ingest(here.stores, [path])) {
      expect(result.source).toBe(source)
      expect(result.rejected).toBe(result.passedOver)
    }
  }
  const sums = await here.stores.analytics.query(
    `SELECT sum(bytes_out) AS sent, sum(bytes_in) AS came FROM (
      SELECT bytes_out, bytes_in FROM flow UNION ALL SELECT bytes_out, bytes_in FROM flow_counter)`,
  )
  expect(sums).toEqual([{ sent: 3570, came: 317 }])
})

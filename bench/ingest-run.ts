/**
 * One timed run in a process of its own: `intake FILE DIR` takes the file as `weighbridge ingest` does, `bare FILE DIR`
 * has the engine insert the same columns by the same expressions straight from `file()`, with its default settings, and
 * `tuned FILE DIR` with ours. `summed FILE DIR` takes the file and brings the roll-ups up to date. Prints one JSON line.
 */
import { ingest } from '../src/activity/intake/ingest.ts'
import { rebuildRollUps } from '../src/activity/roll-ups/rebuild.ts'
import { insertActivity } from '../src/activity/sources/parse-sql.ts'
import { loadSources } from '../src/activity/sources/registry.ts'
import { literal } from '../src/base/sql-literal.ts'
import { openStores, type Stores } from '../src/store/stores.ts'

const RUNS: Readonly<Record<string, (stores: Stores, file: string) => Promise<void>>> = {
  async intake(stores, file) {
    for await (const result of ingest(stores, [file])) {
      if (result.rejected > 0 || result.error !== undefined) throw new Error(JSON.stringify(result))
    }
  },
  async summed(stores, file) {
    await RUNS['intake']?.(stores, file)
    await rebuildRollUps(stores)
  },
  bare: (stores, file) => insertAlone(stores, file, ' SETTINGS optimize_on_insert = 1'),
  tuned: (stores, file) => insertAlone(stores, file, ''),
}

async function insertAlone({ analytics }: Stores, file: string, settings: string): Promise<void> {
  const source = loadSources().find(({ name }) => name === 'openai-gateway')
  if (source === undefined) throw new Error('There is no source openai-gateway.')
  // The engine does not tell where a line begins; the number of the row in its block stands in for the place.
  const lines = `(SELECT raw, raw AS line, toUInt64(1) AS input, rowNumberInBlock() AS offset FROM file(${literal(file)}, 'LineAsString', 'raw String'))`
  for (const row of source.rows)
    await analytics.command(`${insertActivity(source, row, lines)}${settings}`, { batch: 1 })
}

const [run = '', file = '', dir = ''] = process.argv.slice(2)
const stores = await openStores(dir)
const began = performance.now()
const cpuBefore = process.cpuUsage()
await RUNS[run]?.(stores, file)
const seconds = (performance.now() - began) / 1000
const cpu = process.cpuUsage(cpuBefore)
const [count] = await stores.analytics.query<{ rows: number }>('SELECT count() AS rows FROM inference_row')
await stores.close()
console.log(
  JSON.stringify({
    run,
    seconds,
    cpuSeconds: (cpu.user + cpu.system) / 1e6,
    rows: count?.rows,
    peakRssMiB: Math.round(process.resourceUsage().maxRSS / 1024),
  }),
)

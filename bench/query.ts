import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStores } from '../src/store/stores.ts'
import { median, rounded } from './median.ts'
import { fillActivity } from './query-data.ts'
import type { QueryTimes } from './query-run.ts'
import { runAlone } from './run-alone.ts'

/**
 * Compiled queries in KQL and SPL against SQL that a person writes for the same answers (hand-written-queries/), over the same
 * rows in the same engine. Compiling is not timed: a rule is compiled when it is saved (`npm run bench -- compile`).
 *
 * `npm run bench -- query [rows] [rounds]`
 */
export async function benchQuery(rows = 20_000_000, rounds = 7): Promise<object> {
  const folder = mkdtempSync(join(tmpdir(), 'weighbridge-bench-'))
  try {
    const stores = await openStores(folder)
    await fillActivity(stores.analytics, rows)
    await stores.close()
    const queries = runAlone<QueryTimes[]>('query-run.ts', [folder, `${rounds}`])
    const ratios = queries.map(({ ratio }) => ratio)
    return {
      bench: 'query',
      reference: 'SQL written by hand for the same answers in the same engine',
      rows,
      rounds,
      queries,
      ratio: rounded(median(ratios)),
      worstRatio: Math.max(...ratios),
      bars: { ratio: 1.1 },
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

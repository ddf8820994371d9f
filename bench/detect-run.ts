/**
 * One timed run in a process of its own over a data folder that holds activity and roll-ups. `pass DIR` is a full
 * detection pass as `weighbridge detect` makes it. `hand-written DIR` has the engine store the answers of the
 * statements in hand-written/, which share no text with ours; `own-sql DIR` those of our own judgement. One INSERT a
 * rule. Prints one JSON line with everything found.
 */
import { readFileSync } from 'node:fs'
import { CHANNEL_ROLL_UPS } from '../src/detect/channel-roll-ups.ts'
import { detect } from '../src/detect/detect.ts'
import { judgementParameters, judgementSql } from '../src/detect/judge.ts'
import { loadRules } from '../src/detect/load-rules.ts'
import type { AnalyticsStore } from '../src/store/analytics/analytics-store.ts'
import { openStores } from '../src/store/stores.ts'
import type { Answer } from './hand-written/answer.ts'

const TARGET = 'bench_signal'

const RUNS: Readonly<Record<string, (analytics: AnalyticsStore) => Promise<void>>> = {
  async pass(analytics) {
    await detect(analytics)
  },
  async 'hand-written'(analytics) {
    for (const { id } of loadRules()) {
      const sql = readFileSync(new URL(`hand-written/${id}.sql`, import.meta.url), 'utf8')
      await analytics.command(
        `INSERT INTO ${TARGET} SELECT '${id}', person, day, observed, p_value FROM (${sql})`,
      )
    }
  },
  async 'own-sql'(analytics) {
    const hours = Object.values(CHANNEL_ROLL_UPS).map((table) => `SELECT hour FROM ${table}`)
    const [days] = await analytics.query<{ from: string; until: string }>(
      `SELECT toDate(min(hour)) AS from, toDate(max(hour)) + 1 AS until FROM (${hours.join(' UNION ALL ')})`,
    )
    if (days === undefined) throw new Error('There are no roll-ups.')
    for (const rule of loadRules()) {
      await analytics.command(
        `INSERT INTO ${TARGET} SELECT '${rule.id}', person, day, observed, p_value FROM (${judgementSql(rule)})`,
        judgementParameters(rule, days),
      )
    }
  },
}

/** Where each run leaves what it found. */
const FOUND: Readonly<Record<string, string>> = {
  pass: 'SELECT rule, person, toDate(window_end - 1) AS day, observed, p_value FROM signal',
  'hand-written': `SELECT * FROM ${TARGET}`,
  'own-sql': `SELECT * FROM ${TARGET}`,
}

const [run = '', dir = ''] = process.argv.slice(2)
const work = RUNS[run]
if (work === undefined) throw new Error(`There is no run "${run}"; ask for ${Object.keys(RUNS).join(', ')}.`)
const { analytics, close } = await openStores(dir)
await analytics.command(`DROP TABLE IF EXISTS ${TARGET}`)
await analytics.command(
  `CREATE TABLE ${TARGET} (rule String, person String, day Date, observed Float64, p_value Float64) ENGINE = MergeTree ORDER BY (person, rule, day)`,
)
const began = performance.now()
await work(analytics)
const seconds = (performance.now() - began) / 1000
const found = await analytics.query<Answer>(`SELECT * FROM (${FOUND[run]}) ORDER BY rule, person, day`)
await close()
console.log(
  JSON.stringify({ run, seconds, found, peakRssMiB: Math.round(process.resourceUsage().maxRSS / 1024) }),
)

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ingest } from '../src/activity/intake/ingest.ts'
import { rebuildRollUps } from '../src/activity/roll-ups/rebuild.ts'
import { simulate } from '../src/simulate/simulate.ts'
import { openStores } from '../src/store/stores.ts'
import { median, rounded } from './median.ts'
import { runAlone } from './run-alone.ts'

interface Run {
  readonly seconds: number
  readonly signals: number
  readonly answer: string
  readonly peakRssMiB: number
}

/**
 * A full detection pass over an organisation against the bare engine judging and storing the same, one INSERT a rule.
 *
 * `npm run bench -- detect [people] [days] [rounds]`
 */
export async function benchDetect(people = 180, days = 120, rounds = 5): Promise<object> {
  const folder = mkdtempSync(join(tmpdir(), 'weighbridge-bench-'))
  try {
    const logs = join(folder, 'logs')
    const data = join(folder, 'data')
    const { lines } = await simulate({ scenario: 'neural-heist', people, days, seed: 1, out: logs })
    const taking = await take(data, logs)
    const pass: Run[] = []
    const sql: Run[] = []
    for (let round = 0; round < rounds; round += 1) {
      pass.push(runAlone<Run>('detect-run.ts', ['pass', data]))
      sql.push(runAlone<Run>('detect-run.ts', ['sql', data]))
    }
    const answers = new Set([...pass, ...sql].map((run) => run.answer))
    if (answers.size !== 1) throw new Error(`The runs do not agree: ${JSON.stringify([...pass, ...sql])}`)
    const ratios = pass.map((run, at) => run.seconds / (sql[at]?.seconds ?? 0))
    return {
      bench: 'detect',
      reference: 'the same judgement in the same engine, one INSERT … SELECT a rule and nothing else',
      people,
      days,
      lines,
      rounds,
      ...taking,
      signals: pass[0]?.signals,
      passSeconds: rounded(median(pass.map((run) => run.seconds))),
      sqlSeconds: rounded(median(sql.map((run) => run.seconds))),
      ratio: rounded(median(ratios)),
      ratios: ratios.map(rounded),
      peakRssMiB: Math.max(...pass.map((run) => run.peakRssMiB)),
      bars: { ratio: 1.3 },
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function take(data: string, logs: string): Promise<{ intakeSeconds: number; rollUpSeconds: number }> {
  const stores = await openStores(data)
  const began = performance.now()
  for await (const result of ingest(stores, [join(logs, 'directory'), join(logs, 'logs')])) {
    if (result.rejected > 0 || result.error !== undefined) throw new Error(JSON.stringify(result))
  }
  const taken = performance.now()
  await rebuildRollUps(stores)
  const rolledUp = performance.now()
  await stores.close()
  return { intakeSeconds: rounded((taken - began) / 1000), rollUpSeconds: rounded((rolledUp - taken) / 1000) }
}

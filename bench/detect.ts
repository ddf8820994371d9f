import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ingest } from '../src/activity/intake/ingest.ts'
import { rebuildRollUps } from '../src/activity/roll-ups/rebuild.ts'
import { simulate } from '../src/simulate/simulate.ts'
import { openStores } from '../src/store/stores.ts'
import type { Answer } from './hand-written/answer.ts'
import { differences } from './hand-written/differences.ts'
import { median, rounded } from './median.ts'
import { runAlone } from './run-alone.ts'

interface Run {
  readonly seconds: number
  readonly found: readonly Answer[]
  readonly peakRssMiB: number
}

/**
 * A full detection pass over an organisation against statements written by hand for the same answers
 * (hand-written/), and, as `ratioToOwnSql`, against the engine alone running our own judgement.
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
    const runs = Array.from({ length: rounds }, () => ({
      pass: runAlone<Run>('detect-run.ts', ['pass', data]),
      handWritten: runAlone<Run>('detect-run.ts', ['hand-written', data]),
      ownSql: runAlone<Run>('detect-run.ts', ['own-sql', data]),
    }))
    const pass = runs.map((round) => round.pass)
    for (const { pass, handWritten, ownSql } of runs) {
      refuseOther('statements written by hand', pass, handWritten)
      refuseOther('judgement run by the engine alone', pass, ownSql)
    }
    const ratios = runs.map((round) => round.pass.seconds / round.handWritten.seconds)
    return {
      bench: 'detect',
      reference:
        'statements written by hand for the same answers in the same engine, one INSERT … SELECT a rule',
      people,
      days,
      lines,
      rounds,
      ...taking,
      rules: [...new Set(pass[0]?.found.map(({ rule }) => rule))],
      signals: pass[0]?.found.length,
      passSeconds: medianSeconds(pass),
      handWrittenSeconds: medianSeconds(runs.map((round) => round.handWritten)),
      ownSqlSeconds: medianSeconds(runs.map((round) => round.ownSql)),
      ratio: rounded(median(ratios)),
      ratioToOwnSql: rounded(median(runs.map((round) => round.pass.seconds / round.ownSql.seconds))),
      ratios: ratios.map(rounded),
      peakRssMiB: Math.max(...pass.map((run) => run.peakRssMiB)),
      bars: { ratio: 1.3 },
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function refuseOther(reference: string, pass: Run, other: Run): void {
  const found = differences(pass.found, other.found)
  if (found.length === 0) return
  throw new Error(
    `The pass and the ${reference} differ in ${found.length} answers, so their times cannot be compared: ${found.slice(0, 5).join('; ')}.`,
  )
}

function medianSeconds(runs: readonly Run[]): number {
  return rounded(median(runs.map((run) => run.seconds)))
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

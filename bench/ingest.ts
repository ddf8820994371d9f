import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeGatewayLog } from './gateway-log.ts'
import { median, rounded } from './median.ts'
import { runAlone } from './run-alone.ts'

/**
 * Taking gateway lines against the bare engine inserting the same columns by the same expressions from `file()`. Each
 * run is a process of its own with an empty data folder; the two take turns, so that a drifting machine meets both.
 *
 * `npm run bench -- ingest [lines] [rounds]`
 */
export async function benchIngest(lines = 2_000_000, rounds = 5): Promise<object> {
  const folder = mkdtempSync(join(tmpdir(), 'weighbridge-bench-'))
  try {
    const log = join(folder, 'gateway.jsonl')
    await writeGatewayLog(log, lines)
    const bare: Run[] = []
    const tuned: Run[] = []
    const intake: Run[] = []
    for (let round = 0; round < rounds; round += 1) {
      bare.push(runOnce('bare', log, join(folder, 'bare'), lines))
      tuned.push(runOnce('tuned', log, join(folder, 'tuned'), lines))
      intake.push(runOnce('intake', log, join(folder, 'intake'), lines))
    }
    const ratios = intake.map((run, at) => (bare[at]?.seconds ?? 0) / run.seconds)
    return {
      bench: 'ingest',
      reference:
        'INSERT … SELECT … FROM file() in the same engine, same table, same expressions, engine defaults',
      tunedReference: 'the same with the settings of our sessions (optimize_on_insert = 0)',
      lines,
      rounds,
      bareSeconds: rounded(median(bare.map((run) => run.seconds))),
      intakeSeconds: rounded(median(intake.map((run) => run.seconds))),
      linesPerSecond: Math.round(lines / median(intake.map((run) => run.seconds))),
      ratio: rounded(median(ratios)),
      ratios: ratios.map(rounded),
      tunedSeconds: rounded(median(tuned.map((run) => run.seconds))),
      ratioToTuned: rounded(median(intake.map((run, at) => (tuned[at]?.seconds ?? 0) / run.seconds))),
      cpuRatio: rounded(median(intake.map((run, at) => (bare[at]?.cpuSeconds ?? 0) / run.cpuSeconds))),
      peakRssMiB: {
        bare: Math.max(...bare.map((run) => run.peakRssMiB)),
        intake: Math.max(...intake.map((run) => run.peakRssMiB)),
      },
      bars: { ratio: 0.8, peakRssMiB: 1536 },
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Run {
  readonly seconds: number
  readonly cpuSeconds: number
  readonly rows: number
  readonly peakRssMiB: number
}

function runOnce(kind: string, log: string, data: string, lines: number): Run {
  const result = runAlone<Run>('ingest-run.ts', [kind, log, data])
  rmSync(data, { recursive: true })
  if (result.rows !== lines) throw new Error(`${kind} stored ${result.rows} of ${lines} lines.`)
  return result
}

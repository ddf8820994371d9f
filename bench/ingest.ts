import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeGatewayLog } from './gateway-log.ts'
import { median } from './median.ts'

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
    const intake: Run[] = []
    for (let round = 0; round < rounds; round += 1) {
      bare.push(runOnce('bare', log, join(folder, 'bare'), lines))
      intake.push(runOnce('intake', log, join(folder, 'intake'), lines))
    }
    const ratios = intake.map((run, at) => (bare[at]?.seconds ?? 0) / run.seconds)
    return {
      bench: 'ingest',
      reference: 'INSERT … SELECT … FROM file() in the same engine, same table, same expressions',
      lines,
      rounds,
      bareSeconds: rounded(median(bare.map((run) => run.seconds))),
      intakeSeconds: rounded(median(intake.map((run) => run.seconds))),
      linesPerSecond: Math.round(lines / median(intake.map((run) => run.seconds))),
      ratio: rounded(median(ratios)),
      ratios: ratios.map(rounded),
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
  const script = fileURLToPath(new URL('./ingest-run.ts', import.meta.url))
  const run = spawnSync(process.execPath, [...process.execArgv, script, kind, log, data], {
    encoding: 'utf8',
  })
  if (run.status !== 0) throw new Error(run.stderr)
  if (existsSync(data)) rmSync(data, { recursive: true })
  const result = JSON.parse(run.stdout) as Run
  if (result.rows !== lines) throw new Error(`${kind} stored ${result.rows} of ${lines} lines.`)
  return result
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000
}

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startClickHouse } from '../test/support/clickhouse-nodes.ts'
import { writeGatewayLog } from './gateway-log.ts'
import { median, rounded } from './median.ts'
import { runAlone } from './run-alone.ts'

interface Run {
  readonly seconds: number
  readonly rows: number
  readonly peakRssMiB: number
}

/** Where the activity goes; each run gets a place of its own. */
interface Engine {
  readonly name: string
  open(): Promise<{ address(run: string): string; stop(): void }>
}

const ENGINES: readonly Engine[] = [
  { name: 'embedded', open: async () => ({ address: () => '', stop: () => undefined }) },
  { name: 'cluster', open: () => startClickHouse({ shards: 2, replicas: 2 }) },
]

/**
 * Taking and summing up a gateway log, and one ten times as long: how time and memory grow, in this process's engine and
 * on a cluster of two shards with two replicas each on this machine. Memory is that of our process, which holds the
 * engine only where it is embedded.
 *
 * `npm run bench -- growth [lines] [rounds]`
 */
export async function benchGrowth(lines = 1_000_000, rounds = 2): Promise<object> {
  const folder = mkdtempSync(join(tmpdir(), 'weighbridge-bench-'))
  try {
    const small = join(folder, 'small.jsonl')
    const large = join(folder, 'large.jsonl')
    await writeGatewayLog(small, lines)
    await writeGatewayLog(large, 10 * lines)
    const engines: Record<string, object> = {}
    for (const engine of ENGINES)
      engines[engine.name] = await grow(engine, { folder, small, large, lines, rounds })
    return {
      bench: 'growth',
      reference: 'the same work over a tenth of the lines, same engine, same run',
      lines,
      rounds,
      engines,
      bars: { timeRatio: 11, memoryRatio: 'about 1' },
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Logs {
  readonly folder: string
  readonly small: string
  readonly large: string
  readonly lines: number
  readonly rounds: number
}

async function grow(engine: Engine, { folder, small, large, lines, rounds }: Logs): Promise<object> {
  const { address, stop } = await engine.open()
  const run = (round: number, log: string, expected: number): Run => {
    const data = join(folder, 'data')
    const name = `scales_${round}_${expected}`
    const environment = { WEIGHBRIDGE_ANALYTICS: address(name) }
    const result = runAlone<Run>('ingest-run.ts', ['summed', log, data], environment)
    rmSync(data, { recursive: true })
    if (result.rows !== expected)
      throw new Error(`${engine.name} stored ${result.rows} of ${expected} lines.`)
    return result
  }
  try {
    const pairs = Array.from({ length: rounds }, (_, round) => ({
      small: run(round, small, lines),
      large: run(round, large, 10 * lines),
    }))
    const of = (pick: (run: Run) => number) => ({
      small: rounded(median(pairs.map((pair) => pick(pair.small)))),
      large: rounded(median(pairs.map((pair) => pick(pair.large)))),
      ratio: rounded(median(pairs.map((pair) => pick(pair.large) / pick(pair.small)))),
    })
    return { seconds: of(({ seconds }) => seconds), peakRssMiB: of(({ peakRssMiB }) => peakRssMiB) }
  } finally {
    stop()
  }
}

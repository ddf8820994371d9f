import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Grid } from '../../../detect/behaviour/grid.ts'
import type { MeasureName } from '../../../detect/behaviour/measures.ts'
import { countedDays, type DayRanks, type Detector, HISTORY_DAYS, type Peer } from './detector.ts'

const POOL_DAYS = 28
const REFRESH_DAYS = 14
const MEAN_DAYS = 30

/** Columns of a day, as logarithms over a unit. */
const LEVELS = [
  ['requests', 1],
  ['logprobTokens', 1_000],
  ['nightRequests', 1],
  ['registry', 5e8],
  ['offRegistry', 5e8],
  ['lake', 1e9],
  ['newPrefixes', 1],
  ['egress', 5e7],
  ['topEgress', 5e7],
  ['rareEgress', 5e7],
  ['newDestinations', 1],
  ['logprobRequests', 1],
] as const satisfies readonly (readonly [MeasureName, number])[]
const COLUMNS = 2 * LEVELS.length

/** Each value's logarithm, and how far it lies above the mean of the person's 30 days before. */
function columnsOf(grid: Grid): Float32Array {
  const days = grid.days.length
  const columns = new Float32Array(grid.people.length * days * COLUMNS)
  for (const [number, [name, unit]] of LEVELS.entries()) {
    const values = grid.values.get(name) ?? new Float64Array(grid.people.length * days)
    for (let at = 0; at < values.length; at++) {
      const day = at % days
      const level = Math.log1p((values[at] ?? 0) / unit)
      let sum = 0
      const past = Math.min(MEAN_DAYS, day)
      for (let back = 1; back <= past; back++) sum += Math.log1p((values[at - back] ?? 0) / unit)
      columns[at * COLUMNS + 2 * number] = level
      columns[at * COLUMNS + 2 * number + 1] = past === 0 ? 0 : level - sum / past
    }
  }
  return columns
}

/** Both peers look at the same columns in one process; the second takes what the first left. */
const answers = new WeakMap<Grid, ReadonlyMap<string, Float64Array> | string>()

function ask(grid: Grid, peer: Peer | null): ReadonlyMap<string, Float64Array> | string {
  const known = answers.get(grid)
  if (known !== undefined) return known
  const answer = peer === null ? 'no Python was named (--python and --peer)' : askPeer(grid, peer)
  answers.set(grid, answer)
  return answer
}

function askPeer(grid: Grid, peer: Peer): ReadonlyMap<string, Float64Array> | string {
  const folder = mkdtempSync(join(tmpdir(), 'weighbridge-peer-'))
  try {
    const [people, days] = [grid.people.length, grid.days.length]
    const header = {
      people,
      days,
      columns: COLUMNS,
      first: HISTORY_DAYS,
      pool: POOL_DAYS,
      refresh: REFRESH_DAYS,
    }
    writeFileSync(join(folder, 'header.json'), JSON.stringify(header))
    writeFileSync(join(folder, 'columns.f32'), Buffer.from(columnsOf(grid).buffer))
    const present = new Uint8Array(people * days)
    for (const [at, { from, to }] of grid.people.entries())
      present.fill(1, at * days + Math.max(0, from), at * days + Math.min(days - 1, to) + 1)
    writeFileSync(join(folder, 'present.u8'), present)
    const run = spawnSync(peer.python, [peer.script, folder], { encoding: 'utf8' })
    if (run.status !== 0)
      return (run.stderr ?? String(run.error)).trim().split('\n').at(-1) || 'Python failed'
    const ranks = (name: string) => {
      const bytes = readFileSync(join(folder, `${name}.f32`))
      return Float64Array.from(
        new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)),
      )
    }
    return new Map(['iforest', 'ecod'].map((name) => [name, ranks(name)]))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const peerDetector = (file: string, name: string, about: string): Detector => ({
  name,
  about,
  code: [new URL(import.meta.url)],
  needsPeer: true,
  async run({ grid, peer }): Promise<DayRanks | string> {
    const answer = ask(grid, peer)
    if (typeof answer === 'string') return answer
    const judged = countedDays(grid)
    return { total: answer.get(file) ?? new Float64Array(judged.length), judged }
  },
})

export const ISOLATION_FOREST = peerDetector(
  'iforest',
  'Isolation Forest',
  'scikit-learn, on 24 columns of a day, fitted on everybody’s 28 days before',
)
export const ECOD = peerDetector('ecod', 'ECOD', 'PyOD, on the same columns and days')

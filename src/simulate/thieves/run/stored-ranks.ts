import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Grid } from '../../../detect/behaviour/grid.ts'
import type { DayRanks } from '../detectors/detector.ts'

/** What a detector said of some people, as it is kept: 32 bits a score are enough to compare. */
export interface StoredRanks {
  readonly grid: { readonly people: readonly { readonly person: string }[]; readonly days: readonly string[] }
  readonly total: Float64Array
  readonly judged: Uint8Array
  readonly seconds: number
}

interface Written {
  readonly people: readonly string[]
  readonly days: readonly string[]
  readonly total: string
  readonly judged: string
  readonly seconds: number
}

/** Keeps the ranks of some people, or of all; a sentence where the detector could not run. */
export function storeRanks(
  file: string,
  grid: Grid,
  ranks: DayRanks | string,
  people: readonly string[] | null,
  seconds: number,
): void {
  mkdirSync(dirname(file), { recursive: true })
  const text = typeof ranks === 'string' ? { cannotRun: ranks } : written(grid, ranks, people, seconds)
  // Renamed into place: a run that is cut short leaves no half of a file.
  writeFileSync(`${file}.part`, JSON.stringify(text))
  renameSync(`${file}.part`, file)
}

function written(grid: Grid, ranks: DayRanks, wanted: readonly string[] | null, seconds: number): Written {
  const days = grid.days.length
  const chosen = grid.people.flatMap(({ person }, at) =>
    wanted === null || wanted.includes(person) ? [{ person, at }] : [],
  )
  const total = new Float32Array(chosen.length * days)
  const judged = new Uint8Array(chosen.length * days)
  for (const [place, { at }] of chosen.entries()) {
    total.set(ranks.total.subarray(at * days, (at + 1) * days), place * days)
    judged.set(ranks.judged.subarray(at * days, (at + 1) * days), place * days)
  }
  return {
    people: chosen.map(({ person }) => person),
    days: grid.days,
    total: Buffer.from(total.buffer).toString('base64'),
    judged: Buffer.from(judged).toString('base64'),
    seconds,
  }
}

/** What was kept; null where nothing was, a sentence where the detector could not run. */
export function readRanks(file: string): StoredRanks | string | null {
  if (!existsSync(file)) return null
  const stored = JSON.parse(readFileSync(file, 'utf8')) as Written | { cannotRun: string }
  if ('cannotRun' in stored) return stored.cannotRun
  const bytes = Buffer.from(stored.total, 'base64')
  const total = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length))
  return {
    grid: { people: stored.people.map((person) => ({ person })), days: stored.days },
    total: Float64Array.from(total),
    judged: Uint8Array.from(Buffer.from(stored.judged, 'base64')),
    seconds: stored.seconds,
  }
}

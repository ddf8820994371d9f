import { firstLines } from '../intake/head.ts'
import { headerOf, recognise } from '../sources/recognise.ts'
import type { Source } from '../sources/source.ts'
import type { LineGroup } from './delivery.ts'
import { groupOf, LineGroups, linesIn } from './line-groups.ts'
import { type LineRecogniser, lineRecogniser } from './line-recogniser.ts'
import { UNKNOWN } from './unknown-source.ts'

/** More of a line than any pattern needs; what is past it is not decoded to be looked at. */
const LOOKED_AT_BYTES = 65_536

/** How much is looked at to find a format whose header stands above its lines. */
const FIRST_LINES = 200
const FIRST_BYTES = 256 * 1024

/** Tells whose lines are whose. */
export interface LineSorter {
  /** The groups of a body of lines; what no source recognises goes to {@link UNKNOWN}. */
  sort(body: Buffer): LineGroup[]
  readonly sourceOf: LineRecogniser
}

/** Sorts lines among these sources, e.g. those a token may send. */
export function lineSorter(sources: readonly Source[]): LineSorter {
  const sourceOf = lineRecogniser(sources)
  return {
    sourceOf,
    sort(body) {
      if (body.length === 0) return []
      const whole = headed(body, sources)
      if (whole !== null) return [groupOf(whole, body, linesIn(body))]
      const groups = new LineGroups()
      for (const run of runs(body, sourceOf)) groups.add(run.source, run.bytes, run.lines)
      return groups.finish()
    },
  }
}

/** The source of a body that begins as a file of its format does, with the names of its columns. */
function headed(body: Buffer, sources: readonly Source[]): Source | null {
  if (sources.every(({ recognise }) => recognise.header === undefined)) return null
  const lines = firstLines(body.subarray(0, FIRST_BYTES), FIRST_LINES)
  const source = recognise(lines, sources)
  return source !== null && headerOf(source, lines) !== '' ? source : null
}

interface Run {
  readonly source: Source
  readonly bytes: Buffer
  readonly lines: number
}

/** Neighbouring lines of one source. */
function* runs(body: Buffer, sourceOf: LineRecogniser): Generator<Run> {
  let start = 0
  let lines = 0
  let current: Source | null = null
  for (let at = 0; at < body.length; ) {
    const newline = body.indexOf(10, at)
    const end = newline < 0 ? body.length : newline + 1
    const text = body.toString('utf8', at, Math.min(end, at + LOOKED_AT_BYTES)).replace(/\r?\n$/, '')
    const source = sourceOf(text) ?? UNKNOWN
    if (current !== null && current !== source) {
      yield { source: current, bytes: body.subarray(start, at), lines }
      start = at
      lines = 0
    }
    current = source
    lines += 1
    at = end
  }
  if (current !== null) yield { source: current, bytes: body.subarray(start), lines }
}

import type { Source } from './source.ts'

/** How many lines of an input are looked at. */
const SAMPLE_LINES = 20

/** The share of the sample that must look like the source. A log with a torn first line is still that log. */
const ENOUGH = 0.5

/**
 * The source whose format most of the first lines have, or null.
 *
 * @example recognise(['no log at all'], []) // => null
 */
export function recognise(lines: readonly string[], sources: readonly Source[]): Source | null {
  const sample = lines.filter((line) => line.trim() !== '').slice(0, SAMPLE_LINES)
  let best: Source | null = null
  let most = 0
  for (const source of sources) {
    const pattern = new RegExp(source.recognise.line)
    const matching = sample.filter((line) => pattern.test(line)).length
    if (matching > most && matching >= sample.length * ENOUGH) {
      best = source
      most = matching
    }
  }
  return best
}

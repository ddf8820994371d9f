import type { Source } from './source.ts'

/** How many lines of an input are looked at. */
const SAMPLE_LINES = 20

/** The share of the sample that must look like the source. A log with a torn first line is still that log. */
const ENOUGH = 0.5

/** How much of a line is looked at; a line that long says early what it is. */
const LOOKED_AT = 16_384

/**
 * The source whose format most of the first lines have, or null. A header that only one format has decides at once;
 * among formats that fit equally many lines the one that asks for most wins.
 *
 * @example recognise(['no log at all'], []) // => null
 */
export function recognise(lines: readonly string[], sources: readonly Source[]): Source | null {
  const sample = lines
    .filter((line) => line.trim() !== '')
    .slice(0, SAMPLE_LINES)
    .map((line) => line.slice(0, LOOKED_AT))
  let best: Source | null = null
  let most = 0
  for (const source of sources) {
    const matching = headerOf(source, sample) === '' ? sample.filter(fits(source)).length : sample.length
    const enough = matching >= sample.length * ENOUGH
    const better = matching > most || (matching === most && asks(source) > asks(best))
    if (matching > 0 && enough && better) {
      best = source
      most = matching
    }
  }
  return best
}

/** The first line that names the columns of the others, or '' where the format has none. */
export function headerOf({ recognise }: Source, lines: readonly string[]): string {
  if (recognise.header === undefined) return ''
  const pattern = new RegExp(recognise.header)
  return lines.find((line) => pattern.test(line)) ?? ''
}

function fits({ recognise }: Source): (line: string) => boolean {
  const pattern = new RegExp(recognise.line)
  return (line) => pattern.test(line) && (recognise.holds ?? []).every((text) => line.includes(text))
}

function asks(source: Source | null): number {
  return source?.recognise.holds?.length ?? 0
}

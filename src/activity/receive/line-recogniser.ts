import type { Source } from '../sources/source.ts'

/** How much of a line is looked at, as in `recognise`. */
const LOOKED_AT = 16_384

/** The source of one line, or null. */
export type LineRecogniser = (line: string) => Source | null

/**
 * Finds the source of single lines, as `recognise` would of each alone, with its patterns read once: a format that asks
 * for more is tried first, so the first that fits is the one.
 */
export function lineRecogniser(sources: readonly Source[]): LineRecogniser {
  const tries = sources
    .toSorted((left, right) => asks(right) - asks(left))
    .map((source) => ({
      source,
      pattern: new RegExp(source.recognise.line),
      holds: source.recognise.holds ?? [],
    }))
  return (line) => {
    if (line.trim() === '') return null
    const seen = line.slice(0, LOOKED_AT)
    for (const { source, pattern, holds } of tries) {
      if (holds.every((text) => seen.includes(text)) && pattern.test(seen)) return source
    }
    return null
  }
}

function asks({ recognise }: Source): number {
  return recognise.holds?.length ?? 0
}

import { firstLines } from '../intake/head.ts'
import { headerOf } from '../sources/recognise.ts'
import type { Source } from '../sources/source.ts'
import type { LineGroup } from './delivery.ts'

/** How much is looked through for a header. */
const HEADER_LINES = 200
const HEADER_BYTES = 256 * 1024

const NEWLINE = Buffer.from('\n')

/** Gathers lines by source, in the order in which they come. */
export class LineGroups {
  readonly #bySource = new Map<Source, { readonly parts: Buffer[]; lines: number }>()

  /** Adds lines: whole ones, the last perhaps without its newline. */
  add(source: Source, bytes: Buffer, lines: number): void {
    const group = this.#bySource.get(source) ?? { parts: [], lines: 0 }
    this.#bySource.set(source, group)
    group.parts.push(bytes)
    if (bytes[bytes.length - 1] !== 10) group.parts.push(NEWLINE)
    group.lines += lines
  }

  /** All that was added, a group a source. */
  finish(): LineGroup[] {
    return [...this.#bySource].map(([source, { parts, lines }]) =>
      groupOf(source, Buffer.concat(parts), lines),
    )
  }
}

/** Bytes that are all lines of one source. */
export function groupOf(source: Source, bytes: Buffer, lines: number): LineGroup {
  const beginning = source.recognise.header === undefined ? Buffer.alloc(0) : bytes.subarray(0, HEADER_BYTES)
  const header = headerOf(source, firstLines(beginning, HEADER_LINES))
  return { source, header, bytes, lines }
}

/** How many lines there are, a last one without a newline too. */
export function linesIn(bytes: Buffer): number {
  if (bytes.length === 0) return 0
  let lines = bytes[bytes.length - 1] === 10 ? 0 : 1
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) lines += 1
  return lines
}

import { formatBytes, formatCounted } from '../../base/bytes.ts'
import { collectedBy } from './collected.ts'
import type { Act } from './sequence.ts'

/** Archives and multipart uploads add headers and tails to what they hold; tunnels add framing to what they carry. */
export const FRAMING = 0.04
/** Weights hardly compress, text and code do: what is written has at least this part of what was read. */
const LEAST_COMPRESSED = 0.25
/** What is packed was read lately. */
const PACKED_WITHIN_MS = 24 * 3_600_000
const LEAST_BYTES = 100_000_000

/** An act that puts what was read where it can be taken from, and how that is known. */
export interface Staged {
  readonly act: Act
  /** Bytes of what was read that it holds, as far as sizes say. */
  readonly bytes: number
  readonly how: string
}

/**
 * Which of a person's writes hold what they read before: in size one file, several files together (an archive), or not
 * less than a quarter of them (compressed); copies and links say by themselves what they are of. Names play no part.
 */
export function stagedBy(acts: readonly Act[]): Staged[] {
  const reads = acts.filter(({ kind }) => kind === 'read')
  return acts.flatMap((act) => {
    const before = reads.filter((read) => read.time <= act.time && read.place !== act.place)
    if (act.kind === 'copy' || act.kind === 'link') return before.length === 0 ? [] : [pointed(act)]
    if (act.kind !== 'put' || act.bytes < LEAST_BYTES) return []
    const staged = written(act, before)
    return staged === null ? [] : [staged]
  })
}

function pointed(act: Act): Staged {
  const how =
    act.kind === 'copy'
      ? `${act.place} was copied inside`
      : `a link was made through which ${act.place} can be fetched`
  return { act, bytes: act.bytes, how }
}

function written(act: Act, before: readonly Act[]): Staged | null {
  const size = formatBytes(act.bytes)
  const same = before.find((read) => isFramed(act.bytes, read.bytes))
  if (same !== undefined)
    return { act, bytes: same.bytes, how: `the ${size} written are as large as ${same.place}, read before` }
  const lately = before.filter((read) => Date.parse(act.time) - Date.parse(read.time) <= PACKED_WITHIN_MS)
  const { bytes, files } = collectedBy(lately)
  if (bytes === 0) return null
  const what = `${formatCounted(files.length, 'file')} (${formatBytes(bytes)}) read in the day before`
  if (isFramed(act.bytes, bytes))
    return { act, bytes, how: `the ${size} written are as large as ${what} together` }
  if (act.bytes < bytes && act.bytes >= LEAST_COMPRESSED * bytes)
    return { act, bytes, how: `the ${size} written can be ${what}, compressed` }
  return null
}

/** True where `outer` is `inner` and at most some framing. */
export function isFramed(outer: number, inner: number): boolean {
  return inner > 0 && outer >= inner && outer <= inner * (1 + FRAMING)
}

import type { Stores } from '../../store/stores.ts'
import { HEAD_BYTES, identityOf } from './head.ts'
import type { InputCursor } from './input-bytes.ts'
import { type InputProgress, journalIn } from './journal.ts'
import type { OpenInput } from './open-inputs.ts'
import { overlapped } from './overlapped.ts'
import { PIECE_BYTES, piecesOf } from './pieces.ts'
import type { Prefix } from './prefix.ts'
import { readyBlocks } from './ready-blocks.ts'
import type { RecognisedLog } from './recognise-input.ts'
import type { Counts, FileResult, Progress } from './result.ts'
import { findResume, prefixOf } from './resume.ts'
import { takeBackTail } from './take-back-tail.ts'
import { takeBlock } from './take-block.ts'

/** The next block is read while the engine takes the last. */
const BLOCKS_AT_A_TIME = 2

/** An input of which it is known how far it was taken. */
export interface Taking {
  readonly name: string
  readonly log: RecognisedLog
  readonly progress: InputProgress
  /** Everything taken. */
  readonly prefix: Prefix
  /** True where some of the lines to come may have rows already. */
  readonly mayRepeat: boolean
}

/** How the rest of an input is taken. */
export interface TakeOptions {
  /** Is a last line without a newline taken, or left until the rest of it comes? */
  readonly tail: 'take' | 'leave'
  readonly onProgress?: ((progress: Progress) => void) | undefined
  /** Bytes of the input, null where they are not known, and bytes it takes on disk. */
  readonly size: number | null
  readonly storedSize: number
}

/** Takes what is new in a log: everything after the last confirmed byte. */
export async function takeFile(
  stores: Stores,
  input: OpenInput,
  log: RecognisedLog,
  onProgress?: (progress: Progress) => void,
): Promise<FileResult> {
  const began = performance.now()
  const { name, cursor, size, storedSize } = input
  const taking = await beginTaking(stores, input, log)
  const before = taking.progress.lines
  const { counts } = await takeRest(stores, taking, cursor, { tail: 'take', onProgress, size, storedSize })
  const lines = before + counts.lines
  return {
    file: name,
    source: log.source.name,
    ...counts,
    lines,
    duplicates: before + counts.duplicates,
    seconds: (performance.now() - began) / 1000,
    ...(cursor.damage === null
      ? {}
      : {
          error: `${cursor.damage}; its ${lines} whole lines before that are taken, take it again once it is complete`,
        }),
  }
}

/** Finds out how far an input was taken. Its lines taken before are the `lines` of its progress. */
export async function beginTaking(
  stores: Stores,
  { name, cursor, head, size }: Pick<OpenInput, 'name' | 'cursor' | 'head' | 'size'>,
  log: RecognisedLog,
): Promise<Taking> {
  const { source } = log
  const journal = journalIn(stores.records)
  const identity = identityOf(head)
  const candidates = await journal.candidates(source.name, identity, name)
  const { known, prefix } = await findResume(candidates, identity, size, cursor)
  const progress = known ?? (await journal.begin(source.name, identity, name))
  // A block that was interrupted left rows behind; so did an input that began as this one does.
  const mayRepeat =
    (await journal.interrupted(progress.id)) ||
    (known === null && candidates.some((candidate) => candidate.identity === identity))
  return { name, log, progress, prefix, mayRepeat }
}

/** Takes everything after what was taken; returns what became of it, and how far it is taken now. */
export async function takeRest(
  stores: Stores,
  taking: Taking,
  cursor: InputCursor,
  { tail, onProgress, size, storedSize }: TakeOptions,
): Promise<{ readonly counts: Counts; readonly taking: Taking }> {
  const { name, log, mayRepeat } = taking
  const { source, header } = log
  let { progress, prefix } = taking
  if (progress.openTail >= 0 && (await hasMore(cursor, progress.confirmed))) {
    prefix = await prefixOf(cursor, progress.openTail)
    progress = await takeBackTail(stores.analytics, source, progress, prefix)
  }
  // A line that is taken back was counted before, and is counted again.
  const back = progress.lines - taking.progress.lines
  const counts = { lines: back, accepted: 0, rejected: 0, passedOver: 0, duplicates: back }
  await cursor.seek(progress.confirmed)
  const journal = journalIn(stores.records)
  const pieceBytes = size === null ? PIECE_BYTES : pieceBytesFor(size - progress.confirmed)
  const pieces = piecesOf(cursor, { prefix, tail, pieceBytes })
  const blocks = readyBlocks(stores.analytics, pieces, progress.identity)
  const begun = overlapped(blocks, BLOCKS_AT_A_TIME, async (block) => {
    const batch = await journal.openBatch(progress.id, block.start, block.end)
    const origin = { source, header, input: progress.identity, file: name, batch }
    return { batch, taken: await takeBlock(stores.analytics, block, origin, mayRepeat) }
  })
  for await (const [block, { batch, taken }] of begun) {
    counts.lines += block.lines
    counts.accepted += taken.accepted
    counts.rejected += taken.rejected
    counts.passedOver += taken.passedOver
    counts.duplicates += taken.duplicates
    progress = {
      ...progress,
      confirmed: block.end,
      prefixHash: block.prefixHash,
      lines: progress.lines + block.lines,
      openTail: block.openTail,
    }
    await journal.confirm(batch, name, progress, { lines: block.lines, ...taken })
    onProgress?.({
      file: name,
      source: source.name,
      bytes: cursor.storedPosition,
      totalBytes: storedSize,
      lines: progress.lines,
    })
  }
  return { counts, taking: { ...taking, progress, prefix } }
}

async function hasMore(cursor: InputCursor, position: number): Promise<boolean> {
  await cursor.seek(position)
  return (await cursor.read(Buffer.alloc(1))) === 1
}

/** One byte more than is there, so that the end is seen in the first piece of a small file. */
function pieceBytesFor(left: number): number {
  return Math.min(PIECE_BYTES, Math.max(HEAD_BYTES, left + 1))
}

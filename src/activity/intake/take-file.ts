import { type FileHandle, open } from 'node:fs/promises'
import type { Stores } from '../../store/stores.ts'
import type { Source } from '../sources/source.ts'
import { HEAD_BYTES } from './head.ts'
import { journalIn } from './journal.ts'
import { overlapped } from './overlapped.ts'
import { fileReader, PIECE_BYTES, piecesOf } from './pieces.ts'
import { readyBlocks } from './ready-blocks.ts'
import type { FileResult, Progress } from './result.ts'
import { findResume, hashOfFirst } from './resume.ts'
import { takeBackTail } from './take-back-tail.ts'
import { takeBlock } from './take-block.ts'

/** The next block is read while the engine takes the last. */
const BLOCKS_AT_A_TIME = 2

/** A log format, and the line of the input that names the columns of the others ('' where there is none). */
export interface RecognisedLog {
  readonly source: Source
  readonly header: string
}

/** An open log file and what is known of it. */
interface LogFile {
  readonly file: FileHandle
  readonly name: string
  readonly size: number
  readonly source: Source
  readonly header: string
  readonly identity: string
}

/** Takes what is new in a log file: everything after the last confirmed byte. */
export async function takeFile(
  stores: Stores,
  { path, name, identity }: { readonly path: string; readonly name: string; readonly identity: string },
  { source, header }: RecognisedLog,
  onProgress: (progress: Progress) => void,
): Promise<FileResult> {
  const began = performance.now()
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const counts = await takeNew(stores, { file, name, size, source, header, identity }, onProgress)
    return { file: name, source: source.name, ...counts, seconds: (performance.now() - began) / 1000 }
  } finally {
    await file.close()
  }
}

async function takeNew(stores: Stores, log: LogFile, onProgress: (progress: Progress) => void) {
  const { file, name, size, source, header, identity } = log
  const journal = journalIn(stores.records)
  const candidates = await journal.candidates(source.name, identity, name)
  const resume = await findResume(candidates, identity, size, fileReader(file, 0))
  let progress = resume.known ?? (await journal.begin(source.name, identity, name))
  let hash = resume.hash
  if (progress.openTail >= 0 && size > progress.confirmed) {
    hash = await hashOfFirst(fileReader(file, 0), progress.openTail)
    progress = await takeBackTail(stores.analytics, source, progress, hash)
  }

  // A block that was interrupted left rows behind; so did an input that began as this one does.
  const mayRepeat =
    (await journal.interrupted(progress.id)) ||
    (resume.known === null && candidates.some((candidate) => candidate.identity === identity))

  const from = progress.confirmed
  const counts = {
    lines: progress.lines,
    accepted: 0,
    rejected: 0,
    passedOver: 0,
    duplicates: progress.lines,
  }
  // One byte more than is there, so that the end is seen in the first piece of a small file.
  const pieceBytes = Math.min(PIECE_BYTES, Math.max(HEAD_BYTES, size - from + 1))
  const pieces = piecesOf(fileReader(file, from), from, hash, pieceBytes)
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
      lines: counts.lines,
      openTail: block.openTail,
    }
    await journal.confirm(batch, name, progress)
    onProgress({ file: name, source: source.name, bytes: block.end, totalBytes: size, lines: counts.lines })
  }
  return counts
}

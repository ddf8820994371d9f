import type { AnalyticsStore, HeldBlock } from '../../store/analytics/analytics-store.ts'
import type { HashedPiece } from './pieces.ts'

/** Pieces in the first block of an input, so that the engine starts early, and in its largest. */
const FIRST_PIECES = 2
const MOST_PIECES = 16

/** Pieces of one input that the engine can read together, or one line too long to be read. */
export interface ReadyBlock extends Omit<HashedPiece, 'bytes'> {
  readonly relation: string
  /** The beginning of a line too long to be read, of others nothing. */
  readonly beginning: string
  release(): void
}

/** Hands pieces to the engine, several to a block, each block twice as large as the one before. */
export async function* readyBlocks(
  analytics: AnalyticsStore,
  pieces: AsyncIterable<HashedPiece>,
  input: string,
): AsyncGenerator<ReadyBlock> {
  let held: Held | null = null
  let most = FIRST_PIECES
  for await (const piece of pieces) {
    if (piece.oversized) {
      if (held !== null) yield ready(held)
      held = null
      const { bytes, ...rest } = piece
      yield { ...rest, relation: '', beginning: bytes.toString('utf8'), release: () => undefined }
      continue
    }
    held ??= { block: analytics.openBlock(), pieces: [] }
    held.block.add({ ...piece, input })
    held.pieces.push(piece)
    if (held.pieces.length < most) continue
    yield ready(held)
    held = null
    most = Math.min(MOST_PIECES, most * 2)
  }
  if (held !== null) yield ready(held)
}

interface Held {
  readonly block: HeldBlock
  readonly pieces: Omit<HashedPiece, 'bytes'>[]
}

function ready({ block, pieces }: Held): ReadyBlock {
  const first = pieces[0] as HashedPiece
  const last = pieces.at(-1) as HashedPiece
  return {
    start: first.start,
    end: last.end,
    lines: pieces.reduce((sum, piece) => sum + piece.lines, 0),
    oversized: false,
    openTail: last.openTail,
    prefixHash: last.prefixHash,
    relation: block.relation,
    beginning: '',
    release: () => block.release(),
  }
}

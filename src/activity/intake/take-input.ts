import { messageOf, WeighbridgeError } from '../../base/errors.ts'
import type { Stores } from '../../store/stores.ts'
import { takeDirectory } from '../directory/take-directory.ts'
import type { InputPath } from './expand-paths.ts'
import { fileBytes, type InputBytes, interruptible } from './input-bytes.ts'
import { type FoundInput, openInputs } from './open-inputs.ts'
import type { Recogniser } from './recognise-input.ts'
import { type FileResult, nothingTaken, type Progress } from './result.ts'
import { takeFile } from './take-file.ts'

/** A directory file is read whole: one larger than this is none. */
const MAX_DIRECTORY_BYTES = 256 * 1024 * 1024

/** How inputs are read. */
export interface Taker {
  readonly stores: Stores
  readonly recognise: Recogniser
  readonly onProgress: (progress: Progress) => void
  /** Ends the intake after the block under way. */
  readonly signal?: AbortSignal
}

/** Takes what a file holds: one result, or of an archive one for each file in it. */
export async function* takeInput(
  taker: Taker,
  input: InputPath,
  open: () => Promise<InputBytes> = () => fileBytes(input.path, input.name),
): AsyncGenerator<FileResult> {
  let found = false
  try {
    for await (const opened of openInputs(await open(), input.path)) {
      found = true
      // Nobody named a file in an archive.
      const named = input.named && opened.name === input.name
      yield await takeFound(taker, opened, named)
      if (taker.signal?.aborted === true) return
    }
  } catch (error) {
    if (error instanceof WeighbridgeError) throw error
    yield { ...nothingTaken(input.name), error: `it cannot be read: ${messageOf(error)}` }
    return
  }
  // An archive of nothing.
  if (!found) yield nothingTaken(input.name)
}

async function takeFound(taker: Taker, input: FoundInput, named: boolean): Promise<FileResult> {
  const nothing = nothingTaken(input.name)
  if ('problem' in input) return { ...nothing, error: input.problem }
  const { stores, onProgress, signal } = taker
  const { name, cursor, head, path } = input
  try {
    const format = taker.recognise(head, path)
    if ('log' in format) {
      const stoppable = signal === undefined ? cursor : interruptible(cursor, signal)
      return await takeFile(stores, { ...input, cursor: stoppable }, format.log, onProgress)
    }
    if ('directory' in format)
      return await takeDirectory(stores, { name, bytes: await whole(input) }, format.directory)
    if (cursor.damage !== null)
      return { ...nothing, error: `${cursor.damage}; nothing before that was recognised` }
    if ('empty' in format) return nothing
    return { ...nothing, [named ? 'error' : 'skipped']: format.unknown }
  } catch (error) {
    if (error instanceof WeighbridgeError && error.code !== 'bad-input') throw error
    return { ...nothing, error: messageOf(error) }
  }
}

/** All bytes of a directory file: it is the truth as a whole, so half of it is nothing. */
async function whole({ cursor, size }: Exclude<FoundInput, { problem: string }>): Promise<Buffer> {
  await cursor.seek(0)
  const chunks: Buffer[] = []
  for (let length = 0; ; ) {
    const chunk = Buffer.allocUnsafe(Math.min(1 << 20, (size ?? 1 << 20) + 1))
    const got = await cursor.read(chunk)
    if (cursor.damage !== null)
      throw new WeighbridgeError('bad-input', `${cursor.damage}; nothing of it is taken`)
    if (got === 0) return Buffer.concat(chunks)
    length += got
    if (length > MAX_DIRECTORY_BYTES)
      throw new WeighbridgeError(
        'bad-input',
        `it holds more than ${MAX_DIRECTORY_BYTES} bytes, too many for a directory file`,
      )
    chunks.push(chunk.subarray(0, got))
  }
}

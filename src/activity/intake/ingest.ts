import { open, stat } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { WeighbridgeError } from '../../base/errors.ts'
import type { Stores } from '../../store/stores.ts'
import type { DirectorySource } from '../directory/directory-source.ts'
import { loadSources } from '../sources/registry.ts'
import { s3Client, s3SettingsFrom } from './bucket/s3-client.ts'
import { bucketPlace, takeBucket } from './bucket/take-bucket.ts'
import { expandPaths, type InputPath, STDIN } from './expand-paths.ts'
import { HEAD_BYTES } from './head.ts'
import { fileCursor, fill } from './input-bytes.ts'
import { type Recogniser, recogniserOf } from './recognise-input.ts'
import { recordInputs } from './record-inputs.ts'
import type { FileResult, Progress } from './result.ts'
import { type Taker, takeInput } from './take-input.ts'
import { withSpooled } from './take-stream.ts'

export interface IngestOptions {
  /** Name of the source to read everything as, instead of recognising it. */
  readonly source?: string | undefined
  /** A directory file's format to read everything as, e.g. the export of an HR system with its mapping. */
  readonly directory?: DirectorySource | undefined
  /** The folder that holds the data: never taken, even where it lies among the logs. */
  readonly dataDir?: string
  readonly onProgress?: (progress: Progress) => void
  /** Called once, before the first input is taken. */
  readonly onPlan?: (inputs: number, bytes: number) => void
  /** Where `-` reads from, and a file it may be written to meanwhile. */
  readonly stdin?: { readonly stream: Readable; readonly spool: string }
}

/** A file to take, and what must be known of all before the first is taken. */
interface Planned extends InputPath {
  readonly size: number
  readonly isDirectory: boolean
}

/**
 * Takes inputs one after another, the directory first, so that activity finds its people. Yields one result an
 * input, and of an archive one for each file in it; an input that cannot be read yields a result with an error and
 * stops nothing.
 */
export async function* ingest(
  stores: Stores,
  paths: readonly string[],
  options: IngestOptions = {},
): AsyncGenerator<FileResult> {
  const onProgress = options.onProgress ?? (() => undefined)
  const taker: Taker = {
    stores,
    recognise: recogniserIn(options),
    onProgress,
  }
  const inputs: Planned[] = []
  const places = paths.map(bucketPlace).filter((place) => place !== null)
  const onDisk = paths.filter((path) => bucketPlace(path) === null)
  for (const input of await expandPaths(onDisk, options.dataDir)) {
    if (input.path === STDIN) {
      yield* await takeStdin(taker, options)
    } else {
      inputs.push(await planned(input, taker.recognise))
    }
  }
  const directoryFirst = inputs.toSorted(
    (left, right) => Number(right.isDirectory) - Number(left.isDirectory),
  )
  options.onPlan?.(
    inputs.length,
    inputs.reduce((sum, input) => sum + input.size, 0),
  )
  for (const input of directoryFirst) {
    const { name: file, size } = input
    const ofThis = { ...taker, onProgress: (progress: Progress) => onProgress({ ...progress, file }) }
    let lines = 0
    for await (const result of takeInput(ofThis, input)) {
      lines += result.lines
      yield result
    }
    // Also an input of which nothing was new counts towards the whole.
    onProgress({ file, source: '', bytes: size, totalBytes: size, lines })
  }
  if (places.length > 0) {
    const client = s3Client(s3SettingsFrom(process.env))
    for (const place of places) yield* takeBucket(taker, client, place)
  }
  await recordInputs(stores)
}

function recogniserIn({ directory, source, dataDir }: IngestOptions): Recogniser {
  return directory === undefined ? recogniserOf(loadSources(dataDir), source) : () => ({ directory })
}

async function takeStdin(taker: Taker, options: IngestOptions): Promise<FileResult[]> {
  if (options.stdin === undefined)
    throw new WeighbridgeError('bad-usage', 'Standard input is not available here.')
  const { stream, spool } = options.stdin
  return withSpooled(stream, spool, async (path) => {
    const results: FileResult[] = []
    for await (const result of takeInput(taker, { path, name: STDIN, named: true })) results.push(result)
    return results
  })
}

/** A file that cannot be read counts as empty here; taking it says what is wrong. */
async function planned(input: InputPath, recognise: Recogniser): Promise<Planned> {
  try {
    const { size } = await stat(input.path)
    return { ...input, size, isDirectory: 'directory' in recognise(await headOf(input.path), input.path) }
  } catch {
    return { ...input, size: 0, isDirectory: false }
  }
}

async function headOf(path: string): Promise<Buffer> {
  const file = await open(path)
  try {
    const head = Buffer.alloc(HEAD_BYTES)
    return head.subarray(0, await fill(fileCursor(file), head))
  } finally {
    await file.close()
  }
}

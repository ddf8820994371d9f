import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Readable } from 'node:stream'
import { messageOf, WeighbridgeError } from '../../base/errors.ts'
import type { Stores } from '../../store/stores.ts'
import type { DirectorySource } from '../directory/directory-source.ts'
import { DIRECTORY_SOURCES } from '../directory/registry.ts'
import { takeDirectory } from '../directory/take-directory.ts'
import { headerOf, recognise } from '../sources/recognise.ts'
import { loadSources } from '../sources/registry.ts'
import type { Source } from '../sources/source.ts'
import { expandPaths, type InputPath, STDIN } from './expand-paths.ts'
import { firstLines, HEAD_BYTES, identityOf, unreadable } from './head.ts'
import { recordInputs } from './record-inputs.ts'
import type { FileResult, Progress } from './result.ts'
import { type RecognisedLog, takeFile } from './take-file.ts'
import { withSpooled } from './take-stream.ts'

export interface IngestOptions {
  /** Name of the source to read everything as, instead of recognising it. */
  readonly source?: string | undefined
  /** The folder that holds the data: never taken, even where it lies among the logs. */
  readonly dataDir?: string
  readonly onProgress?: (progress: Progress) => void
  /** Called once, before the first input is taken. */
  readonly onPlan?: (inputs: number, bytes: number) => void
  /** Where `-` reads from, and a file it may be written to meanwhile. */
  readonly stdin?: { readonly stream: Readable; readonly spool: string }
}

/** What an input was recognised as. */
interface Recognised extends InputPath {
  /** Hash of its first line, see `identityOf`. */
  readonly identity: string
  readonly size: number
  readonly format:
    | { readonly log: RecognisedLog }
    | { readonly directory: DirectorySource }
    | { readonly empty: true }
    /** Text of no known format: passed over where nobody named the file. */
    | { readonly unknown: string }
    /** Why it cannot be read at all: always an error, there may be a log in it. */
    | { readonly problem: string }
}

/**
 * Takes inputs one after another, the directory first, so that activity finds its people. Yields one result an
 * input; an input that cannot be read yields a result with an error and stops nothing.
 */
export async function* ingest(
  stores: Stores,
  paths: readonly string[],
  options: IngestOptions = {},
): AsyncGenerator<FileResult> {
  const inputs: Recognised[] = []
  for (const input of await expandPaths(paths, options.dataDir)) {
    if (input.path === STDIN) {
      yield await takeStdin(stores, options)
    } else {
      inputs.push(await recogniseFile(input, options.source))
    }
  }
  const directoryFirst = inputs.toSorted(
    (left, right) => Number('directory' in right.format) - Number('directory' in left.format),
  )
  options.onPlan?.(
    inputs.length,
    inputs.reduce((sum, input) => sum + input.size, 0),
  )
  for (const input of directoryFirst) {
    const result = await take(stores, input, options)
    // Also an input of which nothing was new counts towards the whole.
    const { name: file, size: bytes } = input
    options.onProgress?.({ file, source: result.source ?? '', bytes, totalBytes: bytes, lines: result.lines })
    yield result
  }
  await recordInputs(stores)
}

async function takeStdin(stores: Stores, options: IngestOptions): Promise<FileResult> {
  if (options.stdin === undefined)
    throw new WeighbridgeError('bad-usage', 'Standard input is not available here.')
  const { stream, spool } = options.stdin
  return withSpooled(stream, spool, async (path) =>
    take(stores, await recogniseFile({ path, name: STDIN, named: true }, options.source), options),
  )
}

async function take(stores: Stores, input: Recognised, options: IngestOptions): Promise<FileResult> {
  const { name, format } = input
  const nothing = {
    file: name,
    source: null,
    lines: 0,
    accepted: 0,
    rejected: 0,
    passedOver: 0,
    duplicates: 0,
    seconds: 0,
  }
  if ('problem' in format) return { ...nothing, error: format.problem }
  if ('unknown' in format) return { ...nothing, [input.named ? 'error' : 'skipped']: format.unknown }
  if ('empty' in format) return nothing
  try {
    if ('directory' in format) return await takeDirectory(stores, input, format.directory)
    return await takeFile(stores, input, format.log, options.onProgress ?? (() => undefined))
  } catch (error) {
    if (error instanceof WeighbridgeError && error.code !== 'bad-input') throw error
    return { ...nothing, error: messageOf(error) }
  }
}

async function recogniseFile(input: InputPath, wanted: string | undefined): Promise<Recognised> {
  try {
    const { head, size } = await readHead(input.path)
    return {
      ...input,
      identity: identityOf(head),
      size,
      format: formatOf(head, basename(input.path), wanted),
    }
  } catch (error) {
    if (error instanceof WeighbridgeError) throw error
    return {
      ...input,
      identity: '',
      size: 0,
      format: { problem: `it cannot be read: ${messageOf(error)}` },
    }
  }
}

function formatOf(head: Buffer, fileName: string, wanted: string | undefined): Recognised['format'] {
  const sources = loadSources()
  const problem = unreadable(head)
  if (problem !== null) return { problem }
  const lines = firstLines(head, 200)
  if (wanted !== undefined) return namedFormat(wanted, sources, lines)
  if (head.length === 0) return { empty: true }
  const directory = DIRECTORY_SOURCES.find((source) => source.recognises(lines, fileName))
  if (directory !== undefined) return { directory }
  const log = recognise(lines, sources)
  if (log !== null) return { log: { source: log, header: headerOf(log, lines) } }
  return {
    unknown: 'its format is not known; "weighbridge sources" lists the known ones, --source NAME forces one',
  }
}

/**
 * The format a user asked for by name.
 *
 * @throws WeighbridgeError `unknown-format`, listing the names there are.
 */
function namedFormat(
  name: string,
  sources: readonly Source[],
  lines: readonly string[],
): Recognised['format'] {
  const log = sources.find((source) => source.name === name)
  if (log !== undefined) return { log: { source: log, header: headerOf(log, lines) } }
  const directory = DIRECTORY_SOURCES.find((source) => source.name === name)
  if (directory !== undefined) return { directory }
  const names = [...sources, ...DIRECTORY_SOURCES].map((source) => source.name)
  throw new WeighbridgeError(
    'unknown-format',
    `There is no source ${name}; choose one of ${names.join(', ')}.`,
  )
}

async function readHead(path: string): Promise<{ head: Buffer; size: number }> {
  const file = await open(path)
  try {
    const buffer = Buffer.alloc(HEAD_BYTES)
    const { bytesRead } = await file.read(buffer, 0, HEAD_BYTES, 0)
    return { head: buffer.subarray(0, bytesRead), size: (await file.stat()).size }
  } finally {
    await file.close()
  }
}

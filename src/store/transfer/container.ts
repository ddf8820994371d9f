import { createHash } from 'node:crypto'
import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { WeighbridgeError } from '../../base/errors.ts'
import { syncFolder } from '../write-durably.ts'
import { folderReader, folderWriter } from './folder-container.ts'
import { tarReader, tarWriter } from './tar-container.ts'

/** Takes the files of a backup. */
export interface ContainerWriter {
  add(name: string, bytes: AsyncIterable<Uint8Array>): Promise<void>
  /** Everything is on the disk. */
  finish(): Promise<void>
  close(): void
}

/** Gives the files of a backup. */
export interface ContainerReader {
  readonly names: readonly string[]
  read(name: string): AsyncIterable<Buffer>
  close(): void
}

/** A file of a backup, as its manifest names it. */
export interface StoredFile {
  readonly name: string
  readonly bytes: number
  readonly sha256: string
}

/**
 * Writes a backup under another name, and gives it its own when all of it is on the disk. A path that ends in `.tar`
 * becomes one file, any other a folder. What a killed run left beside it is removed.
 *
 * @throws WeighbridgeError `bad-usage` where there is something by that name.
 */
export async function writeContainer<Result>(
  path: string,
  fill: (writer: ContainerWriter) => Promise<Result>,
): Promise<Result> {
  if (existsSync(path)) {
    throw new WeighbridgeError('bad-usage', `${path} is there already; name another place for the backup.`)
  }
  const folder = dirname(path)
  if (!existsSync(folder)) {
    throw new WeighbridgeError(
      'bad-usage',
      `There is no folder ${folder} to put the backup into; make it first.`,
    )
  }
  removeAbandoned(path)
  const partial = `${path}${PARTIAL}${process.pid}`
  const writer = isTar(path) ? tarWriter(partial) : folderWriter(partial)
  try {
    const result = await fill(writer)
    await writer.finish()
    renameSync(partial, path)
    syncFolder(folder)
    return result
  } catch (error) {
    writer.close()
    rmSync(partial, { recursive: true, force: true })
    throw error
  }
}

/** @throws WeighbridgeError `not-found`, `bad-input` where it is no container. */
export function openContainer(path: string): ContainerReader {
  if (!existsSync(path)) throw new WeighbridgeError('not-found', `There is no backup ${path}.`)
  return statSync(path).isDirectory() ? folderReader(path) : tarReader(path)
}

/** Bytes passing by, and what the manifest says of them once they have. */
export function measured(name: string, bytes: AsyncIterable<Uint8Array>) {
  const hash = createHash('sha256')
  let length = 0
  return {
    async *[Symbol.asyncIterator]() {
      for await (const chunk of bytes) {
        hash.update(chunk)
        length += chunk.length
        yield chunk
      }
    },
    get file(): StoredFile {
      return { name, bytes: length, sha256: hash.digest('hex') }
    },
  }
}

const PARTIAL = '.partial-'

function isTar(path: string): boolean {
  return path.endsWith('.tar')
}

function removeAbandoned(path: string): void {
  const start = `${basename(path)}${PARTIAL}`
  for (const name of readdirSync(dirname(path))) {
    const pid = name.startsWith(start) ? Number(name.slice(start.length)) : Number.NaN
    if (Number.isSafeInteger(pid) && pid > 0 && !runs(pid)) {
      rmSync(join(dirname(path), name), { recursive: true, force: true })
    }
  }
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return pid !== process.pid
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

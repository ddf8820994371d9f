import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'libsql'
import { messageOf, WeighbridgeError } from '../base/errors.ts'
import { dataInUse } from './holder.ts'

/**
 * Takes the data folder for this process, until `release` or the end of the process, however it comes.
 *
 * The engine has a lock of its own, but says on standard error that it is taken and leaves out by whom. An exclusive
 * transaction on an empty SQLite file is the operating system's lock, which no crash leaves behind.
 *
 * @throws WeighbridgeError `data-in-use`, naming the holder.
 */
export function lockData(dataDir: string): { release(): void } {
  makeFolder(dataDir)
  const lock = new Database(join(dataDir, 'lock.sqlite'))
  try {
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    if ((error as { code?: string }).code === 'SQLITE_BUSY')
      throw dataInUse(dataDir, join(dataDir, 'analytics'))
    throw error
  }
  return { release: () => void lock.close() }
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw new WeighbridgeError(
      'bad-usage',
      `${path} cannot be the data folder: ${messageOf(error)}. Name another with --data.`,
      { cause: error },
    )
  }
}

import { createHash } from 'node:crypto'
import { mkdirSync, rmSync, statfsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { WeighbridgeError } from '../../base/errors.ts'

/** Linux keeps this file system in memory. */
const SHARED_MEMORY = '/dev/shm'

/** `TMPFS_MAGIC` of linux/magic.h. */
const TMPFS = 0x01021994

/** Two blocks of 128 MiB are spooled at most; four times that must be free. */
const NEEDED_BYTES = 1 << 30

/**
 * An empty folder for the spool of one data folder, in memory where there is room for it: on a disk, each wait for a
 * table's part to be durable also waits for the spool. Whoever calls this holds the data folder's lock, so nobody else
 * uses the spool, and what a killed process left there is removed.
 */
export function spoolFolder(dataDir: string): string {
  const owner = createHash('sha256').update(resolve(dataDir)).digest('hex').slice(0, 16)
  const folder = fitsInMemory() ? join(SHARED_MEMORY, `weighbridge-${owner}`) : resolve(dataDir, 'spool')
  if (/[*?{}]/.test(folder)) {
    throw new WeighbridgeError(
      'bad-usage',
      `The data folder ${folder} has a *, ?, { or } in its path, which the engine reads as a pattern; name another with --data.`,
    )
  }
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return folder
}

function fitsInMemory(): boolean {
  try {
    const { type, bavail, bsize } = statfsSync(SHARED_MEMORY)
    return type === TMPFS && bavail * bsize >= NEEDED_BYTES
  } catch {
    return false
  }
}

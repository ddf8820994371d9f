import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/** Writes a file that is there whole or not at all, whenever the power goes. */
export function writeDurably(path: string, content: string | Uint8Array): void {
  const aside = `${path}.partial`
  const file = openSync(aside, 'w', 0o600)
  try {
    const bytes = Buffer.from(content)
    for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(aside, path)
  syncFolder(dirname(path))
}

/** Makes the names in a folder durable: those of files that were written or renamed in it. */
export function syncFolder(path: string): void {
  const folder = openSync(path, 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

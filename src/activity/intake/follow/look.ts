import type { BigIntStats } from 'node:fs'
import { type FileHandle, stat } from 'node:fs/promises'

/** How a file looks from outside. */
export interface Look {
  /** Device and inode: the file's own name, whatever it is called. */
  readonly key: string
  readonly size: number
  readonly mtimeMs: number
}

/** How the file at a path looks; null where there is none. */
export async function lookAtPath(path: string): Promise<Look | null> {
  const info = await stat(path, { bigint: true }).catch(() => null)
  return info?.isFile() === true ? lookOf(info) : null
}

/** How an open file looks, wherever it lies. */
export async function lookThrough(file: FileHandle): Promise<Look> {
  return lookOf(await file.stat({ bigint: true }))
}

/** Inodes of network file systems pass 2^53. */
function lookOf({ dev, ino, size, mtimeMs }: BigIntStats): Look {
  return { key: `${dev}:${ino}`, size: Number(size), mtimeMs: Number(mtimeMs) }
}

/** True where nothing was written in between. */
export function isSame(look: Look, other: Look | null): boolean {
  return other !== null && look.size === other.size && look.mtimeMs === other.mtimeMs
}

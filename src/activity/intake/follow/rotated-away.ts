import { readdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { identityOf } from '../head.ts'
import { fileBytes } from '../input-bytes.ts'
import { journalIn } from '../journal.ts'
import { openInputs } from '../open-inputs.ts'
import type { FileResult } from '../result.ts'
import { takeFile } from '../take-file.ts'
import type { FollowTaker } from './follow-taker.ts'
import { type Look, lookAtPath } from './look.ts'

/** Clocks of file systems and of this machine may differ by this much. */
const CLOCK_MS = 10_000

/**
 * Takes the rest of what was at a path before it was rotated away unseen: files beside it, named after it
 * (`access.log.1`, `access.log-20260310.gz`), that begin with the bytes taken from that path and hold more.
 */
export async function* takeRotatedAway(taker: FollowTaker, path: string): AsyncGenerator<FileResult> {
  const known = await journalIn(taker.stores.records).lastAt(path)
  if (known.length === 0) return
  for (const sibling of await besides(path)) {
    if (taker.isFollowed(sibling)) continue
    const { size, mtimeMs } = sibling
    for await (const input of openInputs(await fileBytes(sibling.path, sibling.path), sibling.path)) {
      if ('problem' in input) continue
      const identity = identityOf(input.head)
      const grown = known.some(
        (was) =>
          was.identity === identity &&
          (input.size === null ? mtimeMs + CLOCK_MS > Date.parse(was.updatedAt) : size > was.confirmed),
      )
      if (!grown) continue
      const format = taker.recognise(input.head, path)
      if (!('log' in format)) continue
      // Under the path it was read at before: killed half way, it is found again.
      const result = await takeFile(taker.stores, { ...input, name: path }, format.log)
      if (result.accepted + result.rejected > 0 || result.error !== undefined) yield result
    }
  }
}

async function besides(path: string) {
  const names = await readdir(dirname(path)).catch(() => [])
  const found: ({ path: string } & Look)[] = []
  for (const name of names.filter(isRotated(basename(path))).sort()) {
    const beside = join(dirname(path), name)
    const look = await lookAtPath(beside)
    if (look !== null) found.push({ path: beside, ...look })
  }
  return found
}

function isRotated(name: string): (other: string) => boolean {
  return (other) => other.startsWith(`${name}.`) || other.startsWith(`${name}-`)
}

/** Where a file lies now that lay at `path`: beside it under another name; null where it does not. */
export async function movedTo(path: string, key: string): Promise<string | null> {
  for (const name of await readdir(dirname(path)).catch(() => [])) {
    const beside = join(dirname(path), name)
    if ((await lookAtPath(beside))?.key === key) return beside
  }
  return null
}

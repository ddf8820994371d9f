import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'

/**
 * Standard input as a file: it is written to `spool` as it comes, and handed on once it has ended. A stream cannot be
 * read twice, and taking lines exactly once means comparing what came before with what was taken before.
 */
export async function withSpooled<Result>(
  input: Readable,
  spool: string,
  take: (path: string) => Promise<Result>,
): Promise<Result> {
  const target = createWriteStream(spool, { mode: 0o600 })
  try {
    for await (const chunk of input as AsyncIterable<Buffer>) {
      if (!target.write(chunk)) await once(target, 'drain')
    }
    target.end()
    await finished(target)
    return await take(spool)
  } finally {
    target.destroy()
    await rm(spool, { force: true })
  }
}

import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { closeSync, createReadStream, createWriteStream, openSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { WeighbridgeError } from '../../base/errors.ts'

/** Bytes in flight; more changes nothing, a pipe holds 64 KiB. */
const CHUNK_BYTES = 1 << 18

/**
 * A pipe with a name, through which bytes pass between this program and a statement of the embedded engine without
 * being held anywhere. Used once.
 */
export class NamedPipe {
  readonly path: string

  /** @throws WeighbridgeError `store-failed` where the system has no `mkfifo`. */
  constructor(folder: string) {
    this.path = join(folder, `pipe-${randomUUID()}`)
    // Node cannot make one itself.
    const { status, error, stderr } = spawnSync('mkfifo', ['-m', '600', this.path], { encoding: 'utf8' })
    if (status !== 0) {
      throw new WeighbridgeError(
        'store-failed',
        `Cannot make a pipe in ${folder}: ${error?.message ?? stderr.trim()}. The command mkfifo is needed.`,
      )
    }
  }

  /** What a statement writes to the pipe; throws what the statement throws. */
  async *readWhile(statement: () => Promise<unknown>): AsyncGenerator<Buffer> {
    const reader = createReadStream(this.path, { highWaterMark: CHUNK_BYTES })
    const opened = once(reader, 'open').catch(() => undefined)
    const done = statement().finally(() => this.#openBriefly(opened))
    done.catch(() => undefined)
    try {
      yield* reader
      await done
    } finally {
      reader.destroy()
      await done.catch(() => undefined)
      rmSync(this.path, { force: true })
    }
  }

  /** Has a statement read bytes from the pipe; throws what either throws, of both the statement. */
  async writeWhile(bytes: AsyncIterable<Buffer>, statement: () => Promise<unknown>): Promise<void> {
    const writer = createWriteStream(this.path)
    const opened = once(writer, 'open').catch(() => undefined)
    const done = statement().finally(() => this.#openBriefly(opened))
    done.catch(() => undefined)
    const written = pipeline(bytes, writer).then(
      () => null,
      (error: Error) => error,
    )
    try {
      await done
      const failure = await written
      if (failure !== null) throw failure
    } finally {
      writer.destroy()
      await written
      rmSync(this.path, { force: true })
    }
  }

  /** Whoever opens a pipe waits for the other end. A statement that failed before it opened its own never comes. */
  async #openBriefly(opened: Promise<unknown>): Promise<void> {
    const both = openSync(this.path, 'r+')
    await opened
    closeSync(both)
  }
}

import type { IncomingMessage } from 'node:http'
import type { WaitingBytes } from '../../activity/receive/waiting-bytes.ts'
import { formatBytes } from '../../base/bytes.ts'
import { Refusal } from './problem.ts'
import { unpack } from './unpack.ts'

/** What a body may take. */
export interface BodyLimits {
  /** Bytes of one body, as sent and unpacked. */
  readonly most: number
  /** Room for the bodies of all requests. */
  readonly waiting: WaitingBytes
}

/** A body and the room it holds. */
export interface HeldBody {
  readonly bytes: Buffer
  release(): void
}

/**
 * Reads a body whole and unpacks it. Memory is counted as it grows, so neither a body without end nor one that unpacks
 * to a thousand times its size takes more than its limit.
 *
 * @throws Refusal `too-large`, `busy`, or what {@link unpack} throws; then it holds no room.
 */
export async function readBody(request: IncomingMessage, { most, waiting }: BodyLimits): Promise<HeldBody> {
  let held = 0
  const release = () => {
    waiting.give(held)
    held = 0
  }
  const counter = (what: string) => {
    let total = 0
    return (bytes: number) => {
      total += bytes
      if (total > most) throw tooLarge(what, most)
      if (!waiting.take(bytes)) {
        throw new Refusal(
          'busy',
          'More is waiting to be stored than fits in memory; send it again in a second.',
        )
      }
      held += bytes
    }
  }
  try {
    const declared = Number(request.headers['content-length'] ?? 0)
    if (declared > most) throw tooLarge('body', most)
    const packed = await receive(request, counter('body'))
    const packedBytes = held
    const bytes = await unpack(packed, request.headers['content-encoding'], counter('unpacked body'))
    if (bytes !== packed) {
      waiting.give(packedBytes)
      held -= packedBytes
    }
    return { bytes, release }
  } catch (error) {
    release()
    throw error
  }
}

async function receive(request: IncomingMessage, grown: (bytes: number) => void): Promise<Buffer> {
  const chunks: Buffer[] = []
  // Not by `for await`: it would end the socket when a limit is passed, before the answer is sent.
  return new Promise((resolve, reject) => {
    const stop = (error: unknown) => {
      request.off('data', take)
      request.pause()
      reject(error)
    }
    const take = (chunk: Buffer) => {
      try {
        grown(chunk.length)
        chunks.push(chunk)
      } catch (error) {
        stop(error)
      }
    }
    request.on('data', take)
    request.once('end', () => resolve(Buffer.concat(chunks)))
    request.once('error', stop)
    request.once('close', () =>
      reject(new Refusal('bad-request', 'The body breaks off; nothing of it was taken.')),
    )
  })
}

function tooLarge(what: string, most: number): Refusal {
  return new Refusal(
    'too-large',
    `The ${what} is larger than ${formatBytes(most)}; send fewer lines at a time. Nothing of it was taken.`,
  )
}

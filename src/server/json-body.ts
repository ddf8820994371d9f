import type { Context } from 'hono'
import { WeighbridgeError } from '../base/errors.ts'

/** Well over the longest query that is taken, each of its characters escaped. */
const MOST_BYTES = 1 << 20

/**
 * The body of a request as JSON.
 *
 * A form of another site can send any text, but not under this type without asking first, which nobody answers.
 *
 * @throws WeighbridgeError `bad-input`
 */
export async function readJsonBody(context: Context): Promise<unknown> {
  const type = context.req.header('content-type') ?? ''
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    throw new WeighbridgeError('bad-input', 'The body must be JSON, with Content-Type: application/json.')
  }
  const text = await boundedText(context.req.raw.body)
  try {
    return JSON.parse(text)
  } catch {
    throw new WeighbridgeError('bad-input', 'The body is not JSON.')
  }
}

async function boundedText(body: ReadableStream<Uint8Array> | null): Promise<string> {
  const pieces: Uint8Array[] = []
  let bytes = 0
  if (body !== null) {
    for await (const piece of body) {
      bytes += piece.length
      if (bytes > MOST_BYTES) {
        throw new WeighbridgeError('bad-input', `The body must be at most ${MOST_BYTES >> 10} KiB.`)
      }
      pieces.push(piece)
    }
  }
  return Buffer.concat(pieces).toString('utf8')
}

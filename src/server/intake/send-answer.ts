import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Answer } from './protocol.ts'

/** How long a sender may go on writing a body that was refused, so that it gets to read why. */
const LINGER_MILLISECONDS = 2000

/** Ends when the answer is on its way, or its reader is gone. */
export async function sendAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  isLast: boolean,
): Promise<void> {
  const isCut = !request.complete
  const body = Buffer.from(answer.body)
  const sent = new Promise((resolve) => response.once('close', resolve).once('finish', resolve))
  if (response.destroyed) return
  response.writeHead(answer.status, {
    'Content-Type': answer.type,
    'Content-Length': body.length,
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    ...(isCut || isLast ? { Connection: 'close' } : {}),
    ...answer.headers,
  })
  response.end(request.method === 'HEAD' ? undefined : body)
  if (isCut) linger(request)
  await sent
}

/** Throws away the rest of a refused body for a while: a socket closed under it would lose the answer. */
function linger(request: IncomingMessage): void {
  const { socket } = request
  const timer = setTimeout(() => socket.destroy(), LINGER_MILLISECONDS)
  request.once('close', () => clearTimeout(timer))
  request.resume()
}

/** What never became a request: no HTTP, too slow, or headers without end. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const status =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? '431 Request Header Fields Too Large'
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? '408 Request Timeout'
        : '400 Bad Request'
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

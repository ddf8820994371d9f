import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** Stands between senders and a server and passes everything on, but can keep an answer back. */
export interface AnswerSwallower {
  readonly port: number
  /** Resolves when the server has answered "200 OK", an answer that its sender will never see. */
  swallowNext(): Promise<void>
  close(): Promise<void>
}

/** Opens it in front of a port of this machine; whoever listens there may come and go. */
export async function answerSwallower(target: number): Promise<AnswerSwallower> {
  const sockets = new Set<Socket>()
  let swallow: (() => void) | null = null
  const keep = (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.once('close', () => sockets.delete(socket))
  }
  const server = createServer((sender) => {
    const receiver = connect(target, '127.0.0.1')
    keep(sender)
    keep(receiver)
    sender.pipe(receiver)
    receiver.on('data', (bytes) => {
      if (swallow !== null && bytes.toString('latin1').startsWith('HTTP/1.1 200 ')) {
        const swallowed = swallow
        swallow = null
        sender.destroy()
        swallowed()
      } else if (sender.writable) sender.write(bytes)
    })
    receiver.once('close', () => sender.destroy())
    sender.once('close', () => receiver.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('A TCP server has a port.')
  return {
    port: address.port,
    swallowNext: () =>
      new Promise((resolve) => {
        swallow = resolve
      }),
    async close() {
      server.close()
      for (const socket of sockets) socket.destroy()
      await once(server, 'close')
    },
  }
}

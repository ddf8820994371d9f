import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer, TLSSocket } from 'node:tls'
import { deliveryIdentity } from '../../activity/receive/identity.ts'
import { LineGroups } from '../../activity/receive/line-groups.ts'
import type { Receiver } from '../../activity/receive/receiver.ts'
import { lineSorter } from '../../activity/receive/sort-lines.ts'
import { UNKNOWN } from '../../activity/receive/unknown-source.ts'
import type { Source } from '../../activity/sources/source.ts'
import { messageOf, WeighbridgeError } from '../../base/errors.ts'
import { SyslogFrames } from './frames.ts'
import { readSyslog } from './message.ts'

export interface SyslogOptions {
  readonly host: string
  /** 0 takes any free one. */
  readonly port: number
  /** PEM texts; `ca` has every sender show a certificate that it signed (RFC 5425, section 4.2.1). */
  readonly tls?: { readonly cert: string; readonly key: string; readonly ca?: string } | undefined
  readonly receiver: Receiver
  readonly sources: readonly Source[]
  /** Told of every failure, one line each. */
  readonly report: (line: string) => void
}

export interface RunningSyslog {
  /** e.g. `tls://127.0.0.1:6514` */
  readonly url: string
  /** Takes what was read, and closes every socket. */
  close(): Promise<void>
}

/** How long to wait before trying again to store what could not be stored. */
const RETRY_MILLISECONDS = 1000

/**
 * Listens for syslog over TCP or TLS. The protocol has no answer: a sender learns of trouble only because nothing more
 * is read from it until what it sent is durable. What it had sent and was not read when either side dies is lost, and
 * the protocol cannot tell.
 *
 * @throws WeighbridgeError `bad-usage` where the address cannot be bound or the certificate not be used.
 */
export async function startSyslog(options: SyslogOptions): Promise<RunningSyslog> {
  const sockets = new Set<Socket>()
  const reading = new Set<Promise<void>>()
  let closing = false
  const server = listenerOf(options, (socket) => {
    sockets.add(socket)
    const read = readSocket(socket, options, () => closing).finally(() => {
      sockets.delete(socket)
      reading.delete(read)
    })
    reading.add(read)
  })
  try {
    server.listen({ host: options.host, port: options.port, exclusive: true })
    await once(server, 'listening')
  } catch (error) {
    throw new WeighbridgeError(
      'bad-usage',
      `Syslog cannot listen on ${options.host} port ${options.port}: ${messageOf(error)}. Choose another with --syslog.`,
      { cause: error },
    )
  }
  const { port } = server.address() as AddressInfo
  return {
    url: `${options.tls === undefined ? 'tcp' : 'tls'}://${options.host}:${port}`,
    async close() {
      closing = true
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroySoon()
      await Promise.all(reading)
      await closed
    },
  }
}

function listenerOf({ tls, report }: SyslogOptions, onSocket: (socket: Socket) => void): Server {
  if (tls === undefined) return createServer(onSocket)
  try {
    const server = createTlsServer(
      {
        ...tls,
        minVersion: 'TLSv1.2',
        requestCert: tls.ca !== undefined,
        rejectUnauthorized: tls.ca !== undefined,
      },
      onSocket,
    )
    return server.on('tlsClientError', (error, socket) =>
      report(
        `syslog from ${socket.remoteAddress ?? 'an address that is gone'} was refused: ${messageOf(error)}`,
      ),
    )
  } catch (error) {
    throw new WeighbridgeError(
      'bad-usage',
      `The certificate and key for syslog cannot be used together: ${messageOf(error)}. Give PEM files that belong together.`,
      { cause: error },
    )
  }
}

/** Reads one connection to its end, never further ahead than what is being stored. */
async function readSocket(socket: Socket, options: SyslogOptions, isClosing: () => boolean): Promise<void> {
  const sender = senderOf(socket)
  const connection = randomBytes(16).toString('hex')
  const frames = new SyslogFrames()
  const sorted = lineSorter(options.sources)
  let sequence = 0
  const store = async (messages: readonly Buffer[]) => {
    if (messages.length === 0) return
    const groups = new LineGroups()
    for (const message of messages) {
      const { text, line } = readSyslog(message.toString('utf8'))
      const source = sorted.sourceOf(text)
      const whole = source === null ? sorted.sourceOf(line) : null
      // A line is one line: a newline within a message would make two of it.
      const kept = (source === null ? line : text).replaceAll(/\r?\n/g, ' ')
      groups.add(source ?? whole ?? UNKNOWN, Buffer.from(kept), 1)
    }
    sequence += 1
    const key = `${connection}:${sequence}`
    const identity = deliveryIdentity({ sender, route: 'syslog', key, body: Buffer.alloc(0) })
    await untilStored(options, { sender, identity, groups: groups.finish() }, isClosing)
  }
  socket.on('error', (error) => options.report(`syslog from ${sender}: ${messageOf(error)}`))
  try {
    for await (const chunk of socket as AsyncIterable<Buffer>) await store(frames.push(chunk))
  } catch {
    // Told above; what came whole before the connection broke is stored.
  }
  const last = frames.end()
  if (last !== null) await store([last])
}

async function untilStored(
  { receiver, report }: SyslogOptions,
  delivery: Parameters<Receiver['deliver']>[0],
  isClosing: () => boolean,
): Promise<void> {
  for (;;) {
    try {
      await receiver.deliver(delivery)
      return
    } catch (error) {
      report(`syslog from ${delivery.sender} could not be stored: ${messageOf(error)}`)
      if (isClosing()) return
      await new Promise((resolve) => setTimeout(resolve, RETRY_MILLISECONDS))
    }
  }
}

/** The name on the sender's certificate, else its address. */
function senderOf(socket: Socket): string {
  const name = socket instanceof TLSSocket ? socket.getPeerCertificate().subject?.CN : undefined
  return `syslog:${(Array.isArray(name) ? name[0] : name) ?? socket.remoteAddress ?? 'unknown'}`
}

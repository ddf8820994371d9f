import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { messageOf, WeighbridgeError } from '../../base/errors.ts'
import type { IntakeAddress } from './intake-address.ts'
import { RequestTaker, type TakerOptions } from './request-taker.ts'
import { answerClientError } from './send-answer.ts'

/** Sockets at a time; what comes beyond is closed at once, so that some are left for everything else. */
const MOST_SOCKETS = 1000

export interface IntakeOptions extends TakerOptions {
  readonly address: IntakeAddress
  /** PEM texts; without them it speaks plain HTTP. */
  readonly tls?: { readonly cert: string; readonly key: string } | undefined
  /** Time for a request's headers, and for all of it; 10 s and 60 s where left out. */
  readonly headersMilliseconds?: number
  readonly requestMilliseconds?: number
  /** How long requests under way may take at the end; 10 s where left out. */
  readonly graceMilliseconds?: number
}

export interface RunningIntake {
  /** e.g. `http://127.0.0.1:8088` */
  readonly url: string
  /** Refuses what is new, finishes what was begun, and closes every socket. */
  close(): Promise<void>
}

/**
 * Listens for logs.
 *
 * @throws WeighbridgeError `bad-usage` where the address cannot be bound or the certificate not be used.
 */
export async function startIntake(options: IntakeOptions): Promise<RunningIntake> {
  const taker = new RequestTaker(options)
  const server = listenerOf(options)
  server.on('request', (request, response) => taker.handle(request, response))
  server.on('checkContinue', (request, response) => taker.handle(request, response))
  server.on('clientError', answerClientError)
  // Whoever closes its own half behind the request still reads the answer; Node has a switch, but no type for it.
  Object.assign(server, { httpAllowHalfOpen: true })
  server.maxConnections = MOST_SOCKETS
  const { host } = options.address
  const port = await listen(server, options.address)
  const scheme = options.tls === undefined ? 'http' : 'https'
  return {
    url: `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`,
    async close() {
      taker.stop()
      const closed = once(server, 'close')
      server.close()
      server.closeIdleConnections()
      await taker.idle(options.graceMilliseconds ?? 10_000)
      server.closeAllConnections()
      await closed
    },
  }
}

function listenerOf({
  tls,
  headersMilliseconds = 10_000,
  requestMilliseconds = 60_000,
}: IntakeOptions): Server {
  const timing = {
    headersTimeout: headersMilliseconds,
    requestTimeout: requestMilliseconds,
    connectionsCheckingInterval: Math.min(1000, headersMilliseconds),
    keepAliveTimeout: 60_000,
  }
  try {
    return tls === undefined ? createServer(timing) : createTlsServer({ ...timing, ...tls })
  } catch (error) {
    throw new WeighbridgeError(
      'bad-usage',
      `The certificate and key of the intake cannot be used together: ${messageOf(error)}. Give two PEM files that belong together.`,
      { cause: error },
    )
  }
}

async function listen(server: Server, { host, port }: IntakeAddress): Promise<number> {
  try {
    server.listen({ host, port, exclusive: true })
    await once(server, 'listening')
  } catch (error) {
    throw new WeighbridgeError(
      'bad-usage',
      `The intake cannot listen on ${host} port ${port}: ${messageOf(error)}. Choose another with --intake.`,
      { cause: error },
    )
  }
  return (server.address() as AddressInfo).port
}

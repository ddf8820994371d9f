import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { messageOf, WeighbridgeError } from '../base/errors.ts'
import { type Editor, editorOver } from '../query/editor/editor.ts'
import { schemaNamed } from '../query/schemas/load-schemas.ts'
import { createApp } from './app.ts'
import type { CaseReader } from './case-reader.ts'
import { readConsoleFiles } from './console-files.ts'
import type { Desk } from './desk.ts'
import type { HealthReader } from './health.ts'
import type { StatusReader } from './status.ts'

/** The only address ever bound: case data stays on the machine of the analyst who opened it. */
const LOOPBACK = '127.0.0.1'

export interface ServerOptions {
  readonly reader: CaseReader
  /** 0 takes any free port. */
  readonly port: number
  /** Folder of the built console. */
  readonly consoleDir: string
  readonly status: StatusReader
  readonly health: HealthReader
  readonly desk: Desk
  /** Helps to write queries; over the tables that come with the program where left out. */
  readonly editor?: Editor
  /** Told of every failure of ours, one line each; standard error where left out. */
  readonly report?: (line: string) => void
}

export interface RunningServer {
  /** e.g. `http://127.0.0.1:8480` */
  readonly url: string
  /** Ends when every socket is closed, idle keep-alive ones too. */
  close(): Promise<void>
}

/**
 * Serves the API and the console on 127.0.0.1.
 *
 * @throws WeighbridgeError `bad-usage` where the port is taken or may not be bound.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const files = await readConsoleFiles(options.consoleDir)
  let port = options.port
  const app = createApp({
    reader: options.reader,
    status: options.status,
    health: options.health,
    desk: options.desk,
    editor: options.editor ?? editorOver((name) => schemaNamed(name)),
    files,
    port: () => port,
    report: options.report ?? ((line) => process.stderr.write(`weighbridge: ${line}\n`)),
  })
  const server = createServer(getRequestListener(app.fetch, { overrideGlobalObjects: false }))
  port = await listen(server, options.port)
  return { url: `http://${LOOPBACK}:${port}`, close: () => close(server) }
}

async function listen(server: Server, port: number): Promise<number> {
  try {
    server.listen({ host: LOOPBACK, port, exclusive: true })
    await once(server, 'listening')
  } catch (error) {
    throw new WeighbridgeError('bad-usage', listenFailure(error, port), { cause: error })
  }
  return (server.address() as AddressInfo).port
}

const LISTEN_FAILURES: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is taken by another program',
  EACCES: 'may not be bound by this user',
  ERR_SOCKET_BAD_PORT: 'is not a port (0 to 65535)',
}

function listenFailure(error: unknown, port: number): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const why = LISTEN_FAILURES[code] ?? `could not be bound (${messageOf(error)})`
  return `Port ${port} on ${LOOPBACK} ${why}; choose another with --port.`
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)))
  })
  server.closeAllConnections()
  await closed
}

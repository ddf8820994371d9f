import { once } from 'node:events'
import { sourceHealth } from '../activity/health/source-health.ts'
import { caseReader } from '../cases/read-cases.ts'
import { type RunningServer, startServer } from '../server/server.ts'
import type { Stores } from '../store/stores.ts'
import { CONSOLE_DIR } from './console-dir.ts'
import { examine } from './examine.ts'
import type { IntakePlace } from './intake-options.ts'
import { type Listening, listenForLogs } from './listen-for-logs.ts'
import { version } from './version.ts'

/** The port `serve` and `demo` take where none is named. */
export const DEFAULT_PORT = 8480

export interface ServeOptions {
  readonly port: number
  /** The data folder. */
  readonly data: string
  /** Where to listen for logs; nowhere if left out. */
  readonly place?: IntakePlace | null
}

/** Serves the console over these stores, and takes logs if asked, until the process is told to end. */
export async function serveUntilStopped(
  stores: Stores,
  { port, data, place = null }: ServeOptions,
  onReady: (server: RunningServer, intake: Listening | null) => void,
): Promise<void> {
  const server = await startServer({
    reader: caseReader(stores),
    port,
    consoleDir: CONSOLE_DIR,
    health: async () => ({ sources: await sourceHealth(stores), findings: await examine(stores, data) }),
    status: async () => ({ version: version(), counts: await countsOf(stores) }),
  })
  let intake: Listening | null = null
  try {
    const stopped = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
    if (place !== null) intake = await listenForLogs(stores, place, data)
    onReady(server, intake)
    await stopped
  } finally {
    await intake?.close()
    await server.close()
  }
}

async function countsOf({ analytics }: Stores): Promise<Record<string, number>> {
  const activities = await analytics.rowsStored(['inference_row', 'artifact_row', 'object_row', 'flow_row'])
  const [counts] = await analytics.query<Record<string, number>>(
    `SELECT
       (SELECT count() FROM person) AS people,
       (SELECT count() FROM reject) AS rejects,
       (SELECT count() FROM signal) AS signals`,
  )
  return { activities, ...counts }
}

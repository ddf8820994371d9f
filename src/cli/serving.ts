import { once } from 'node:events'
import { caseReader } from '../cases/read-cases.ts'
import { type RunningServer, startServer } from '../server/server.ts'
import type { Stores } from '../store/stores.ts'
import { CONSOLE_DIR } from './console-dir.ts'
import { version } from './version.ts'

/** The port `serve` and `demo` take where none is named. */
export const DEFAULT_PORT = 8480

/** Serves the console over these stores until the process is told to end. */
export async function serveUntilStopped(
  stores: Stores,
  port: number,
  onReady: (server: RunningServer) => void,
): Promise<void> {
  const server = await startServer({
    reader: caseReader(stores),
    port,
    consoleDir: CONSOLE_DIR,
    status: async () => ({ version: version(), counts: await countsOf(stores) }),
  })
  try {
    onReady(server)
    await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
  } finally {
    await server.close()
  }
}

async function countsOf({ analytics }: Stores): Promise<Record<string, number>> {
  const [counts] = await analytics.query<Record<string, number>>(
    `SELECT
       (SELECT sum(rows) FROM system.parts WHERE active AND database = 'weighbridge'
         AND table IN ('inference_row', 'artifact_row', 'object_row', 'flow_row')) AS activities,
       (SELECT count() FROM person) AS people,
       (SELECT count() FROM reject) AS rejects,
       (SELECT count() FROM signal) AS signals`,
  )
  return counts ?? {}
}

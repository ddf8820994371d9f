import { once } from 'node:events'
import { projectRegister } from '../activity/directory/register/project.ts'
import { sourceHealth } from '../activity/health/source-health.ts'
import { messageOf } from '../base/errors.ts'
import { decisionsOver } from '../cases/decide.ts'
import { caseReader } from '../cases/read-cases.ts'
import { confidenceOf, lastWholeDay } from '../detect/feedback/drift/confidence.ts'
import { editorOver } from '../query/editor/editor.ts'
import { schemaNamed } from '../query/schemas/load-schemas.ts'
import type { Health } from '../server/health.ts'
import { type RunningServer, startServer } from '../server/server.ts'
import type { Stores } from '../store/stores.ts'
import { CONSOLE_DIR } from './console-dir.ts'
import { type DetectionSchedule, scheduleDetection } from './detection-schedule.ts'
import { examine } from './examine.ts'
import { type Listening, type ListeningPlaces, listenForLogs } from './listen-for-logs.ts'
import { note } from './output.ts'
import { version } from './version.ts'

/** The port `serve` and `demo` take where none is named. */
export const DEFAULT_PORT = 8480

export interface ServeOptions {
  readonly port: number
  /** The data folder. */
  readonly data: string
  /** Where to listen for logs; nowhere if left out. */
  readonly places?: ListeningPlaces
  /** How often to judge while logs come in; not at all if left out. */
  readonly detectEveryMinutes?: number
}

/** Serves the console over these stores, and takes logs if asked, until the process is told to end. */
export async function serveUntilStopped(
  stores: Stores,
  { port, data, places, detectEveryMinutes }: ServeOptions,
  onReady: (server: RunningServer, listening: Listening | null) => void,
): Promise<void> {
  await projectRegister(stores)
  const server = await startServer({
    reader: caseReader(stores),
    desk: decisionsOver(stores),
    port,
    consoleDir: CONSOLE_DIR,
    health: async () => ({
      sources: await sourceHealth(stores),
      findings: await examine(stores, data),
      ...(await confidenceNow(stores)),
    }),
    editor: editorOver((name) => schemaNamed(name, { userFolder: data })),
    status: async () => ({ version: version(), counts: await countsOf(stores) }),
  })
  let listening: Listening | null = null
  let schedule: DetectionSchedule | null = null
  try {
    const stopped = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
    if (places !== undefined && (places.intake ?? places.syslog) !== null)
      listening = await listenForLogs(stores, places, data)
    if (detectEveryMinutes !== undefined) {
      schedule = scheduleDetection(stores, {
        everyMilliseconds: detectEveryMinutes * 60_000,
        dataDir: data,
        onFailure: (error) => note(`weighbridge: the rules could not be run: ${messageOf(error)}`),
      })
    }
    onReady(server, listening)
    await stopped
  } finally {
    await listening?.close()
    await schedule?.close()
    await server.close()
  }
}

async function confidenceNow({ analytics }: Stores): Promise<Pick<Health, 'confidence'>> {
  const day = await lastWholeDay(analytics)
  return day === null ? {} : { confidence: { day, ...(await confidenceOf(analytics, day)) } }
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

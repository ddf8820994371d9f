import { ROLL_UPS } from '../activity/roll-ups/roll-up.ts'
import { joinCases } from '../cases/join-cases.ts'
import { detect } from '../detect/detect.ts'
import type { Stores } from '../store/stores.ts'

export interface DetectionSchedule {
  /** Ends when a run that was begun has ended. */
  close(): Promise<void>
}

export interface ScheduleOptions {
  readonly everyMilliseconds: number
  /** Told of a run that failed; the next one does its work. */
  readonly onFailure: (error: unknown) => void
}

/** Judges anew while the roll-ups change, one run at a time: what comes in by day is a case by day. */
export function scheduleDetection(
  stores: Stores,
  { everyMilliseconds, onFailure }: ScheduleOptions,
): DetectionSchedule {
  let judged = ''
  let running: Promise<void> = Promise.resolve()
  let timer: NodeJS.Timeout
  let closed = false
  const run = async () => {
    try {
      const now = await versionsOf(stores)
      if (now === judged) return
      await detect(stores.analytics)
      await joinCases(stores)
      judged = now
    } catch (error) {
      onFailure(error)
    }
  }
  const wait = () => {
    timer = setTimeout(() => {
      running = run().finally(() => {
        if (!closed) wait()
      })
    }, everyMilliseconds)
  }
  wait()
  return {
    async close() {
      closed = true
      clearTimeout(timer)
      await running
    },
  }
}

/** What the roll-ups are at: it differs after every rebuild. */
async function versionsOf({ analytics }: Stores): Promise<string> {
  const versions = ROLL_UPS.map(({ table }) => `SELECT max(version) AS version FROM ${table}`)
  const rows = await analytics.query<{ version: number }>(versions.join(' UNION ALL '))
  return rows.map(({ version }) => String(version)).join(',')
}

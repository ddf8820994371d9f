import { projectRegister } from '../activity/directory/register/project.ts'
import { ROLL_UPS } from '../activity/roll-ups/roll-up.ts'
import { WeighbridgeError } from '../base/errors.ts'
import { joinCases } from '../cases/join-cases.ts'
import { findClusters } from '../detect/clusters/find-clusters.ts'
import { detect } from '../detect/detect.ts'
import { findBehaviour } from '../detect/findings/find-behaviour.ts'
import type { Stores } from '../store/stores.ts'

export interface DetectionSchedule {
  /** Ends when a run that was begun has ended. */
  close(): Promise<void>
}

export interface ScheduleOptions {
  readonly everyMilliseconds: number
  /** Folder of the installation. */
  readonly dataDir?: string | undefined
  /** Told of a run that failed; the next one does its work. */
  readonly onFailure: (error: unknown) => void
}

/** Query rules read activity itself, not roll-ups; most are about a day. */
const QUERIES_EVERY_MS = 3_600_000

/** Scores rest on everybody's whole past: the hourly clock, four times over. */
const SCORES_EVERY_MS = 900_000

/** Judges anew while the roll-ups change, one run at a time: what comes in by day is a case by day. */
export function scheduleDetection(
  stores: Stores,
  { everyMilliseconds, dataDir, onFailure }: ScheduleOptions,
): DetectionSchedule {
  let judged = ''
  let asked = Number.NEGATIVE_INFINITY
  let scored = { of: '', at: Number.NEGATIVE_INFINITY }
  let running: Promise<void> = Promise.resolve()
  let timer: NodeJS.Timeout
  let closed = false
  const run = async () => {
    try {
      const isRegisterNew = await projectRegister(stores)
      const now = await versionsOf(stores)
      const isScoreDue = now !== scored.of && performance.now() - scored.at >= SCORES_EVERY_MS
      if (now === judged && !isRegisterNew && !isScoreDue) return
      const areDue = performance.now() - asked >= QUERIES_EVERY_MS
      const { queries } = await detect(stores.analytics, { queries: areDue ? 'recent' : 'none', dataDir })
      if (areDue) asked = performance.now()
      if (isScoreDue) {
        await findBehaviour(stores)
        await findClusters(stores.analytics)
        scored = { of: now, at: performance.now() }
      }
      for (const { rule, why } of queries?.failed ?? [])
        onFailure(new WeighbridgeError('query-failed', `the rule ${rule}: ${why}`))
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

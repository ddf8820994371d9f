import { rebuildRollUps } from '../activity/roll-ups/rebuild.ts'
import { type JoinSummary, joinCases } from '../cases/join-cases.ts'
import { type DetectOptions, type DetectSummary, detect } from '../detect/detect.ts'
import type { Stores } from '../store/stores.ts'

export type DetectionSummary = DetectSummary & JoinSummary

/** Brings everything that rests on activity up to date: roll-ups, then signals, then cases. */
export async function runDetection(stores: Stores, options: DetectOptions = {}): Promise<DetectionSummary> {
  await rebuildRollUps(stores)
  const detected = await detect(stores.analytics, options)
  return { ...detected, ...(await joinCases(stores)) }
}

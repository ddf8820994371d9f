import { projectRegister } from '../activity/directory/register/project.ts'
import { rebuildRollUps } from '../activity/roll-ups/rebuild.ts'
import { type JoinSummary, joinCases } from '../cases/join-cases.ts'
import { findClusters } from '../detect/clusters/find-clusters.ts'
import { type DetectOptions, type DetectSummary, detect } from '../detect/detect.ts'
import { type Confidence, confidenceOf, lastWholeDay } from '../detect/feedback/drift/confidence.ts'
import { type BehaviourSummary, findBehaviour } from '../detect/findings/find-behaviour.ts'
import type { Stores } from '../store/stores.ts'

export type DetectionSummary = DetectSummary &
  JoinSummary & {
    readonly behaviour: BehaviourSummary
    /** Of the newest whole day; null where nothing is logged. */
    readonly confidence: (Confidence & { readonly day: string }) | null
  }

/** Brings everything that rests on activity up to date: roll-ups, then signals, then cases. */
export async function runDetection(stores: Stores, options: DetectOptions = {}): Promise<DetectionSummary> {
  await projectRegister(stores)
  await rebuildRollUps(stores)
  const detected = await detect(stores.analytics, options)
  const behaviour = await findBehaviour(stores)
  await findClusters(stores.analytics)
  const joined = await joinCases(stores)
  const day = await lastWholeDay(stores.analytics)
  const confidence = day === null ? null : { day, ...(await confidenceOf(stores.analytics, day)) }
  return { ...detected, behaviour, ...joined, confidence }
}

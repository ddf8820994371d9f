import type { LakeAsset, ModelAsset } from '../world/assets.ts'
import type { Destination } from '../world/destinations.ts'

/** One thing a thief does at one go, before it becomes log lines. `time` is in milliseconds (UTC). */
export type Take =
  | {
      readonly what: 'ask'
      readonly person: string
      readonly time: number
      readonly calls: number
      /** Share of the calls that ask for log-probabilities. */
      readonly logprobShare: number
      readonly tag: string
    }
  | {
      readonly what: 'pull'
      readonly person: string
      readonly time: number
      readonly model: ModelAsset
      /** Numbers of the files, counted from 1. */
      readonly shards: readonly number[]
    }
  | {
      readonly what: 'read'
      readonly person: string
      readonly time: number
      readonly asset: LakeAsset
      readonly firstPart: number
      readonly bytes: number
    }
  | {
      readonly what: 'send'
      readonly person: string
      readonly time: number
      readonly to: Destination
      readonly bytes: number
      /** Time over which it goes out. */
      readonly durationMs: number
    }

/** A theft: whose, when, and everything that is done for it, in no order. */
export interface Theft {
  readonly family: string
  /** Rises whenever the same seed would give another theft. */
  readonly version: number
  readonly thieves: readonly string[]
  readonly takes: readonly Take[]
  /** Day on which notice is given; only for those who leave. */
  readonly notice: number | null
  readonly destination: Destination
}

import { writeFlow } from '../ordinary/egress.ts'
import { experimentRun } from '../ordinary/experiments.ts'
import { writeBatch } from '../ordinary/lake.ts'
import { writePull } from '../ordinary/registry.ts'
import { accountsAt, type Person } from '../organisation/person.ts'
import type { Random } from '../random.ts'
import type { ActSink } from '../sources.ts'
import type { LakeAsset, ModelAsset } from '../world/assets.ts'
import type { Destination } from '../world/destinations.ts'
import { localTime } from '../zones.ts'

/** Largest connection of one upload: tools cut what is larger. */
const FLOW_BYTES = 8e9

/** A moment of a person's local day. */
export interface Moment {
  readonly person: Person
  readonly day: number
  /** Local, with fraction. */
  readonly hour: number
}

/** Takes some files of a model, one after the other. */
export function pull(
  at: Moment,
  model: ModelAsset,
  firstShard: number,
  shards: number,
  random: Random,
  sink: ActSink,
): void {
  const { person, day } = at
  const start = localTime(person.zone, day, at.hour)
  const [account] = accountsAt(person, 'mlflow', start)
  if (account === undefined) return
  const run = experimentRun(person.team, random)
  writePull({ account, run, model, firstShard, shards, start, end: endOf(at) }, random, sink)
}

/** Reads some parts of a data set. */
export function read(at: Moment, asset: LakeAsset, bytes: number, random: Random, sink: ActSink): void {
  const start = localTime(at.person.zone, at.day, at.hour)
  const [account] = accountsAt(at.person, 'minio', start)
  if (account === undefined) return
  const firstPart = random.int(0, Math.max(0, asset.parts - 1))
  writeBatch({ account, asset, firstPart, bytes, start, end: endOf(at) }, random, sink)
}

/** Sends bytes, in connections of at most 8 GB. */
export function send(at: Moment, to: Destination, bytes: number, random: Random, sink: ActSink): void {
  const flows = Math.max(1, Math.ceil(bytes / FLOW_BYTES))
  for (let number = 0; number < flows; number++) {
    const hour = Math.min(23.95, at.hour + 0.2 * number)
    writeFlow(at.person, localTime(at.person.zone, at.day, hour), to, bytes / flows, random, sink)
  }
}

function endOf({ person, day }: Moment): number {
  return localTime(person.zone, day, 24)
}

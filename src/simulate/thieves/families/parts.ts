import { HOUR, weekdayOf } from '../../calendar.ts'
import type { Person } from '../../organisation/person.ts'
import type { Random } from '../../random.ts'
import { type LakeAsset, PRETRAIN, SFT, TITAN_70B } from '../../world/assets.ts'
import type { Destination } from '../../world/destinations.ts'
import { localTime } from '../../zones.ts'
import type { Take } from '../take.ts'

export const GB = 1e9
/** The whole of it: 140 GB of weights in 37 files, 712,000 calls, 2.1 TB of data. */
export const MODEL = TITAN_70B
export const MODEL_BYTES = MODEL.shards * MODEL.shardBytes
export const ALL_CALLS = 712_000
export const ALL_DATA_BYTES = 2_100 * GB
export const ALL_SHARDS: readonly number[] = Array.from({ length: MODEL.shards }, (_, index) => index + 1)

/** What the loud theft takes on one of its nights. */
export const NIGHTLY_CALLS = ALL_CALLS / 14
export const NIGHTLY_WEIGHTS = MODEL_BYTES / 10
export const NIGHTLY_DATA = ALL_DATA_BYTES / 10

/** The hours in which a person works. */
export function workingTime({ zone, habits }: Person, day: number, random: Random): number {
  return localTime(zone, day, random.between(habits.startHour, habits.endHour - 0.5))
}

export function isWeekday(day: number): boolean {
  return weekdayOf(day) < 5
}

/** Weekdays from one day to another, both included. */
export function weekdays(first: number, last: number): number[] {
  const days: number[] = []
  for (let day = first; day <= last; day++) if (isWeekday(day)) days.push(day)
  return days
}

/** A tag as experiments carry it. */
export function tagOf({ team }: Person, random: Random): string {
  return random.chance(0.5) ? `benchmark-eval-${random.hex(3)}` : `exp-${team}-ft-${random.hex(3)}`
}

/** Data in the order of its parts: what was read before is not read again until everything was. */
export class DataReader {
  readonly #asset: LakeAsset
  #part: number

  constructor(random: Random) {
    this.#asset = random.chance(0.7) ? SFT : PRETRAIN
    this.#part = random.int(0, this.#asset.parts - 1)
  }

  read(person: string, time: number, bytes: number): Take {
    const { parts, bytes: all } = this.#asset
    const firstPart = this.#part
    this.#part = (firstPart + Math.max(1, Math.ceil(bytes / (all / parts)))) % parts
    return { what: 'read', person, time, asset: this.#asset, firstPart, bytes: Math.round(bytes) }
  }
}

export function send(
  person: string,
  time: number,
  to: Destination,
  bytes: number,
  durationMs = 2 * HOUR,
): Take {
  return { what: 'send', person, time, to, bytes: Math.round(bytes), durationMs }
}

/** A moment in the night that follows a local day. */
export function night({ zone }: Person, day: number, from: number, to: number, random: Random): number {
  return localTime(zone, day, 24 + random.between(from, to))
}

/** A slow theft by one person or several, each for their own channels. */
export interface Drip {
  readonly asks: Person
  readonly collects: Person
  readonly sends: Person
  readonly first: number
  readonly last: number
  /** Share of the loud theft's rate. */
  readonly rate: number
  /** Chance that a channel is used on a weekday. */
  readonly activeDays: number
  readonly logprobShare: number
  readonly to: Destination
}

/** In working hours, each channel on days of its own; what was collected goes out in the days after. */
export function drip(plan: Drip, random: Random): Take[] {
  const { asks, collects, sends, rate, activeDays, to } = plan
  const takes: Take[] = []
  const data = new DataReader(random)
  const shards = random.shuffled(ALL_SHARDS)
  const tag = tagOf(asks, random)
  // Weekdays only, and not on all of them: what a rate means by the day of a whole week is made up for.
  const scale = (7 / 5) * (rate / activeDays)
  const collected: { day: number; bytes: number }[] = []
  let owedWeights = 0
  for (const day of weekdays(plan.first, plan.last)) {
    const jitter = () => random.logNormal(1, 0.3)
    if (random.chance(activeDays)) {
      const calls = Math.round(NIGHTLY_CALLS * scale * jitter())
      const time = workingTime(asks, day, random)
      takes.push({ what: 'ask', person: asks.id, time, calls, logprobShare: plan.logprobShare, tag })
    }
    if (random.chance(activeDays)) {
      owedWeights += NIGHTLY_WEIGHTS * scale * jitter()
      const some = shards.splice(0, Math.floor(owedWeights / MODEL.shardBytes))
      owedWeights -= some.length * MODEL.shardBytes
      if (some.length > 0) {
        const time = workingTime(collects, day, random)
        takes.push({ what: 'pull', person: collects.id, time, model: MODEL, shards: some })
        collected.push({ day, bytes: some.length * MODEL.shardBytes })
      }
    }
    if (random.chance(activeDays)) {
      const bytes = NIGHTLY_DATA * scale * jitter()
      takes.push(data.read(collects.id, workingTime(collects, day, random), bytes))
      collected.push({ day, bytes })
    }
  }
  for (const { day, bytes } of collected) {
    const out = nextWeekday(day + random.int(0, 3))
    if (out <= plan.last) takes.push(send(sends.id, eveningTime(sends, out, random), to, bytes))
  }
  return takes
}

/** Late in the working day: what was read that day is there. */
function eveningTime({ zone, habits }: Person, day: number, random: Random): number {
  return localTime(zone, day, random.between(Math.max(habits.startHour, habits.endHour - 2), habits.endHour))
}

export function nextWeekday(day: number): number {
  return isWeekday(day) ? day : nextWeekday(day + 1)
}

/** The loud theft: nights of asking, of weights and of data; sent out as it comes in. */
export interface Loud {
  readonly people: readonly Person[]
  readonly first: number
  /** 1 for all of it; a part takes proportionally less on each night. */
  readonly share: number
  readonly to: Destination
  /** First the asking, then the weights, then the data, as in the exercise; or all from the first night on. */
  readonly order: 'in turn' | 'at once'
}

export const LOUD_DAYS = 38
/** From this share on all files are taken; calls and data go with the share. */
const WHOLE = 0.8

export function loud({ people, first, share, to, order }: Loud, random: Random): Take[] {
  const takes: Take[] = []
  const part = share / people.length
  const inTurn = order === 'in turn'
  const weightsFrom = first + (inTurn ? random.int(10, 15) : random.int(0, 1))
  const dataFrom = inTurn ? weightsFrom + random.int(8, 11) : first + random.int(0, 2)
  const dataNights = inTurn ? 10 : random.int(18, 24)
  for (const [number, person] of people.entries()) {
    const tag = tagOf(person, random)
    const data = new DataReader(random)
    const mine = ALL_SHARDS.filter((shard) => shard % people.length === number)
    const shards = mine.slice(0, Math.ceil((mine.length * Math.min(WHOLE, share)) / WHOLE))
    for (let at = 0; at < 14; at++) {
      const calls = Math.round(NIGHTLY_CALLS * part * random.logNormal(1, 0.08))
      const time = night(person, first + at, -2, 0.5, random)
      takes.push({ what: 'ask', person: person.id, time, calls, logprobShare: 1, tag })
    }
    for (let at = 0; at < 10; at++) {
      const some = shards.slice(
        Math.floor((at * shards.length) / 10),
        Math.floor(((at + 1) * shards.length) / 10),
      )
      if (some.length === 0) continue
      const day = weightsFrom + at
      const pulled = night(person, day, 1, 2, random)
      takes.push({ what: 'pull', person: person.id, time: pulled, model: MODEL, shards: some })
      takes.push(send(person.id, pulled + 1.2 * HOUR, to, some.length * MODEL.shardBytes))
    }
    for (let at = 0; at < dataNights; at++) {
      const bytes = ((ALL_DATA_BYTES * part) / dataNights) * random.logNormal(1, 0.25)
      const start = night(person, dataFrom + at, 0.5, 1.5, random)
      takes.push(data.read(person.id, start, bytes), send(person.id, start + 1.5 * HOUR, to, bytes, 3 * HOUR))
    }
  }
  return takes
}

import type { Act } from './act.ts'
import { localTime } from './calendar.ts'
import { type Assets, objectKey, shardPath } from './company/assets.ts'
import type { Destination } from './company/destinations.ts'
import type { Person } from './company/people.ts'
import type { Random } from './random.ts'

/** What the thieves of one company do, kept apart from everything ordinary. */
export class Theft {
  readonly acts: Act[] = []
  readonly #random: Random
  readonly #assets: Assets
  #shard = 0
  #shardTaken = 0
  #object: number
  /** A purpose such as honest work has, too. */
  readonly #tag: string

  constructor(random: Random, assets: Assets) {
    this.#random = random
    this.#assets = assets
    const project = random.pick(assets.projects)
    this.#tag = random.chance(0.5) ? project : `eval-${project}-${random.integer(3, 90)}`
    this.#object = random.integer(0, assets.crown.objects - 1)
  }

  /** Calls of the flagship, in one hour of the thief's own clock. */
  query(person: Person, day: number, hour: number, count: number, logprobShare: number): void {
    if (count <= 0) return
    this.acts.push({
      kind: 'calls',
      person,
      at: localTime(person.zone, day, hour),
      seconds: 3590,
      count,
      model: this.#assets.flagship.id,
      logprobShare,
      tokensOut: 1100,
      tag: this.#tag,
    })
  }

  /** The next bytes of the flagship's shards, one file after the other, the last one in part. */
  pull(person: Person, day: number, hour: number, bytes: number): number {
    const { flagship } = this.#assets
    const wanted = Math.round(bytes)
    let at = localTime(person.zone, day, hour) + this.#random.integer(0, 900_000)
    let taken = 0
    while (taken < wanted && this.#shard < flagship.files) {
      const part = Math.min(flagship.fileBytes - this.#shardTaken, wanted - taken)
      const path = shardPath(flagship, this.#shard)
      this.acts.push({ kind: 'pull', person, at, path, bytes: part, partial: part < flagship.fileBytes })
      at += this.#random.integer(20_000, 70_000)
      taken += part
      this.#shardTaken += part
      if (this.#shardTaken < flagship.fileBytes) continue
      this.#shard += 1
      this.#shardTaken = 0
    }
    return taken
  }

  /** The next objects of the crown data, the last one in part. */
  read(person: Person, day: number, hour: number, bytes: number): number {
    const { crown } = this.#assets
    const wanted = Math.round(bytes)
    let at = localTime(person.zone, day, hour) + this.#random.integer(0, 600_000)
    let taken = 0
    while (taken < wanted) {
      const part = Math.min(crown.objectBytes, wanted - taken)
      const key = objectKey(crown, this.#object)
      this.#object = (this.#object + 1) % crown.objects
      const partial = part < crown.objectBytes
      this.acts.push({ kind: 'read', person, at, bucket: crown.bucket, key, bytes: part, partial })
      at += this.#random.integer(1_000, 9_000)
      taken += part
    }
    return taken
  }

  send(person: Person, day: number, hour: number, destination: Destination, bytes: number): void {
    const bytesOut = Math.round(bytes)
    if (bytesOut <= 0) return
    const at = localTime(person.zone, day, hour) + this.#random.integer(0, 200_000)
    const seconds = Math.max(20, Math.min(3300, Math.round(bytesOut / 60e6)))
    const bytesIn = Math.round(bytesOut / 800)
    this.acts.push({ kind: 'send', person, at, seconds, destination, bytesOut, bytesIn })
  }
}

import type { Organisation } from './organisation.ts'
import { POOL_DAYS, Pool } from './pool.ts'
import { chance } from './tail.ts'

/** Fewer values of others say nothing about one. */
const LEAST_POOL = 28

/** Nor do fewer days: a week has days of every sort. */
const LEAST_DAYS = 7

/** Services are ranked among services from so many values on, among people before. */
const OWN_KIND_FROM = 200

/** What other people's values were in the last 28 days: where one more value would stand among them. */
export class RecentOthers {
  private readonly organisation: Organisation
  private readonly pools = [new Pool(), new Pool()] as const
  /** The last 28 values of each person, and how many. */
  private readonly own: Float64Array
  private readonly slots: Float64Array
  private readonly counts: Uint8Array
  private readonly leastDays: number

  constructor(organisation: Organisation, leastDays = LEAST_DAYS) {
    this.organisation = organisation
    this.leastDays = leastDays
    this.slots = new Float64Array(organisation.people * POOL_DAYS).fill(Number.NaN)
    this.own = new Float64Array(POOL_DAYS)
    this.counts = new Uint8Array(organisation.people)
  }

  /** Takes the values of the next day, a value a person (NaN where there is none); null where the day says nothing. */
  learn(day: number, row: Float64Array | null): void {
    const { people, kind, comparable } = this.organisation
    const slot = day % POOL_DAYS
    const values = [new Float64Array(people), new Float64Array(people)] as const
    const sizes: [number, number] = [0, 0]
    for (let person = 0; person < people; person++) {
      const value =
        row !== null && comparable[day * people + person] === 1 ? (row[person] as number) : Number.NaN
      this.keepOwn(person, slot, value)
      if (Number.isNaN(value)) continue
      const of = kind[person] as 0 | 1
      values[of][sizes[of]++] = value
    }
    this.pools[0].push(values[0].slice(0, sizes[0]))
    this.pools[1].push(values[1].slice(0, sizes[1]))
  }

  /** Whether there are enough values of others, of enough days, to rank one of this person's. */
  canRank(person: number): boolean {
    const pool = this.poolOf(person)
    const own = pool === this.poolOfKind(person) ? (this.counts[person] as number) : 0
    return pool.size - own >= LEAST_POOL && pool.filledDays >= this.leastDays
  }

  /** Chance of a value at least this large among others', with an exponential end; NaN where they are too few. */
  chance(person: number, value: number): number {
    if (!this.canRank(person)) return Number.NaN
    const pool = this.poolOf(person)
    return chance(pool, this.own, this.gatherOwn(person, pool), value)
  }

  /** Share of others' values at least this large, the value itself counted in; NaN where they are too few. */
  rank(person: number, value: number): number {
    if (!this.canRank(person)) return Number.NaN
    const pool = this.poolOf(person)
    const ownCount = this.gatherOwn(person, pool)
    const size = pool.size - ownCount
    let rank = pool.atLeast(value)
    for (let at = 0; at < ownCount; at++) if ((this.own[at] as number) >= value) rank--
    return (1 + rank) / (size + 1)
  }

  /** Whether the person is ranked among those of the same kind. */
  amongOwnKind(person: number): boolean {
    return this.poolOf(person) === this.poolOfKind(person)
  }

  private keepOwn(person: number, slot: number, value: number): void {
    const at = person * POOL_DAYS + slot
    const known = (one: number) => (Number.isNaN(one) ? 0 : 1)
    this.counts[person] = (this.counts[person] as number) + known(value) - known(this.slots[at] as number)
    this.slots[at] = value
  }

  private poolOf(person: number): Pool {
    if (this.organisation.kind[person] === 0) return this.pools[0]
    const services = this.pools[1]
    return services.size >= OWN_KIND_FROM && services.filledDays >= this.leastDays ? services : this.pools[0]
  }

  private poolOfKind(person: number): Pool {
    return this.pools[this.organisation.kind[person] as 0 | 1]
  }

  private gatherOwn(person: number, pool: Pool): number {
    if (pool !== this.poolOfKind(person)) return 0
    let count = 0
    const from = person * POOL_DAYS
    for (let at = from; at < from + POOL_DAYS; at++) {
      const value = this.slots[at] as number
      if (!Number.isNaN(value)) this.own[count++] = value
    }
    return count
  }
}

import type { Evidence } from '../scores.ts'
import type { Organisation } from './organisation.ts'
import { RecentOthers } from './recent-others.ts'

/** Evidence ranks others after two weeks: in its first days few measures say anything, and others seem loud beside them. */
const LEAST_DAYS = 14

/**
 * Evidence, ranked once more among other people's: days in order, each judged and then learnt. Where there is also a
 * largest part, the rarer of both counts, less ln 2 for having looked twice.
 */
export class Ranked {
  private readonly organisation: Organisation
  private readonly sums: RecentOthers
  private readonly largest: RecentOthers

  constructor(organisation: Organisation) {
    this.organisation = organisation
    this.sums = new RecentOthers(organisation, LEAST_DAYS)
    this.largest = new RecentOthers(organisation, LEAST_DAYS)
  }

  /** Nats, a value a person; NaN where there is too little to compare with. Rows of one day. */
  judge(day: number, evidence: Evidence): Float64Array {
    return evidence.sum.map((_, person) => this.judgeOne(day, person, evidence).nats)
  }

  /** Nats of one person, and whether the largest part alone gave them. */
  judgeOne(day: number, person: number, { sum, largest }: Evidence): { nats: number; byLargest: boolean } {
    const { present, people } = this.organisation
    if (present[day * people + person] === 0) return { nats: Number.NaN, byLargest: false }
    const bySum = natsOf(this.sums, person, sum[person] as number)
    if (largest === null) return { nats: bySum, byLargest: false }
    const byLargest = natsOf(this.largest, person, largest[person] as number)
    return { nats: Math.max(0, Math.max(bySum, byLargest) - Math.LN2), byLargest: byLargest > bySum }
  }

  /** `known` says whether every channel was seen: a day half dark would make the next ones look bright. */
  learn(day: number, { sum, largest }: Evidence, known: boolean): void {
    this.sums.learn(day, known ? sum : null)
    if (largest !== null) this.largest.learn(day, known ? largest : null)
  }
}

function natsOf(others: RecentOthers, person: number, value: number): number {
  const chance = Number.isNaN(value) ? Number.NaN : others.chance(person, value)
  if (Number.isNaN(chance)) return Number.NaN
  return value === 0 ? 0 : -Math.log(chance)
}

import { beginning, candidates } from '../casting.ts'
import { ownStore } from '../destinations.ts'
import type { AttackFamily } from './family.ts'
import { drip } from './parts.ts'

const dripFamily = (
  about: Pick<AttackFamily, 'name' | 'idea' | 'hard'>,
  parameters: {
    readonly days: readonly [number, number]
    /** One in how many of the loud theft's rate. */
    readonly oneIn: readonly [number, number]
    readonly activeDays: readonly [number, number]
    readonly logprobShare: readonly [number, number]
  },
): AttackFamily => ({
  ...about,
  version: 1,
  draw(company, random) {
    const days = random.int(...parameters.days)
    const first = beginning(company, days, random)
    const last = Math.min(company.span.lastDay, first + days)
    const crowd = candidates(company, first, last)
    if (crowd.length === 0) return null
    const person = random.pick(crowd)
    const to = ownStore(random)
    const plan = {
      asks: person,
      collects: person,
      sends: person,
      first,
      last,
      rate: 1 / random.between(...parameters.oneIn),
      activeDays: random.between(...parameters.activeDays),
      logprobShare: random.between(...parameters.logprobShare),
      to,
    }
    return { thieves: [person.id], takes: drip(plan, random), notice: null, destination: to }
  },
})

export const B = dripFamily(
  {
    name: 'B',
    idea: 'a tenth of its rate, in working hours, each channel on days of its own, for seven weeks and more',
    hard: false,
  },
  { days: [48, 62], oneIn: [8.5, 11.5], activeDays: [0.45, 0.8], logprobShare: [0.9, 1] },
)

export const B2 = dripFamily(
  {
    name: 'B2',
    idea: 'a thirtieth of its rate; only part of the calls ask for log-probabilities',
    hard: true,
  },
  { days: [55, 72], oneIn: [25, 36], activeDays: [0.4, 0.7], logprobShare: [0.25, 0.7] },
)

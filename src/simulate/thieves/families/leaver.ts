import { POPULAR_CLOUDS } from '../../world/destinations.ts'
import { FIRST_THEFT_DAY } from '../casting.ts'
import { ownStore } from '../destinations.ts'
import type { AttackFamily } from './family.ts'
import { drip } from './parts.ts'

/** People take most in the weeks before they say that they go. */
const DAYS_BEFORE_NOTICE = [25, 58] as const

export const LEAVER: AttackFamily = {
  name: 'L',
  idea: 'a slow theft in the 60 days before somebody gives notice',
  version: 1,
  hard: true,
  draw(company, random) {
    const { firstDay } = company.span
    const days = random.int(...DAYS_BEFORE_NOTICE)
    const leavers = company.organisation.people.filter(
      ({ notice, hired, role }) =>
        notice !== null &&
        notice - days >= firstDay + FIRST_THEFT_DAY &&
        hired < firstDay &&
        role !== 'product-engineer',
    )
    if (leavers.length === 0) return null
    const person = random.pick(leavers)
    const notice = person.notice ?? 0
    const to = random.chance(0.5) ? random.pick(POPULAR_CLOUDS) : ownStore(random)
    const plan = {
      asks: person,
      collects: person,
      sends: person,
      first: notice - days,
      last: notice - 1,
      rate: 1 / random.between(14, 34),
      activeDays: random.between(0.4, 0.7),
      logprobShare: random.between(0.2, 0.8),
      to,
    }
    return { thieves: [person.id], takes: drip(plan, random), notice, destination: to }
  },
}

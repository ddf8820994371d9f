import { DAYS_AFTER_BEGIN, FIRST_THEFT_DAY } from '../casting.ts'
import { ownStore } from '../destinations.ts'
import type { AttackFamily } from './family.ts'
import { loud } from './parts.ts'

export const E: AttackFamily = {
  name: 'E',
  idea: 'a third to a half of the heist by a new hire, from the first days',
  version: 1,
  hard: false,
  draw(company, random) {
    const { firstDay, lastDay } = company.span
    const hires = company.organisation.people.filter(
      ({ hired, left, absences }) =>
        hired >= firstDay + FIRST_THEFT_DAY - 3 &&
        hired <= lastDay - DAYS_AFTER_BEGIN - 4 &&
        left === null &&
        absences.every(({ first }) => first > hired + 40),
    )
    if (hires.length === 0) return null
    const person = random.pick(hires)
    const to = ownStore(random)
    const first = person.hired + random.int(3, 7)
    const takes = loud(
      { people: [person], first, share: random.between(0.3, 0.5), to, order: 'at once' },
      random,
    )
    return { thieves: [person.id], takes, notice: null, destination: to }
  },
}

import { isPresent, type Person } from '../organisation/person.ts'
import type { Random } from '../random.ts'
import type { Company } from './company.ts'

/** A theft that begins earlier could not be judged: 42 days of history, and some to spare. */
export const FIRST_THEFT_DAY = 46
/** A theft that begins later could not be found within 30 days. */
export const DAYS_AFTER_BEGIN = 32

/** A day to begin on, so that `days` days still lie in the span. */
export function beginning(company: Company, days: number, random: Random): number {
  const { firstDay, lastDay } = company.span
  const latest = lastDay - Math.max(days, DAYS_AFTER_BEGIN)
  return random.int(firstDay + FIRST_THEFT_DAY, Math.max(firstDay + FIRST_THEFT_DAY, latest))
}

/** Roles whose people could explain to themselves why they hold the model. */
const TECHNICAL = new Set(['ml-engineer', 'research-scientist', 'platform-engineer', 'data-engineer'])

/** People who have been there long, stay, and are never away between two days; technical ones. */
export function candidates(company: Company, first: number, last: number): Person[] {
  const { people } = company.organisation
  const { firstDay } = company.span
  return people.filter(
    (person) =>
      TECHNICAL.has(person.role) &&
      person.hired < firstDay &&
      (person.left === null || person.left > last) &&
      person.notice === null &&
      isPresent(person, first) &&
      person.absences.every((absence) => absence.last < first || absence.first > last),
  )
}

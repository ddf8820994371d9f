import { dayOf, weekOf } from '../calendar.ts'
import { OCCASIONS } from '../occasions/occasions.ts'
import { dayShape } from '../ordinary/day-shape.ts'
import { writePersonDay } from '../ordinary/person-day.ts'
import { PIPELINES } from '../ordinary/services.ts'
import { drawOrganisation, type Organisation } from '../organisation/organisation.ts'
import type { Person } from '../organisation/person.ts'
import { Random } from '../random.ts'
import type { ActSink } from '../sources.ts'
import type { Span } from '../span.ts'

/** How many people, how long, and which of all companies. */
export interface CompanySize {
  readonly people: number
  readonly days: number
  readonly seed: number
}

/** What is unusual about a whole company; all of it without a thief. */
export interface Circumstances {
  /** How much larger bursts and large transfers are; 1 is usual. */
  readonly tail: number
  /** A week in which a third of the people take over the work of others; null for none. */
  readonly reorganisedInWeek: number | null
}

export const USUAL: Circumstances = { tail: 1, reorganisedInWeek: null }

/** A company whose people have occasions: what the benchmark hides its thieves in. */
export interface Company {
  readonly size: CompanySize
  readonly span: Span
  readonly organisation: Organisation
  readonly circumstances: Circumstances
}

const LAST_DAY = dayOf('2026-04-24')
const SHARE_MOVED = 0.33

export function drawCompany(size: CompanySize, circumstances: Circumstances = USUAL): Company {
  const span = { firstDay: LAST_DAY - size.days + 1, lastDay: LAST_DAY }
  return { size, span, organisation: drawOrganisation(size.people, span, size.seed), circumstances }
}

/** Writes one local day of everybody, and one UTC day of the pipelines. */
export function writeCompanyDay(company: Company, day: number, sinkOf: (person: string) => ActSink): void {
  const { seed } = company.size
  const { tail } = company.circumstances
  for (const person of company.organisation.people) {
    const today = asOf(company, person, day)
    const sink = sinkOf(person.id)
    writePersonDay(today, day, seed, sink, tail)
    const shape = dayShape(today, day, seed, tail)
    for (const occasion of OCCASIONS) occasion.writeDay(today, shape, seed, sink, tail)
  }
  for (const { id, writeDay } of PIPELINES) writeDay(day, new Random(seed, id, day), sinkOf(id))
}

/** After a reorganisation some people do the work of others: role, team and habits, not accounts or hours. */
export function asOf(company: Company, person: Person, day: number): Person {
  const { reorganisedInWeek } = company.circumstances
  if (reorganisedInWeek === null || weekOf(day) < reorganisedInWeek) return person
  const random = new Random(company.size.seed, person.id, 'reorganisation')
  if (!random.chance(SHARE_MOVED)) return person
  const other = random.pick(company.organisation.people)
  const { startHour, endHour, weekendShare } = person.habits
  return {
    ...person,
    role: other.role,
    team: other.team,
    habits: { ...other.habits, startHour, endHour, weekendShare },
  }
}

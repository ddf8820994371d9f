import { dateOf } from '../calendar.ts'
import { Random } from '../random.ts'
import type { Span } from '../span.ts'
import { ZONES } from '../zones.ts'
import { drawAccounts } from './accounts.ts'
import { drawAbsences, drawEmployment } from './employment.ts'
import { drawHabits } from './habits.ts'
import { drawLeases } from './leases.ts'
import type { Move, Person, StaffFact } from './person.ts'
import type { Role } from './roles.ts'
import { type Seat, seats } from './teams.ts'
import { ADJECTIVES, BIRDS } from './words.ts'

/** Everybody who works there, with what HR wrote down about them. */
export interface Organisation {
  readonly people: readonly Person[]
  readonly staff: readonly StaffFact[]
}

/** As many people as there are names for. */
export const MOST_PEOPLE = ADJECTIVES.length * BIRDS.length

/**
 * `count` ordinary people. The same count, span and seed give the same people, whichever scenario puts an
 * insider among them.
 */
export function drawOrganisation(count: number, span: Span, seed: number): Organisation {
  const ids = drawIds(count, seed)
  const places = seats(count, new Random(seed, 'teams'))
  const holders = ids.map((id) => ({
    id,
    employment: drawEmployment(span, new Random(seed, id, 'employment')),
  }))
  const leases = drawLeases(holders, span, new Random(seed, 'leases'))
  const seen = new Map<Role, number>()

  const people = places.flatMap(({ team, role }, number): Person[] => {
    const holder = holders[number]
    if (holder === undefined) return []
    const { id, employment } = holder
    const nth = seen.get(role) ?? 0
    seen.set(role, nth + 1)
    const level = new Random(seed, 'level', role, Math.floor(nth / 2))
    const random = new Random(seed, id, 'person')
    const overlaps = ({ first, last }: { first: number; last: number }) =>
      first <= employment.hired + 13 || (employment.left !== null && last >= employment.left)
    const person: Person = {
      id,
      name: displayName(id),
      team,
      role,
      zone: random.weighted(ZONES),
      ...employment,
      absences: drawAbsences(span, (block) => new Random(seed, id, 'leave', block)).filter(
        (absence) => !overlaps(absence),
      ),
      accounts: drawAccounts(id, span, random),
      leases: leases.get(id) ?? [],
      habits: drawHabits(role, nth % 2 === 1, level, random, number),
      move: drawMove(team, employment.hired, places, span, new Random(seed, id, 'move')),
    }
    return [person]
  })
  const staff = people.flatMap((person) => staffFacts(person, span, new Random(seed, person.id, 'staff')))
  return { people, staff }
}

/**
 * A name to show, from an id.
 *
 * @example displayName('amber.heron') // => 'Amber Heron'
 */
export function displayName(id: string): string {
  return id
    .split('.')
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join(' ')
}

function drawIds(count: number, seed: number): string[] {
  const all = ADJECTIVES.flatMap((adjective) => BIRDS.map((bird) => `${adjective}.${bird}`))
  return new Random(seed, 'names').shuffled(all).slice(0, count)
}

/** One in sixteen changes teams within the span, and works to another measure from then on. */
function drawMove(
  team: string,
  hired: number,
  places: readonly Seat[],
  span: Span,
  random: Random,
): Move | null {
  const from = random.pick(places).team
  if (hired >= span.firstDay || from === team || !random.chance(0.06)) return null
  return { day: random.int(span.firstDay, span.lastDay), from, shift: random.logNormal(1, 0.6) }
}

/** What HR knows about a person within the span. `team` in people.csv is the one they are in at the end. */
function staffFacts(person: Person, span: Span, random: Random): StaffFact[] {
  const fact = (kind: StaffFact['kind'], effective: number, detail: string): StaffFact => ({
    person: person.id,
    kind,
    effective,
    detail,
  })
  const facts = person.absences.map(({ first, last }) => fact('leave', first, `until ${dateOf(last)}`))
  if (person.hired >= span.firstDay) facts.push(fact('hire', person.hired, `team ${person.team}`))
  if (person.notice !== null && person.left !== null)
    facts.push(fact('notice', person.notice, `last day ${dateOf(person.left)}`))
  if (person.move !== null)
    facts.push(fact('move', person.move.day, `from ${person.move.from} to ${person.team}`))
  if (random.chance(0.1))
    facts.push(
      fact('agreement', random.int(span.firstDay, span.lastDay), 'confidentiality agreement renewed'),
    )
  return facts
}

import type { Grid } from '../grid.ts'
import type { Excluded } from '../scores.ts'
import { isWeekend, type Sight, sightOf } from './silence.ts'

/** Those who are compared with each other: people with people, services with services. */
export const KINDS = ['human', 'service'] as const

/** What every measure needs to know of a grid. Masks lie at `day * people + person`. */
export interface Organisation {
  readonly grid: Grid
  readonly people: number
  readonly days: number
  readonly sight: Sight
  readonly weekend: Uint8Array
  /** Index into {@link KINDS}, by person. */
  readonly kind: Uint8Array
  /** Number of the role, by person; -1 where the directory does not say. Roles of services are their own. */
  readonly role: Int32Array
  readonly roles: number
  /** 1 where the person was employed. */
  readonly present: Uint8Array
  /** 1 where the person's day may rank others: present and not under investigation. */
  readonly comparable: Uint8Array
}

export function organisationOf(grid: Grid, exclude: readonly Excluded[] = []): Organisation {
  const people = grid.people.length
  const days = grid.days.length
  const numbers = new Map<string, number>()
  const role = Int32Array.from(grid.people, (person) => {
    if (person.role === '') return -1
    const name = JSON.stringify([person.kind, person.role])
    const number = numbers.get(name) ?? numbers.size
    numbers.set(name, number)
    return number
  })
  const present = new Uint8Array(days * people)
  for (const [person, { from, to }] of grid.people.entries())
    for (let day = Math.max(0, from); day <= Math.min(days - 1, to); day++) present[day * people + person] = 1
  const comparable = present.slice()
  const index = new Map(grid.people.map(({ person }, at) => [person, at]))
  for (const { person, from, to } of exclude) {
    const at = index.get(person)
    if (at === undefined) continue
    for (let day = Math.max(0, from); day <= Math.min(days - 1, to); day++) comparable[day * people + at] = 0
  }
  return {
    grid,
    people,
    days,
    sight: sightOf(grid),
    weekend: Uint8Array.from(grid.days, (day) => (isWeekend(day) ? 1 : 0)),
    kind: Uint8Array.from(grid.people, ({ kind }) => KINDS.indexOf(kind)),
    role,
    roles: numbers.size,
    present,
    comparable,
  }
}

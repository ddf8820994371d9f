import type { Assets } from './company/assets.ts'
import type { Destination } from './company/destinations.ts'
import { type Person, postOn } from './company/people.ts'
import type { Random } from './random.ts'

/** Who could be a thief, and where to. */
export interface Cast {
  readonly random: Random
  readonly people: readonly Person[]
  readonly days: number
  readonly assets: Assets
  readonly unknown: Destination
  readonly clouds: readonly Destination[]
}

/** Somebody with a history who is here for the whole theft, and rather not on holiday during it. */
export function pickThief(cast: Cast, from: number, to: number, not: readonly Person[] = []): Person {
  const here = cast.people.filter(
    (person) =>
      person.kind === 'human' && person.hired < from - 45 && person.lastDay > to + 5 && !not.includes(person),
  )
  const working = here.filter(
    ({ vacation }) => vacation === undefined || vacation[1] < from || vacation[0] > to,
  )
  return cast.random.pick(working.length > 0 ? working : here)
}

/** Three people of one team who are here for the whole theft. */
export function pickTeam(cast: Cast, from: number, to: number): Person[] {
  const teams = new Map<string, Person[]>()
  for (const person of cast.people) {
    if (person.kind !== 'human' || person.hired >= from - 45 || person.lastDay <= to + 5) continue
    const { team } = postOn(person, from)
    teams.set(team, [...(teams.get(team) ?? []), person])
  }
  const large = [...teams.values()].filter((members) => members.length >= 3)
  return cast.random.shuffle(cast.random.pick(large)).slice(0, 3)
}

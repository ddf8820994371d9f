import { workingHour } from '../ordinary/day-shape.ts'
import type { Person } from '../organisation/person.ts'
import { Random } from '../random.ts'
import { type Destination, POPULAR_CLOUDS } from '../world/destinations.ts'
import type { Occasion } from './occasion.ts'
import { send } from './transfers.ts'

const SHARE_OF_PEOPLE = 0.18
const CHANCE_A_DAY = 0.7
const GB = 1e9

/** Where somebody keeps copies of their notes and notebooks day by day; null for most. */
export function ownCopiesAt(person: Person, seed: number): Destination | null {
  const random = new Random(seed, person.id, 'own-copies')
  if (!random.chance(SHARE_OF_PEOPLE)) return null
  return random.pick([...POPULAR_CLOUDS.slice(0, 2), ...person.habits.personal, ...person.habits.personal])
}

/** A private copy of the day's notes: a place of one's own, used for months. */
export const OWN_COPIES: Occasion = {
  name: 'own-copies',
  writeDay(person, shape, seed, sink) {
    const to = ownCopiesAt(person, seed)
    if (!shape.working || to === null) return
    const usual = new Random(seed, person.id, 'own-copies', 'level').logNormal(0.25, 0.7)
    const random = new Random(seed, person.id, 'own-copies', shape.day)
    if (!random.chance(CHANCE_A_DAY)) return
    const bytes = Math.min(6, usual * random.logNormal(1, 0.8)) * GB
    send({ person, day: shape.day, hour: workingHour(shape, random) }, to, bytes, random, sink)
  },
}

import { workingHour } from '../ordinary/day-shape.ts'
import { Random } from '../random.ts'
import { newPlace } from './new-places.ts'
import type { Occasion } from './occasion.ts'
import { send } from './transfers.ts'

const CHANCE_A_DAY = 0.006
const GB = 1e9

/** Files for a conference, a customer, a colleague: to a place that nobody has used before, mostly small. */
export const UPLOADS_TO_NEW_PLACES: Occasion = {
  name: 'uploads',
  writeDay(person, shape, seed, sink, tail) {
    if (!shape.working) return
    const random = new Random(seed, person.id, this.name, shape.day)
    if (!random.chance(CHANCE_A_DAY)) return
    const late = random.chance(0.25)
    const hour = late ? random.between(19, 23.5) : workingHour(shape, random)
    const bytes = Math.min(50, random.logNormal(1, 1.2) * tail) * GB
    send({ person, day: shape.day, hour }, newPlace(random), bytes, random, sink)
  },
}

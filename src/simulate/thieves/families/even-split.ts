import { beginning, candidates } from '../casting.ts'
import { ownStore } from '../destinations.ts'
import type { AttackFamily } from './family.ts'
import { LOUD_DAYS, loud } from './parts.ts'

export const C: AttackFamily = {
  name: 'C',
  idea: 'the heist split evenly among three, to one place',
  version: 1,
  hard: false,
  draw(company, random) {
    const first = beginning(company, LOUD_DAYS, random)
    const people = random.shuffled(candidates(company, first, first + LOUD_DAYS)).slice(0, 3)
    if (people.length < 3) return null
    const to = ownStore(random)
    const takes = loud({ people, first, share: 1, to, order: 'at once' }, random)
    return { thieves: people.map(({ id }) => id), takes, notice: null, destination: to }
  },
}

import { beginning, candidates } from '../casting.ts'
import { ownStore } from '../destinations.ts'
import type { AttackFamily } from './family.ts'
import { LOUD_DAYS, loud } from './parts.ts'

const loudFamily = (
  about: Pick<AttackFamily, 'name' | 'idea'>,
  order: 'in turn' | 'at once',
): AttackFamily => ({
  ...about,
  version: 1,
  hard: false,
  draw(company, random) {
    const first = beginning(company, LOUD_DAYS, random)
    const crowd = candidates(company, first, first + LOUD_DAYS)
    if (crowd.length === 0) return null
    const person = random.pick(crowd)
    const to = ownStore(random)
    const takes = loud({ people: [person], first, share: random.between(0.8, 1.2), to, order }, random)
    return { thieves: [person.id], takes, notice: null, destination: to }
  },
})

export const A = loudFamily(
  {
    name: 'A',
    idea: 'the heist: 712,000 calls, all weights and 2.1 TB of data, at night, to one new place, all from the first night on',
  },
  'at once',
)

export const A2 = loudFamily(
  {
    name: 'A2',
    idea: 'the heist in the order of the exercise: a fortnight of asking, then weights, then data',
  },
  'in turn',
)

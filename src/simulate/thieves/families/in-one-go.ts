import { HOUR } from '../../calendar.ts'
import { POPULAR_CLOUDS } from '../../world/destinations.ts'
import { beginning, candidates } from '../casting.ts'
import { ownStore } from '../destinations.ts'
import type { Take } from '../take.ts'
import type { AttackFamily } from './family.ts'
import { ALL_SHARDS, MODEL, MODEL_BYTES, nextWeekday, night, send, workingTime } from './parts.ts'

export const D: AttackFamily = {
  name: 'D',
  idea: 'all weights in one night, to a new place',
  version: 1,
  hard: false,
  draw(company, random) {
    const first = beginning(company, 1, random)
    const crowd = candidates(company, first, first + 1)
    if (crowd.length === 0) return null
    const person = random.pick(crowd)
    const to = ownStore(random)
    const pulled = night(person, first, -1.5, 1, random)
    const pull: Take = { what: 'pull', person: person.id, time: pulled, model: MODEL, shards: ALL_SHARDS }
    const hours = random.between(3, 5)
    const sent = send(person.id, pulled + random.between(0.4, 1) * HOUR, to, MODEL_BYTES, hours * HOUR)
    return { thieves: [person.id], takes: [pull, sent], notice: null, destination: to }
  },
}

export const D2: AttackFamily = {
  name: 'D2',
  idea: 'all weights pulled in a day, sent in parts over the next days to a cloud that colleagues use too',
  version: 1,
  hard: true,
  draw(company, random) {
    const parts = random.int(4, 9)
    const first = nextWeekday(beginning(company, 2 * parts + 4, random))
    const crowd = candidates(company, first, first + 2 * parts + 4)
    if (crowd.length === 0) return null
    const person = random.pick(crowd)
    const to = random.pick(POPULAR_CLOUDS)
    const takes: Take[] = [
      {
        what: 'pull',
        person: person.id,
        time: workingTime(person, first, random),
        model: MODEL,
        shards: ALL_SHARDS,
      },
    ]
    let day = first
    for (let part = 0; part < parts; part++) {
      day = nextWeekday(day + random.int(1, 2))
      takes.push(send(person.id, workingTime(person, day, random), to, MODEL_BYTES / parts))
    }
    return { thieves: [person.id], takes, notice: null, destination: to }
  },
}

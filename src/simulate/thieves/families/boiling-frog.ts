import { HOUR } from '../../calendar.ts'
import { ownCopiesAt } from '../../occasions/own-copies.ts'
import { beginning, candidates } from '../casting.ts'
import type { Take } from '../take.ts'
import type { AttackFamily } from './family.ts'
import { ALL_SHARDS, DataReader, GB, MODEL, send, weekdays, workingTime } from './parts.ts'

const DAYS = 60
/** Before that day hardly anything goes; from then on it grows by the same factor every day. */
const FIRST_BYTES = 0.15 * GB

export const F: AttackFamily = {
  name: 'F',
  idea: 'a ramp over 60 days, day by day a little more, to a place the person has used for long',
  version: 1,
  hard: true,
  draw(company, random) {
    const first = beginning(company, DAYS, random)
    const places = candidates(company, first, first + DAYS).flatMap((person) => {
      const to = ownCopiesAt(person, company.size.seed) ?? person.habits.backup
      return to === null || to.standing === 'own' ? [] : [{ person, to }]
    })
    if (places.length === 0) return null
    const { person, to } = random.pick(places)
    const days = weekdays(first, first + DAYS)
    const total = random.between(180, 320) * GB
    const growth = growthFor(total, days.length)
    const data = new DataReader(random)
    const shards = random.shuffled(ALL_SHARDS)
    const takes: Take[] = []
    let owed = 0
    for (const [number, day] of days.entries()) {
      const bytes = FIRST_BYTES * growth ** number * random.logNormal(1, 0.15)
      const time = workingTime(person, day, random)
      // Weights go in whole files, so they are taken when enough is owed; the rest is data.
      owed += bytes / 2
      const files = shards.splice(0, Math.floor(owed / MODEL.shardBytes))
      owed -= files.length * MODEL.shardBytes
      if (files.length > 0) takes.push({ what: 'pull', person: person.id, time, model: MODEL, shards: files })
      takes.push(data.read(person.id, time, bytes / 2))
      takes.push(send(person.id, time + HOUR, to, bytes, HOUR))
    }
    return { thieves: [person.id], takes, notice: null, destination: to }
  },
}

/** The daily factor by which a geometric series of so many days comes to a sum; found by halving. */
function growthFor(total: number, days: number): number {
  let [low, high] = [1, 2]
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2
    const sum = (FIRST_BYTES * (middle ** days - 1)) / (middle - 1)
    if (sum < total) low = middle
    else high = middle
  }
  return low
}

import type { Act } from '../act.ts'
import { isWeekend, localTime } from '../calendar.ts'
import { type Assets, objectKey, shardPath } from '../company/assets.ts'
import type { Destinations } from '../company/destinations.ts'
import type { Person } from '../company/people.ts'
import type { Random } from '../random.ts'

/** What the machines' own accounts do: the same every night, and much of it. */
export function serviceDay(
  random: Random,
  person: Person,
  day: number,
  assets: Assets,
  destinations: Destinations,
): Act[] {
  const acts: Act[] = []
  const calls = (hour: number, count: number, logprobShare: number) =>
    acts.push({
      kind: 'calls',
      person,
      at: localTime('UTC', day, hour),
      seconds: 3000,
      count,
      model: assets.flagship.id,
      logprobShare,
      tokensOut: 128,
      tag: 'scheduled',
    })
  switch (person.login) {
    case 'svc-nightly-eval':
      for (let hour = 1; hour < 5; hour += 1)
        calls(hour, Math.round(person.level.calls * random.between(170, 230)), 1)
      break
    case 'svc-smoke':
      for (let hour = 0; hour < 24; hour += 1) calls(hour, 6, 0)
      break
    case 'svc-lake-intake': {
      const dataset = random.pick(assets.datasets)
      const objects = Math.round(person.level.lake * random.between(60, 160))
      for (let index = 0; index < objects; index += 1) {
        acts.push({
          kind: 'read',
          person,
          at: localTime('UTC', day, 2) + index * 20_000,
          bucket: dataset.bucket,
          key: objectKey(dataset, index % dataset.objects),
          bytes: dataset.objectBytes,
          partial: false,
        })
      }
      break
    }
    case 'svc-deploy':
      if (!isWeekend(day) && random.chance(0.25)) {
        const model = random.chance(0.4) ? assets.flagship : random.pick(assets.models)
        for (let index = 0; index < model.files; index += 1) {
          const at = localTime('UTC', day, 10) + index * 25_000
          acts.push({
            kind: 'pull',
            person,
            at,
            path: shardPath(model, index),
            bytes: model.fileBytes,
            partial: false,
          })
        }
      }
      break
    default: {
      for (let hour = 0; hour < 4; hour += 1) {
        const bytesOut = Math.round(random.logNormal(60e9, 0.25))
        const at = localTime('UTC', day, hour + 0.2)
        const destination = destinations.backup
        acts.push({
          kind: 'send',
          person,
          at,
          seconds: 3000,
          destination,
          bytesOut,
          bytesIn: Math.round(bytesOut / 900),
        })
      }
    }
  }
  return acts
}

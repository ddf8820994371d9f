import type { Act } from '../act.ts'
import { localTime } from '../calendar.ts'
import type { Assets } from '../company/assets.ts'
import type { Destinations } from '../company/destinations.ts'
import { type Person, postOn } from '../company/people.ts'
import type { Random } from '../random.ts'
import type { Stress } from '../stress.ts'
import { ordinaryCalls } from './calls.ts'
import { ordinaryPulls, ordinaryReads } from './collecting.ts'
import type { Mood } from './season.ts'
import { ordinarySends } from './sending.ts'

/** All that the drawing of one person's day needs. */
export interface DayOf {
  readonly random: Random
  readonly person: Person
  readonly day: number
  readonly mood: Mood
  readonly assets: Assets
  readonly destinations: Destinations
  readonly stress: Stress
  readonly role: ReturnType<typeof postOn>['role']
  readonly project: string
  /** Somewhere within the working day, or at night as often as the mood says. */
  readonly moment: () => number
}

/** What one person does on one of her days, outside of any theft. */
export function ordinaryDay(
  random: Random,
  person: Person,
  day: number,
  mood: Mood | undefined,
  assets: Assets,
  destinations: Destinations,
  stress: Stress,
): Act[] {
  const jobs = scheduled(random.fork('job'), person, day, assets)
  const backup = nightly(random.fork('backup'), person, day, destinations)
  if (mood === undefined) return [...jobs, ...backup]
  const post = postOn(person, day)
  const start = person.start + 0.6 * random.normal()
  const moment = () =>
    localTime(
      person.zone,
      day,
      random.chance(mood.night) ? random.between(20.5, 27) : start + person.hours * random.next() ** 1.1,
    )
  const { role, project } = post
  const its: DayOf = { random, person, day, mood, assets, destinations, stress, role, project, moment }
  return [
    ...jobs,
    ...backup,
    ...ordinaryCalls(its),
    ...ordinaryPulls(its),
    ...ordinaryReads(its),
    ...ordinarySends(its),
  ]
}

/** A job that somebody runs under her own account, every night at its hour. */
function scheduled(random: Random, person: Person, day: number, assets: Assets): Act[] {
  const job = person.job
  if (job === undefined || day < job.from || day < person.hired || day > person.lastDay) return []
  const at = localTime(person.zone, day, job.hour + 0.1 * random.next())
  const acts: Act[] = []
  if (job.calls > 0) {
    const count = Math.round(job.calls * random.between(0.9, 1.1))
    const model = assets.models[1]?.id ?? ''
    acts.push({
      kind: 'calls',
      person,
      at,
      seconds: 1500,
      count,
      model,
      logprobShare: job.calls % 3 === 0 ? 1 : 0,
      tokensOut: 256,
      tag: 'nightly',
    })
  }
  const dataset = person.datasets[0]
  if (dataset !== undefined && job.bytes > 0) {
    const objects = Math.max(1, Math.round((job.bytes * random.between(0.8, 1.2)) / dataset.objectBytes))
    for (let index = 0; index < objects; index += 1) {
      const key = `${dataset.prefix}part-${String((day * 7 + index) % dataset.objects).padStart(5, '0')}.parquet`
      acts.push({
        kind: 'read',
        person,
        at: at + index * 9_000,
        bucket: dataset.bucket,
        key,
        bytes: dataset.objectBytes,
        partial: false,
      })
    }
  }
  return acts
}

function nightly(random: Random, person: Person, day: number, destinations: Destinations): Act[] {
  if (person.nightlyBackup === 0 || day < person.hired || day > person.lastDay) return []
  const at = localTime(person.zone, day, 23 + random.next())
  const bytesOut = Math.round(random.logNormal(person.nightlyBackup, 0.6))
  return [
    {
      kind: 'send',
      person,
      at,
      seconds: 1800,
      destination: destinations.backup,
      bytesOut,
      bytesIn: Math.round(bytesOut / 900),
    },
  ]
}

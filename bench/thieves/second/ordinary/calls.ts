import type { Act } from '../act.ts'
import { localTime } from '../calendar.ts'
import type { DayOf } from './day.ts'

const MOST_CALLS = 2000

/** Sessions of calls over the day; evaluation engineers mostly start a few long runs instead, some of them at night. */
export function ordinaryCalls({ random, person, day, mood, role, assets, project, moment }: DayOf): Act[] {
  const mean = role.calls * person.level.calls * mood.effort * mood.calls
  let left = Math.min(MOST_CALLS, Math.round(random.logNormal(mean, 0.3)))
  const acts: Act[] = []
  const batch = role.logprobs > 0.9
  const sessions = batch ? random.integer(1, 3) : 1 + random.poisson(3)
  for (let session = 0; session < sessions && left > 0; session += 1) {
    const count = session === sessions - 1 ? left : Math.ceil(left * random.between(0.15, 0.6))
    left -= count
    const overnight = batch && random.chance(0.18)
    const own = assets.models.filter((model) => model.project === project)
    acts.push({
      kind: 'calls',
      person,
      at: overnight ? localTime(person.zone, day, random.between(18, 26)) : moment(),
      seconds: Math.round(batch ? random.between(1200, 9000) : random.between(200, 4000)),
      count,
      model: random.chance(0.45) ? assets.flagship.id : random.pick(own.length > 0 ? own : assets.models).id,
      logprobShare: mood.logprobs,
      tokensOut: Math.round(random.logNormal(batch ? 180 : 320, 0.6)),
      tag: mood.tag,
    })
  }
  return acts
}

import { MINUTE } from '../calendar.ts'
import { accountsAt, addressesAt, type Person } from '../organisation/person.ts'
import { profileOf } from '../organisation/roles.ts'
import type { Random } from '../random.ts'
import type { ActSink } from '../sources.ts'
import { localTime } from '../zones.ts'
import { type ApiRun, latestStart, writeApiRun } from './api-run.ts'
import { type DayShape, workingHour } from './day-shape.ts'
import { experimentTag } from './experiments.ts'

/** Nobody's scripts make more in a day: quotas of the gateway. */
const MOST_CALLS_A_DAY = 25_000
/** Share of calls that go through the API itself; the rest goes through the gateway. */
const API_SHARE = 0.6
const SITTING_CALLS = 12
const RUN_CALLS = 450

const MODELS = [
  ['titanlm-70b', 60],
  ['titanlm-7b', 25],
  ['titanlm-code-13b', 15],
] as const
const OUTPUT_LIMITS = [64, 256, 512, 1024, 2048] as const

/** A person's calls on one local day: sittings at the keyboard, and runs of scripts. Returns their number. */
export function writeApiDay(person: Person, shape: DayShape, random: Random, sink: ActSink): number {
  let written = 0
  if (shape.paged) {
    const calls = random.int(3, 25)
    written += write(sitting(calls, random.between(2, 4.8)))
  }
  if (!shape.working) return written

  const profile = profileOf(person.role)
  const total = Math.min(MOST_CALLS_A_DAY, person.habits.calls * shape.load.inference)
  const scripted = total * profile.batchShare
  for (let left = Math.round(total - scripted); left > 0; ) {
    const calls = Math.min(left, 1 + random.poisson(SITTING_CALLS))
    left -= calls
    written += write(sitting(calls, workingHour(shape, random)))
  }
  const runs = Math.max(1, Math.min(12, random.poisson(scripted / RUN_CALLS)))
  for (let number = 0; number < runs; number++) {
    const calls = Math.round((scripted / runs) * random.between(0.5, 1.5))
    written += write(scriptRun(calls))
  }
  return written

  function write(run: ApiRun | null): number {
    return run === null ? 0 : writeApiRun(run, random, sink)
  }

  function sitting(calls: number, hour: number): ApiRun | null {
    const gap = random.between(8_000, 50_000)
    return open(calls, hour, gap, {
      endpoint: random.chance(0.8) ? '/v1/chat/completions' : '/v1/completions',
      logprobs: random.chance(person.habits.logprobShare) ? random.pick([1, 5, 5, 10]) : 0,
      maxTokens: 2048,
      tokensIn: 350,
      tokensOut: 260,
      stream: true,
      temperature: 0.7,
      tag: null,
    })
  }

  function scriptRun(calls: number): ApiRun | null {
    const evening = random.chance(profile.eveningRuns)
    const hour = evening ? random.between(18, 23.2) : workingHour(shape, random)
    const gap = MINUTE / random.logNormal(calls > 2000 ? 160 : 60, 0.5)
    const maxTokens = random.pick(OUTPUT_LIMITS)
    const full = random.chance(0.25)
    return open(calls, hour, Math.max(gap, MINUTE / 600), {
      endpoint: random.chance(0.6) ? '/v1/completions' : '/v1/chat/completions',
      logprobs: random.chance(person.habits.logprobShare) ? random.pick([1, 5, 5, 5, 10, 20]) : 0,
      maxTokens,
      tokensIn: random.logNormal(260, 0.6),
      tokensOut: full ? maxTokens * 20 : maxTokens * 0.4,
      stream: false,
      temperature: random.pick([0, 0, 0.2, 0.7, 1]),
      tag: random.chance(0.8) ? experimentTag(person.team, shape.day, random) : null,
    })
  }

  function open(
    calls: number,
    hour: number,
    gap: number,
    what: Omit<ApiRun, 'system' | 'start' | 'end' | 'calls' | 'gap' | 'account' | 'ip' | 'model'>,
  ): ApiRun | null {
    const end = localTime(person.zone, shape.day, 24)
    const start = Math.min(localTime(person.zone, shape.day, hour), latestStart(end, calls, gap))
    const system = random.chance(API_SHARE) ? 'api' : 'gateway'
    const accounts = accountsAt(person, system, start)
    const addresses = addressesAt(person, start)
    if (calls < 1 || accounts.length === 0 || addresses.length === 0) return null
    const model = random.weighted(MODELS)
    const account = random.pick(accounts)
    return { system, start, end, calls, gap, account, ip: random.pick(addresses), model, ...what }
  }
}

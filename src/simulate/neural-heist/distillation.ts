import { MINUTE, SECOND } from '../calendar.ts'
import type { Phase } from '../insider.ts'
import type { Random } from '../random.ts'
import type { ActSink } from '../sources.ts'
import { COBALT_MIRROR } from './cobalt-mirror.ts'
import { atClock, heistDayNumber } from './days.ts'

/** Nights 1 to 14: calls of the night, when it begins, and how many of them are made at half past eight. */
const NIGHTS = [
  { calls: 47_200, at: '22:14:33', early: 0 },
  { calls: 52_100, at: '22:09:10', early: 0 },
  { calls: 48_800, at: '22:21:47', early: 0 },
  { calls: 55_300, at: '22:03:28', early: 9_800 },
  { calls: 51_700, at: '22:31:05', early: 0 },
  { calls: 49_600, at: '22:11:52', early: 9_200 },
  { calls: 50_900, at: '22:26:39', early: 0 },
  { calls: 52_400, at: '22:05:14', early: 9_900 },
  { calls: 48_300, at: '22:40:21', early: 9_400 },
  { calls: 53_700, at: '22:16:08', early: 0 },
  { calls: 50_200, at: '22:08:44', early: 9_600 },
  { calls: 51_300, at: '22:19:30', early: 0 },
  { calls: 47_900, at: '22:35:02', early: 9_500 },
  { calls: 52_600, at: '22:12:17', early: 0 },
] as const

/** The script rests after every hundredth call to stay below 1,000 calls a minute: about 800. */
const CALLS_BETWEEN_RESTS = 100
const REST = 2 * SECOND
const STEP = 55

/** The first two calls, as they stand in the exercise. */
const FIRST_CALLS = [
  { tokensIn: 142, latencySeconds: 1.2 },
  { tokensIn: 98, latencySeconds: 0.9 },
] as const

/** Days 1 to 14: 712,000 calls that ask for log-probabilities, to teach a copy of the model. */
export const DISTILLATION: Phase = {
  name: 'distillation',
  channel: 'inference',
  takes: true,
  writeDay(day, random, sink) {
    const number = heistDayNumber(day)
    const night = NIGHTS[number - 1]
    if (night === undefined) return null
    const evening = atClock(day, '20:30:00') + random.between(0, 8 * MINUTE)
    const start = atClock(day, night.at)
    if (night.early > 0) writeCalls(evening, night.early, [], random, sink)
    const last = writeCalls(start, night.calls - night.early, number === 1 ? FIRST_CALLS : [], random, sink)
    return { requests: night.calls, files: 0, bytes: 0, first: night.early > 0 ? evening : start, last }
  },
}

/** Writes calls in the rhythm of the script; returns the time of the last. */
function writeCalls(
  start: number,
  calls: number,
  known: readonly { tokensIn: number; latencySeconds: number }[],
  random: Random,
  sink: ActSink,
): number {
  let time = start
  for (let index = 0; index < calls; index++) {
    if (index > 0) time += STEP + (index % CALLS_BETWEEN_RESTS === 1 ? REST : 0)
    const { tokensIn, latencySeconds } = known[index] ?? {
      tokensIn: 40 + Math.floor(320 * random.next() * random.next()),
      latencySeconds: 0.7 + 0.8 * random.next(),
    }
    sink.add('api', {
      time,
      endpoint: '/v1/completions',
      account: COBALT_MIRROR.id,
      ip: COBALT_MIRROR.ip,
      tokensIn,
      tokensOut: 2048,
      logprobs: 5,
      latencySeconds,
      status: 200,
      tag: 'benchmark-eval-2026',
    })
  }
  return time
}

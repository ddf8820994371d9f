import { HOUR, MINUTE } from '../calendar.ts'
import type { Phase } from '../insider.ts'
import { writeApiRun } from '../ordinary/api-run.ts'
import { COBALT_MIRROR } from './cobalt-mirror.ts'
import { heistDayNumber } from './days.ts'

/** Days -14 to 0: a few requests by hand, late in the evening. A hint, no more than a night owl's. */
export const RECONNAISSANCE: Phase = {
  name: 'reconnaissance',
  channel: 'inference',
  takes: false,
  writeDay(day, random, sink) {
    const number = heistDayNumber(day)
    if (number < -14 || number > 0 || random.chance(0.4)) return null
    const start = day * 24 * HOUR + random.between(22, 23.4) * HOUR
    const gap = 1.5 * MINUTE
    const calls = random.int(3, 12)
    const run = {
      system: 'api' as const,
      start,
      end: (day + 1) * 24 * HOUR,
      calls,
      gap,
      account: COBALT_MIRROR.id,
      ip: COBALT_MIRROR.ip,
      endpoint: '/v1/completions',
      model: 'titanlm-70b',
      logprobs: random.pick([0, 0, 1, 5]),
      maxTokens: 2048,
      tokensIn: 180,
      tokensOut: 500,
      stream: false,
      temperature: 0.7,
      tag: null,
    }
    const requests = writeApiRun(run, random, sink)
    return { requests, files: 0, bytes: 0, first: start, last: start + requests * gap }
  },
}

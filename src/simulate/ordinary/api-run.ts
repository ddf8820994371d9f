import { DAY, MINUTE, SECOND } from '../calendar.ts'
import type { Random } from '../random.ts'
import type { ActSink } from '../sources.ts'

/** Calls that belong together: one script's run, or one sitting at the keyboard. */
export interface ApiRun {
  readonly system: 'api' | 'gateway'
  readonly start: number
  /** No call comes at or after this time; what does not fit is left out. */
  readonly end: number
  readonly calls: number
  /** Mean time between calls, in milliseconds. */
  readonly gap: number
  readonly account: string
  readonly ip: string
  readonly endpoint: string
  readonly model: string
  readonly logprobs: number
  readonly maxTokens: number
  /** Median tokens of prompt and answer; an answer stops at `maxTokens`. */
  readonly tokensIn: number
  readonly tokensOut: number
  readonly stream: boolean
  readonly temperature: number
  readonly tag: string | null
}

/** Shares of calls that fail: refused for the rate, and broken. */
const THROTTLED = 0.004
const FAILED = 0.003

/** Writes a run; returns how many calls it came to. */
export function writeApiRun(run: ApiRun, random: Random, sink: ActSink): number {
  const requestPrefix = random.hex(10)
  let time = run.start
  for (let number = 0; number < run.calls; number++) {
    if (time >= run.end) return number
    const draw = random.next()
    const status = draw < THROTTLED ? 429 : draw < THROTTLED + FAILED ? 500 : 200
    const wanted = Math.round(random.logNormal(run.tokensOut, 0.7))
    const tokensOut = status === 200 ? Math.max(1, Math.min(run.maxTokens, wanted)) : 0
    const call = {
      time,
      endpoint: run.endpoint,
      account: run.account,
      ip: run.ip,
      tokensIn: Math.max(4, Math.round(run.tokensIn * (0.4 + 1.2 * random.next()))),
      tokensOut,
      logprobs: run.logprobs,
      latencySeconds: status === 429 ? 0.1 : 0.2 + tokensOut / 900 + random.next() * 0.6,
      status,
      tag: run.tag,
    }
    if (run.system === 'api') {
      sink.add('api', call)
    } else {
      const requestId = `req-${requestPrefix}${String(number).padStart(5, '0')}`
      const { model, stream, maxTokens, temperature } = run
      sink.add('gateway', { ...call, requestId, model, stream, maxTokens, temperature })
    }
    time += run.gap * (0.2 + 1.6 * random.next())
  }
  return run.calls
}

/** The time at which a run of `calls` may start so that it is over before its local day is. */
export function latestStart(dayEnd: number, calls: number, gap: number): number {
  return Math.max(dayEnd - DAY + 2 * 60 * MINUTE, dayEnd - calls * gap * 1.05 - 10 * SECOND)
}

import { DAY, dateOf, HOUR, isoSecond } from '../calendar.ts'
import type { Company } from './company.ts'
import type { Theft } from './take.ts'
import { flowsOf } from './write-takes.ts'

/** What a theft came to, for measuring only. Days are YYYY-MM-DD in UTC. */
export interface TheftTruth {
  readonly family: string
  readonly version: number
  readonly thieves: readonly string[]
  readonly firstDay: string
  readonly lastDay: string
  readonly notice: string | null
  readonly destination: string
  readonly bytesSent: number
  /** Bytes sent in each hour that had any, by its ISO start. */
  readonly sentInHour: Readonly<Record<string, number>>
}

/** Bytes within the span only: what would be done after it is no part of it. */
export function truthOf(theft: Theft, { span }: Company): TheftTruth {
  const [from, until] = [span.firstDay * DAY, (span.lastDay + 1) * DAY]
  const times = theft.takes.map(({ time }) => time).filter((time) => time >= from && time < until)
  const sentInHour: Record<string, number> = {}
  for (const take of theft.takes) {
    if (take.what !== 'send') continue
    for (const { time, bytes } of flowsOf(take)) {
      if (time < from || time >= until) continue
      const hour = isoSecond(Math.floor(time / HOUR) * HOUR)
      sentInHour[hour] = (sentInHour[hour] ?? 0) + bytes
    }
  }
  return {
    family: theft.family,
    version: theft.version,
    thieves: theft.thieves,
    firstDay: dateOf(Math.floor(Math.min(...times) / DAY)),
    lastDay: dateOf(Math.floor(Math.max(...times) / DAY)),
    notice: theft.notice === null ? null : dateOf(theft.notice),
    destination: theft.destination.name ?? theft.destination.address,
    bytesSent: Object.values(sentInHour).reduce((sum, bytes) => sum + bytes, 0),
    sentInHour: Object.fromEntries(
      Object.entries(sentInHour).sort(([left], [right]) => (left < right ? -1 : 1)),
    ),
  }
}

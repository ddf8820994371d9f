import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import type { Signal } from '../signal.ts'
import { type Exception, exceptionFor, isWithin } from './exceptions.ts'

/** Share of what was sent in a signal's window that must have gone to a destination for an exception of it to fit. */
const MOSTLY = 0.5

type AskedSignal = Pick<
  Signal,
  'id' | 'rule' | 'person' | 'channel' | 'assets' | 'windowStart' | 'windowEnd' | 'lastActivity'
>

/** The exception that covers each signal, by the signal's id; those that none covers are left out. */
export async function exceptedSignals(
  analytics: AnalyticsStore,
  exceptions: readonly Exception[],
  signals: readonly AskedSignal[],
): Promise<ReadonlyMap<string, Exception>> {
  if (exceptions.length === 0) return new Map()
  const sent = await sentBy(analytics, exceptions, signals)
  const excepted = new Map<string, Exception>()
  for (const signal of signals) {
    const { person, rule, assets, lastActivity } = signal
    const destinations = signal.channel === 'egress' ? mostlyTo(sent.get(person) ?? [], signal) : []
    const found = exceptionFor(exceptions, {
      person,
      rule,
      assets,
      destinations,
      day: lastActivity.slice(0, 10),
    })
    if (found !== null) excepted.set(signal.id, found)
  }
  return excepted
}

interface Sent {
  readonly hour: string
  /** Which of the addresses asked about it went to; '' for any other. */
  readonly to: string
  readonly bytes: number
}

/** What people of whom something is asked sent out, by hour. */
async function sentBy(
  analytics: AnalyticsStore,
  exceptions: readonly Exception[],
  signals: readonly AskedSignal[],
): Promise<ReadonlyMap<string, Sent[]>> {
  const addresses = [...new Set(exceptions.flatMap(({ about }) => about.destination ?? []))]
  const people = [
    ...new Set(signals.flatMap(({ channel, person }) => (channel === 'egress' ? [person] : []))),
  ]
  if (addresses.length === 0 || people.length === 0) return new Map()
  const rows = await analytics.query<{ who: string; hour: string; destination: string; bytes: number }>(
    `SELECT toString(person) AS who, hour, destination, toFloat64(sum(bytes_out)) AS bytes FROM flow_hour
     WHERE person IN {people:Array(String)} AND NOT is_internal
     GROUP BY who, hour, destination`,
    { people },
  )
  const sent = new Map<string, Sent[]>()
  for (const { who, hour, destination, bytes } of rows) {
    const hours = sent.get(who) ?? []
    if (hours.length === 0) sent.set(who, hours)
    for (const to of ['', ...addresses.filter((address) => isWithin(destination, address))])
      hours.push({ hour, to, bytes })
  }
  return sent
}

/** The addresses that most of what was sent in a window went to. */
function mostlyTo(
  sent: readonly Sent[],
  { windowStart, windowEnd }: Pick<Signal, 'windowStart' | 'windowEnd'>,
): string[] {
  const [from, until] = [Date.parse(windowStart), Date.parse(windowEnd)]
  const sums = new Map<string, number>()
  for (const { hour, to, bytes } of sent) {
    const at = Date.parse(hour)
    if (at >= from && at < until) sums.set(to, (sums.get(to) ?? 0) + bytes)
  }
  const all = sums.get('') ?? 0
  return [...sums].flatMap(([to, bytes]) => (to !== '' && bytes > 0 && bytes >= MOSTLY * all ? [to] : []))
}

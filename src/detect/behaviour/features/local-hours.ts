/**
 * The hour of the day, 0 to 23, in a time zone for each of some hours in UTC. The hour of a half-hour zone is the one in
 * which the UTC hour starts.
 *
 * @param start the first hour, in milliseconds since 1970.
 * @param timeZone IANA name; empty is UTC.
 *
 * @example [...localHours(Date.UTC(2026, 2, 28, 22), 4, 'Europe/Berlin')] // => [23, 0, 1, 3]
 */
export function localHours(start: number, count: number, timeZone: string): Uint8Array {
  const format = new Intl.DateTimeFormat('en', {
    hour: 'numeric',
    hourCycle: 'h23',
    timeZone: timeZone === '' ? 'UTC' : timeZone,
  })
  const hours = new Uint8Array(count)
  const ask = (at: number) => Number(format.format(start + at * HOUR_MS)) % 24
  // A clock that was moved within a day is found at its end: asking costs, and it moves twice a year.
  for (let from = 0; from < count; from += 24) {
    const to = Math.min(from + 24, count)
    const offset = (ask(from) - from + 24 * count) % 24
    const moved = (ask(to) - to + 24 * count + 24) % 24 !== offset
    for (let at = from; at < to; at += 1) hours[at] = moved ? ask(at) : (offset + at) % 24
  }
  return hours
}

const HOUR_MS = 3_600_000

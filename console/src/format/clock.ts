const formatters = new Map<string, Intl.DateTimeFormat>()

function formatter(timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([timeZone, options])
  const known = formatters.get(key)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat('en-GB', { ...options, timeZone, hourCycle: 'h23' })
  formatters.set(key, made)
  return made
}

const DAY = { day: 'numeric', month: 'short' } as const
const TIME = { hour: '2-digit', minute: '2-digit' } as const

/**
 * @example formatDay(Date.UTC(2026, 2, 25, 2), 'UTC') // => '25 Mar'
 */
export function formatDay(time: number, timeZone: string): string {
  return formatter(timeZone, DAY).format(time)
}

/**
 * @example formatTime(Date.UTC(2026, 2, 25, 2), 'Europe/Berlin') // => '03:00'
 */
export function formatTime(time: number, timeZone: string): string {
  return formatter(timeZone, TIME).format(time)
}

/**
 * @example formatMoment(Date.UTC(2026, 2, 25, 2), 'UTC') // => 'Wed 25 Mar 2026, 02:00'
 */
export function formatMoment(time: number, timeZone: string): string {
  const weekday = formatter(timeZone, { weekday: 'short' }).format(time)
  const year = formatter(timeZone, { year: 'numeric' }).format(time)
  return `${weekday} ${formatDay(time, timeZone)} ${year}, ${formatTime(time, timeZone)}`
}

/**
 * Two moments, the second without what it shares with the first.
 *
 * @example formatSpan(Date.UTC(2026, 2, 25, 2), Date.UTC(2026, 2, 25, 3), 'UTC') // => '25 Mar 02:00 – 03:00'
 */
export function formatSpan(start: number, end: number, timeZone: string): string {
  const days = [formatDay(start, timeZone), formatDay(end, timeZone)]
  const last = days[0] === days[1] ? '' : `${days[1]} `
  return `${days[0]} ${formatTime(start, timeZone)} – ${last}${formatTime(end, timeZone)}`
}

/**
 * How long something took, in the largest unit that leaves at least two of it.
 *
 * @example formatLength(8 * 3_600_000) // => '8 hours'
 * @example formatLength(90 * 60_000) // => '90 minutes'
 */
export function formatLength(milliseconds: number): string {
  const minutes = Math.max(0, Math.round(milliseconds / 60_000))
  if (minutes < 120) return `${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`
  const hours = Math.round(minutes / 60)
  return hours < 48 ? `${hours} hours` : `${Math.round(hours / 24)} days`
}

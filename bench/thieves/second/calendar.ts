/** The first day of every organisation: a Monday. Days are counted from it. */
export const FIRST_DAY = Date.UTC(2026, 0, 5)
export const DAY = 86_400_000
export const HOUR = 3_600_000

export function dayText(day: number): string {
  return new Date(FIRST_DAY + day * DAY).toISOString().slice(0, 10)
}

export function isWeekend(day: number): boolean {
  return ((day % 7) + 7) % 7 >= 5
}

const offsets = new Map<string, number>()

/** Milliseconds since 1970 of an hour (fractions and hours past 24 allowed) of a local day. */
export function localTime(zone: string, day: number, hour: number): number {
  const key = `${zone} ${day}`
  let offset = offsets.get(key)
  if (offset === undefined) {
    offset = offsetAt(zone, FIRST_DAY + day * DAY + 12 * HOUR)
    offsets.set(key, offset)
  }
  return Math.round(FIRST_DAY + day * DAY + hour * HOUR - offset)
}

function offsetAt(zone: string, at: number): number {
  const text = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' }).format(at)
  const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])?(\d\d)?:?(\d\d)?/.exec(text) ?? []
  return (sign === '-' ? -1 : 1) * (Number(hours) * HOUR + Number(minutes) * 60_000)
}

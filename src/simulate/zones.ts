import { DAY, HOUR, MINUTE } from './calendar.ts'

/** Where people work, with the share of the company in each. */
export const ZONES = [
  ['Atlantic/Reykjavik', 4],
  ['Europe/Berlin', 4],
  ['Europe/London', 5],
  ['America/New_York', 5],
  ['America/Los_Angeles', 5],
  ['Asia/Kolkata', 3],
  ['Asia/Singapore', 2],
] as const

const offsets = new Map<string, number>()

/**
 * Local time minus UTC at noon UTC of a day, in milliseconds.
 *
 * @example zoneOffset('Asia/Kolkata', 20_000) // => 19_800_000
 */
export function zoneOffset(zone: string, day: number): number {
  const key = `${zone}/${day}`
  const known = offsets.get(key)
  if (known !== undefined) return known
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    timeZoneName: 'longOffset',
  }).formatToParts(day * DAY + 12 * HOUR)
  const text = parts.find((part) => part.type === 'timeZoneName')?.value ?? 'GMT'
  const match = /GMT(?:([+-])(\d\d):(\d\d))?/.exec(text)
  const size = Number(match?.[2] ?? 0) * HOUR + Number(match?.[3] ?? 0) * MINUTE
  const offset = match?.[1] === '-' ? -size : size
  offsets.set(key, offset)
  return offset
}

/**
 * The UTC time of an hour (with fraction) on a local day.
 *
 * @example localTime('Asia/Kolkata', 1, 5.5) // => 86_400_000
 */
export function localTime(zone: string, day: number, hour: number): number {
  return day * DAY + hour * HOUR - zoneOffset(zone, day)
}

import type { Act } from './act.ts'
import { DAY, dayText, FIRST_DAY, HOUR } from './calendar.ts'
import type { Person } from './company/people.ts'
import type { Site } from './site.ts'

/** What one thief took and sent in one hour (UTC). */
export interface StolenHour {
  readonly person: string
  readonly day: string
  readonly hour: number
  requests: number
  registryBytes: number
  lakeBytes: number
  sentBytes: number
}

/** What the judge knows and the scorer does not. */
export interface Truth {
  readonly seed: number
  /** The family of the theft, or `none`. */
  readonly kind: string
  readonly stress: string
  readonly people: number
  readonly days: number
  readonly firstDay: string
  readonly site: Site
  readonly attackers: readonly string[]
  /** The day of the first theft act, of any kind. */
  readonly firstAct: string | null
  readonly lines: number
  readonly hours: readonly StolenHour[]
}

export function stolenHours(acts: readonly Act[]): StolenHour[] {
  const hours = new Map<string, StolenHour>()
  for (const act of acts) {
    const at = Math.floor((act.at - FIRST_DAY) / HOUR)
    const key = `${act.person.id} ${at}`
    const row = hours.get(key) ?? emptyHour(act.person, at)
    hours.set(key, row)
    if (act.kind === 'calls') row.requests += act.count
    if (act.kind === 'pull') row.registryBytes += act.bytes
    if (act.kind === 'read') row.lakeBytes += act.bytes
    if (act.kind === 'send') row.sentBytes += act.bytesOut
  }
  return [...hours.values()].sort(
    (left, right) => left.day.localeCompare(right.day) || left.hour - right.hour,
  )
}

function emptyHour(person: Person, at: number): StolenHour {
  const day = dayText(Math.floor((at * HOUR) / DAY))
  return { person: person.id, day, hour: at % 24, requests: 0, registryBytes: 0, lakeBytes: 0, sentBytes: 0 }
}

import { dayAfter, daysBetween, laterOf } from '../../../base/days.ts'
import { localHours } from './local-hours.ts'
import { OwnHours, PROFILE_FIRST } from './own-hours.ts'
import type { Member } from './read-people.ts'
import type { Span } from './span.ts'

/** What time it is for each person. Hours count from the beginning of the first measured day; earlier ones are negative. */
export interface PeopleClock {
  /** First day whose requests matter: profiles reach back. */
  readonly profileFrom: string
  addRequests(person: number, hour: number, requests: number): void
  /** Settles the own hours of all days before this one. */
  settleUntil(day: string): void
  /** Does the person hardly use this hour? The day must be settled. */
  isOff(person: number, hour: number): boolean
  /** Is it from 22 to 6 where the person is? */
  isNight(person: number, hour: number): boolean
}

/** A clock for these people over the span, in the zones that the directory gives. */
export function peopleClock({ span, people }: { span: Span; people: readonly Member[] }): PeopleClock {
  const profileFrom = laterOf(dayAfter(span.from, -PROFILE_FIRST), span.first)
  const before = 24 * daysBetween(profileFrom, span.from)
  const days = daysBetween(profileFrom, span.until)
  const start = Date.parse(`${profileFrom}T00:00:00Z`)
  const zones = new Map<string, Uint8Array>()
  const hoursOf = people.map(({ timeZone }) => {
    const hours = zones.get(timeZone) ?? localHours(start, days * 24, timeZone)
    zones.set(timeZone, hours)
    return hours
  })
  const own = new OwnHours(people.length, days)
  const local = (person: number, hour: number) => hoursOf[person]?.[before + hour] ?? 0
  const dayOf = (hour: number) => Math.floor((before + hour) / 24)
  return {
    profileFrom,
    addRequests: (person, hour, requests) => own.add(person, dayOf(hour), local(person, hour), requests),
    settleUntil: (day) => own.judgeUpTo(daysBetween(profileFrom, day)),
    isOff: (person, hour) => own.isOff(person, dayOf(hour), local(person, hour)),
    isNight: (person, hour) => local(person, hour) >= 22 || local(person, hour) < 6,
  }
}

import { weekdayOf, weekOf } from '../calendar.ts'
import { isPresent, type Person } from '../organisation/person.ts'
import { Random } from '../random.ts'

/** What kind of day it is for one person; all hours are local. */
export interface DayShape {
  readonly day: number
  readonly working: boolean
  readonly startHour: number
  readonly endHour: number
  /** True in a deadline week: work goes on in the evening. */
  readonly crunch: boolean
  /** True on a night on which the pager rang. */
  readonly paged: boolean
  /** How much is done today, around 1, by channel: they rise and fall together. */
  readonly load: {
    readonly inference: number
    readonly registry: number
    readonly lake: number
    readonly egress: number
  }
}

/** Monday to Friday; what is left on a weekend. */
const WEEKDAY_LOAD = [0.95, 1.1, 1.1, 1.05, 0.8, 0.35, 0.35] as const
const SHARED_SWING = 0.4
const OWN_SWING = 0.3
const BURST_DAYS = 0.03
const CRUNCH_WEEKS = 0.08
/** A person is on call one week in this many, and paged on some nights of it. */
const ON_CALL_EVERY = 9
const PAGED_NIGHTS = 0.3
const ON_CALL_ROLES = new Set(['ml-engineer', 'platform-engineer', 'data-engineer'])

/**
 * The shape of a person's local day, from the seed alone: days need not be visited in order.
 *
 * @param tail how much larger than usual bursts are.
 */
export function dayShape(person: Person, day: number, seed: number, tail = 1): DayShape {
  const random = new Random(seed, person.id, 'day', day)
  const weekday = weekdayOf(day)
  const present = isPresent(person, day)
  const working = present && random.chance(weekday < 5 ? 0.93 : person.habits.weekendShare)
  const shift = person.move !== null && day >= person.move.day ? person.move.shift : 1
  const shared = shift * (WEEKDAY_LOAD[weekday] ?? 1) * random.logNormal(1, SHARED_SWING)
  const crunch = new Random(seed, person.team, 'crunch', weekOf(day)).chance(CRUNCH_WEEKS)
  const burst = random.chance(BURST_DAYS) ? random.between(3, 8) * tail : 1
  const everywhere = random.chance(0.3)
  const burstChannel = random.int(0, 3)
  const load = [0, 1, 2, 3].map(
    (channel) =>
      shared *
      (crunch ? 1.5 : 1) *
      (everywhere || channel === burstChannel ? burst : 1) *
      random.logNormal(1, OWN_SWING),
  )
  const onCallWeek = new Random(seed, person.id, 'on-call').int(0, ON_CALL_EVERY - 1)
  return {
    day,
    working,
    startHour: person.habits.startHour + random.between(-0.5, 0.5),
    endHour: Math.min(23.9, person.habits.endHour + random.between(-0.5, 1)),
    crunch,
    paged:
      present &&
      ON_CALL_ROLES.has(person.role) &&
      weekOf(day) % ON_CALL_EVERY === onCallWeek &&
      random.chance(PAGED_NIGHTS),
    load: { inference: load[0] ?? 1, registry: load[1] ?? 1, lake: load[2] ?? 1, egress: load[3] ?? 1 },
  }
}

/** A local hour at which the person is at work: by day, in deadline weeks every third time in the evening. */
export function workingHour(shape: DayShape, random: Random): number {
  if (shape.crunch && shape.endHour < 23 && random.chance(0.35)) return random.between(shape.endHour, 23.9)
  const share = random.next()
  const lunchless = share < 0.45 ? share : 0.1 + share * 0.9
  return shape.startHour + (shape.endHour - shape.startHour) * lunchless
}

import type { Random } from '../random.ts'
import { OWN_BACKUP, personalDestination, VENDOR_BACKUP } from '../world/destinations.ts'
import type { Habits } from './person.ts'
import { profileOf, type Role } from './roles.ts'

/** Spread of people's levels around their role's: one in twenty does three times the median. */
const LEVEL_SPREAD = 0.7
/** Beyond this many standard deviations nobody could work. */
const LEVEL_LIMIT = 2.2

/**
 * The habits of one person. Two neighbours of a role draw mirrored levels, so that the mean of few people
 * is already near the mean of many.
 */
export function drawHabits(
  role: Role,
  mirrored: boolean,
  level: Random,
  random: Random,
  number: number,
): Habits {
  const deviation = Math.max(-LEVEL_LIMIT, Math.min(LEVEL_LIMIT, level.normal())) * (mirrored ? -1 : 1)
  const profile = profileOf(role)
  const owl = random.chance(0.1)
  const startHour = owl ? random.between(12, 14.5) : Math.max(7, Math.min(11, 9 + random.normal()))
  const factor = () => Math.exp(0.35 * deviation + 0.7 * random.normal())
  return {
    calls: profile.calls * Math.exp(LEVEL_SPREAD * deviation),
    logprobShare: profile.alwaysLogprobs ? 1 : 0.12 + random.next() ** 2 * 0.39,
    registry: factor(),
    lake: factor(),
    egress: factor(),
    startHour,
    endHour: Math.min(23.8, startHour + random.between(8, owl ? 10 : 9.5)),
    weekendShare: random.chance(0.25) ? random.between(0.1, 0.4) : 0.03,
    backup: random.weighted([
      [null, 55],
      [OWN_BACKUP, 28],
      [VENDOR_BACKUP, 17],
    ]),
    fullBackupDay: random.int(0, 13),
    packsUp: random.chance(0.5),
    personal: random.chance(0.4) ? [personalDestination(number)] : [],
  }
}

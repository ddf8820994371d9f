import type { Grid } from '../grid.ts'
import { CLOCKS, type Clock, type Evidence, type Excluded, type Scores } from '../scores.ts'
import { daySurprises } from './day-clock.ts'
import { addDrip } from './drip.ts'
import { evidenceOver } from './family-evidence.ts'
import { type Organisation, organisationOf } from './organisation.ts'
import { Ranked } from './ranked.ts'
import { allWellSeen } from './silence.ts'

export interface ScoreOptions {
  /** Days of people under investigation: they are judged, but rank nobody. */
  readonly exclude?: readonly Excluded[]
}

/** Days that a clock looks back at once, the judged one included. */
export const CLOCK_DAYS = { day: 1, week: 7, month: 28, quarter: 90, drip: 1 } as const satisfies Readonly<
  Record<Clock, number>
>

/**
 * Scores every person and day of a grid, in nats: how surprising the day, its week, month and quarter and the steady
 * drip before it are, each against the own past and what peers do, ranked among other people's last 28 days.
 *
 * A day is judged by what was known at its end; later days change nothing. The order of people changes nothing.
 */
export function scoreGrid(grid: Grid, { exclude = [] }: ScoreOptions = {}): Scores {
  const organisation = organisationOf(grid, exclude)
  const single = evidenceOver(organisation, 1)
  const singleNats = rankDays(organisation, single, 1)
  const ranked: Readonly<Record<Clock, Evidence>> = {
    day: { sum: daySurprises(organisation), largest: null },
    week: evidenceOver(organisation, 7),
    month: evidenceOver(organisation, 28),
    quarter: evidenceOver(organisation, 90),
    drip: { sum: drips(organisation, singleNats), largest: null },
  }
  const clocks = eachClock((clock) => rankDays(organisation, ranked[clock], CLOCK_DAYS[clock]))
  const { total, judged } = addClocks(clocks)
  const turned = (values: Float64Array) => byPerson(organisation, values, new Float64Array(values.length))
  return {
    grid,
    exclude,
    total: turned(total),
    clocks: eachClock((clock) => turned(clocks[clock].map((nats) => nats || 0))),
    judged: byPerson(organisation, judged, new Uint8Array(judged.length)),
    ranked: eachClock((clock) => eachPart(ranked[clock], turned)),
    single: { evidence: eachPart(single, turned), nats: turned(singleNats.map((nats) => nats || 0)) },
  }
}

/** The sum of the clocks that could be read, 0 where not even the day could. Long ones join when the log is long enough. */
export function addClocks(clocks: Readonly<Record<Clock, Float64Array>>): {
  total: Float64Array
  judged: Uint8Array
} {
  const total = new Float64Array(clocks.day.length)
  for (const clock of CLOCKS)
    for (let at = 0; at < total.length; at++) total[at] = (total[at] as number) + (clocks[clock][at] || 0)
  const judged = new Uint8Array(total.length)
  for (let at = 0; at < total.length; at++)
    if (Number.isNaN(clocks.day[at])) total[at] = 0
    else judged[at] = 1
  return { total, judged }
}

export function eachClock<Value>(of: (clock: Clock) => Value): Record<Clock, Value> {
  return Object.fromEntries(CLOCKS.map((clock) => [clock, of(clock)])) as Record<Clock, Value>
}

export function eachPart({ sum, largest }: Evidence, of: (part: Float64Array) => Float64Array): Evidence {
  return { sum: of(sum), largest: largest === null ? null : of(largest) }
}

/** Ranks the evidence of every day among other people's of the 28 days before; nats by `day * people + person`. */
function rankDays(organisation: Organisation, evidence: Evidence, window: number): Float64Array {
  const { people, days, sight } = organisation
  const ranked = new Ranked(organisation)
  const nats = new Float64Array(people * days)
  for (let day = 0; day < days; day++) {
    const row = eachPart(evidence, (part) => part.subarray(day * people, (day + 1) * people))
    nats.set(ranked.judge(day, row), day * people)
    ranked.learn(day, row, allWellSeen(sight, day, window))
  }
  return nats
}

/** What has added up of small surprises, day after day. */
function drips({ people, days, present }: Organisation, surprises: Float64Array): Float64Array {
  const drips = new Float64Array(surprises.length)
  for (let at = 0; at < people * days; at++) {
    const before = at < people ? Number.NaN : (drips[at - people] as number)
    const surprise = surprises[at] as number
    // Nothing is known of days on which one was not there or nobody could be compared with.
    drips[at] = present[at] === 0 || Number.isNaN(surprise) ? before : addDrip(before, surprise)
  }
  return drips
}

/** From days first to people first. */
function byPerson<Matrix extends Float64Array | Uint8Array>(
  { people, days }: Organisation,
  values: Matrix,
  turned: Matrix,
): Matrix {
  for (let day = 0; day < days; day++)
    for (let person = 0; person < people; person++)
      turned[person * days + day] = values[day * people + person] as number
  return turned
}

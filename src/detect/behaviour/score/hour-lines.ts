import type { AnalyticsStore } from '../../../store/analytics/analytics-store.ts'
import { type HourlyGrid, readHours } from '../features/read-hours.ts'
import type { Grid } from '../grid.ts'
import type { MeasureName } from '../measures.ts'
import { type DayScores, hourlyScorer } from '../model/hourly.ts'
import type { Clock, Scores } from '../scores.ts'
import { type LineOptions, rounded, roundedClocks, thresholdsOf } from './day-lines.ts'

/** What is known of a person's day at the end of one of its hours. */
export interface HourLine {
  readonly person: string
  /** When the hour ended, ISO 8601 in UTC. */
  readonly time: string
  /** Nats, to six digits behind the point: what the day would score, had it ended then. */
  readonly score: number
  readonly threshold: number
  /** Does the score pass the threshold? Which hour of a day opens the case, the day's own line tells. */
  readonly above: boolean
  readonly clocks: Readonly<Record<Clock, number>>
}

/** One line for every judged person and hour of the days asked for, by time, then person. */
export async function* hourLines(
  analytics: AnalyticsStore,
  scores: Scores,
  { casesPerWeek, from, to }: LineOptions = {},
): AsyncGenerator<HourLine> {
  const thresholdOf = thresholdsOf(scores, casesPerWeek)
  for (const [at, day] of scores.grid.days.entries()) {
    if ((from !== undefined && day < from) || (to !== undefined && day > to)) continue
    const hours = await readHours(analytics, [day])
    const scoreDay = hourlyScorer(scores, at)
    for (let hour = 0; hour < 24; hour += 1)
      yield* linesOf(scores.grid, scoreDay(valuesAfter(scores.grid, hours, hour)), {
        time: endOf(day, hour),
        threshold: thresholdOf(at),
      })
  }
}

function* linesOf(
  { people }: Grid,
  { total, clocks, judged }: DayScores,
  { time, threshold }: { readonly time: string; readonly threshold: number },
): Generator<HourLine> {
  for (const [at, { person }] of people.entries()) {
    if (judged[at] !== 1) continue
    const score = total[at] ?? 0
    yield {
      person,
      time,
      score: rounded(score),
      threshold: rounded(threshold),
      above: score > threshold,
      clocks: roundedClocks(clocks, at),
    }
  }
}

function endOf(day: string, hour: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + (hour + 1) * 3_600_000).toISOString().replace('.000Z', 'Z')
}

/** What everybody of the grid had done on the day after an hour. */
function valuesAfter({ people }: Grid, hours: HourlyGrid, hour: number): Map<MeasureName, Float64Array> {
  const places = new Map(hours.people.map(({ person }, at) => [person, at]))
  const placeOf = people.map(({ person }) => places.get(person))
  return new Map(
    [...hours.values].map(([measure, cells]) => [
      measure,
      Float64Array.from(placeOf, (place) => (place === undefined ? 0 : (cells[place * 24 + hour] ?? 0))),
    ]),
  )
}

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { readHours } from '../../../detect/behaviour/features/read-hours.ts'
import type { Grid } from '../../../detect/behaviour/grid.ts'
import type { MeasureName } from '../../../detect/behaviour/measures.ts'
import { hourlyScorer } from '../../../detect/behaviour/model/hourly.ts'
import { scoreGrid } from '../../../detect/behaviour/model/score.ts'
import type { AnalyticsStore } from '../../../store/analytics/analytics-store.ts'
import { DAY, dateOf, dayOf } from '../../calendar.ts'
import { BEHAVIOUR } from '../detectors/behaviour.ts'
import type { TheftTruth } from '../theft-truth.ts'
import { ranksFile, type Work } from './work.ts'

/** The first thief's score at the end of every hour of the first days of a theft. */
export interface HourScore {
  /** When the hour ended, in milliseconds. */
  readonly end: number
  readonly score: number
}

const DAYS = 2
const HOURS = 24

/** Scores the first days of a theft by the hour, as the hourly clock would have, and keeps that. */
export async function lookByTheHour(
  work: Work,
  analytics: AnalyticsStore,
  grid: Grid,
  truth: TheftTruth,
): Promise<void> {
  const file = hoursFile(work, truth.family)
  if (existsSync(file)) return
  const scores = scoreGrid(grid)
  const thief = truth.thieves[0] ?? ''
  const hours: HourScore[] = []
  for (let number = 0; number < DAYS; number++) {
    const day = dateOf(dayOf(truth.firstDay) + number)
    const index = grid.days.indexOf(day)
    if (index < 0) continue
    const hourly = await readHours(analytics, [day])
    const score = hourlyScorer(scores, index)
    const places = new Map(hourly.people.map(({ person }, at) => [person, at]))
    for (let hour = 0; hour < HOURS; hour++) {
      const values = new Map<MeasureName, Float64Array>()
      for (const [measure, cells] of hourly.values)
        values.set(
          measure,
          Float64Array.from(
            grid.people,
            ({ person }) => cells[(places.get(person) ?? -1) * HOURS + hour] ?? 0,
          ),
        )
      const { total, judged } = score(values)
      const at = grid.people.findIndex(({ person }) => person === thief)
      const end = dayOf(day) * DAY + ((hour + 1) * DAY) / HOURS
      if (judged[at] === 1) hours.push({ end, score: total[at] ?? 0 })
    }
  }
  writeFileSync(file, JSON.stringify(hours))
}

export function readHourScores(work: Work, family: string): readonly HourScore[] {
  const file = hoursFile(work, family)
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as HourScore[]) : []
}

function hoursFile(work: Work, family: string): string {
  return ranksFile(work, family, BEHAVIOUR).replace(/\.json$/, '.hours.json')
}

import { daysFrom } from '../../../base/days.ts'
import type { AnalyticsStore } from '../../../store/analytics/analytics-store.ts'
import type { Grid } from '../grid.ts'
import { MEASURES, type MeasureName } from '../measures.ts'
import { byChannel, readLoggedDays } from './logged-days.ts'
import { readActs } from './read-acts.ts'
import { readPeople } from './read-people.ts'
import { sinceWhen } from './settling.ts'
import { type SpanOptions, spanOf } from './span.ts'

const NAMES = Object.keys(MEASURES) as MeasureName[]

/**
 * What everybody did on every day that is logged, from the roll-ups and the directory.
 *
 * What is rare, new or fresh on a day is judged by that day and those before it, also by days before `from`; nothing
 * after `until` is looked at.
 */
export async function readGrid(analytics: AnalyticsStore, options: SpanOptions = {}): Promise<Grid> {
  const logged = await readLoggedDays(analytics)
  const span = spanOf(logged, options)
  if (span === null)
    return { days: [], people: [], values: emptyValues(0), seen: byChannel(() => new Uint8Array()) }
  const days = daysFrom(span.from, span.until)
  const people = await readPeople(analytics, span)
  const values = emptyValues(people.length * days.length)
  await readActs(analytics, { span, people, logged, hourlyDays: [] }, (measure, person, hour, value) => {
    const cells = values.get(measure)
    const at = person * days.length + Math.floor(hour / 24)
    if (cells !== undefined) cells[at] = (cells[at] ?? 0) + value
  })
  return {
    days,
    people: people.map(({ timeZone: _, ...person }) => person),
    values,
    since: sinceWhen(logged, span.from),
    seen: byChannel((channel) => Uint8Array.from(days, (day) => (logged.seen[channel].has(day) ? 1 : 0))),
  }
}

function emptyValues(length: number): Map<MeasureName, Float64Array> {
  return new Map(NAMES.map((name) => [name, new Float64Array(length)]))
}

import { dayAfter, daysBetween } from '../../../base/days.ts'
import type { AnalyticsStore } from '../../../store/analytics/analytics-store.ts'
import type { GridPerson } from '../grid.ts'
import { MEASURES, type MeasureName } from '../measures.ts'
import { readLoggedDays } from './logged-days.ts'
import { readActs } from './read-acts.ts'
import { readPeople } from './read-people.ts'
import { spanOf } from './span.ts'

/**
 * What everybody had done on some days after each hour: the value of hour h is what the day would be, had it ended with
 * that hour. So that of hour 23 is the day's own.
 *
 * A value lies at `(person * days.length + day) * 24 + hour`. Hours are UTC.
 */
export interface HourlyGrid {
  /** Those asked for that are logged, in order. */
  readonly days: readonly string[]
  /** As in the daily grid; `from` and `to` count from `days[0]`. */
  readonly people: readonly GridPerson[]
  readonly values: ReadonlyMap<MeasureName, Float64Array>
}

/** Reads some days by the hour. Days far apart are read with all between: ask for them one by one. */
export async function readHours(
  analytics: AnalyticsStore,
  wanted: readonly string[],
  options: { readonly until?: string | undefined } = {},
): Promise<HourlyGrid> {
  const logged = await readLoggedDays(analytics)
  const ordered = [...new Set(wanted)].sort()
  const last = ordered.at(-1)
  const until = last === undefined ? options.until : dayAfter(last, 1)
  const span = spanOf(logged, { from: ordered[0], until })
  if (span === null || last === undefined) return { days: [], people: [], values: new Map() }
  const days = ordered.filter((day) => day >= span.from && day < span.until)
  const places = new Map(days.map((day, at) => [daysBetween(span.from, day), at]))
  const people = await readPeople(analytics, span)
  const values = new Map(
    (Object.keys(MEASURES) as MeasureName[]).map((name) => [
      name,
      new Float64Array(people.length * days.length * 24),
    ]),
  )
  await readActs(analytics, { span, people, logged, hourlyDays: days }, (measure, person, hour, value) => {
    const cells = values.get(measure)
    const day = places.get(Math.floor(hour / 24))
    if (cells === undefined || day === undefined) return
    const at = (person * days.length + day) * 24 + (hour % 24)
    cells[at] = (cells[at] ?? 0) + value
  })
  for (const cells of values.values()) addUp(cells)
  return { days, people: people.map(({ timeZone: _, ...person }) => person), values }
}

/** Turns what each hour adds into what there is after it, day by day. */
function addUp(cells: Float64Array): void {
  for (let at = 0; at < cells.length; at += 1)
    if (at % 24 !== 0) cells[at] = (cells[at] ?? 0) + (cells[at - 1] ?? 0)
}

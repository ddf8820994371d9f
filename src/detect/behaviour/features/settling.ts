import { daysBetween } from '../../../base/days.ts'
import type { Grid } from '../grid.ts'
import { MEASURES, type MeasureName } from '../measures.ts'
import type { LoggedDays } from './logged-days.ts'

/** What was used in the first days of a channel's logs is not new: nobody knows what was before. */
export const SETTLING_DAYS = 14

/** Days of a channel's logs before a measure says anything; the others speak from the first day. */
const SETTLING: Readonly<Partial<Record<MeasureName, number>>> = {
  // Own hours are those of eight days and more before.
  offRequests: SETTLING_DAYS,
  offRegistry: SETTLING_DAYS,
  offEgress: SETTLING_DAYS,
  freshWeights: SETTLING_DAYS,
  newAssets: SETTLING_DAYS,
  newPrefixes: SETTLING_DAYS,
  rareEgress: SETTLING_DAYS,
  newEgress: SETTLING_DAYS,
  newDestinations: SETTLING_DAYS,
  // Compared with what was sent two weeks before and earlier: a week of that, at least.
  excessEgress: SETTLING_DAYS + 7,
}

/** From which day on each measure speaks, where that is not the first day of the grid. */
export function sinceWhen({ began }: LoggedDays, firstDay: string): NonNullable<Grid['since']> {
  const since: Partial<Record<MeasureName, number>> = {}
  for (const [measure, days] of Object.entries(SETTLING) as [MeasureName, number][]) {
    const start = began[MEASURES[measure]]
    const at = start === null ? 0 : daysBetween(firstDay, start) + days
    if (at > 0) since[measure] = at
  }
  return since
}

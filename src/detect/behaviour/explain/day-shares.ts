import { DAY_COLUMNS, DayColumnRanks, FORMS } from '../model/day-clock.ts'
import type { Organisation } from '../model/organisation.ts'
import { POOL_DAYS } from '../model/pool.ts'
import type { Share } from './shares.ts'

/** What each column adds to one person's day clock. */
export function dayShares(organisation: Organisation, person: number, day: number): Share[] {
  const first = Math.max(0, day - POOL_DAYS)
  return DAY_COLUMNS.flatMap((column) => {
    const ranks = new DayColumnRanks(organisation, column, first)
    for (let past = first; past < day; past++) {
      const values = ranks.valuesOn(past)
      ranks.learn(past, values, ranks.changesOf(values))
    }
    const values = ranks.valuesOn(day)
    const rows = { level: values, change: ranks.changesOf(values) }
    return FORMS.map((form): Share => {
      const nats = ranks.surpriseOf(day, person, form, rows[form])
      return {
        clock: 'day',
        measure: column.name,
        family: column.family,
        window: 1,
        weight: nats,
        chance: Math.exp(-nats),
      }
    })
  }).filter(({ weight }) => weight > 0)
}

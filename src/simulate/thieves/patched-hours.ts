import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROLL_UPS } from '../../activity/roll-ups/roll-up.ts'
import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import { HOUR_TABLES, type HourBook, type HourRow, type HourTable } from './hour-book.ts'
import { insertHours } from './prepare.ts'

/** Columns that are not summed when two rows have one key. */
const GREATEST = new Set(['largest', 'is_weights', 'is_internal'])

/**
 * Adds what thieves do to the roll-ups of a company while `run` looks at them, and puts the honest rows back. A thief's
 * row may have the key of one of their honest rows: then both are summed, as the roll-up would.
 *
 * @param folder what {@link openPrepared} was given; a run that is cut short leaves it to be made anew.
 * @param sequence how many times the installation was changed before, so that versions only grow.
 */
export async function withTheft<Result>(
  analytics: AnalyticsStore,
  folder: string,
  theft: HourBook,
  sequence: number,
  run: () => Promise<Result>,
): Promise<Result> {
  const marker = join(folder, 'honest')
  const version = 2 + 2 * sequence
  rmSync(marker)
  const restored: (() => Promise<void>)[] = []
  for (const table of HOUR_TABLES) {
    const rows = theft.rows(table)
    if (rows.length === 0) continue
    const honest = await honestRows(analytics, table, rows)
    const before = rows.flatMap((row): HourRow[] => {
      const found = honest.get(keyOf(table, row))
      return found === undefined ? [] : [found]
    })
    const fresh = rows.filter((row) => !honest.has(keyOf(table, row)))
    const both = rows.map((row) => summed(row, honest.get(keyOf(table, row))))
    await insertHours(analytics, table, both, version)
    restored.push(async () => {
      await insertHours(analytics, table, fresh, version + 1, 1)
      await insertHours(analytics, table, before, version + 1)
    })
  }
  const result = await run()
  for (const restore of restored) await restore()
  writeFileSync(marker, '')
  return result
}

/** The rows of the same people and hours that are there, by key. */
async function honestRows(
  analytics: AnalyticsStore,
  table: HourTable,
  rows: readonly HourRow[],
): Promise<Map<string, HourRow>> {
  const columns = columnsOf(table)
  const found = await analytics.query<HourRow>(
    `SELECT ${columns.join(', ')} FROM ${table}_hour_row FINAL
     WHERE person IN {people:Array(String)} AND hour IN (SELECT toDateTime(arrayJoin({hours:Array(UInt32)}), 'UTC'))`,
    {
      people: [...new Set(rows.map(({ person }) => person))],
      hours: [...new Set(rows.map(({ hour }) => Date.parse(String(hour)) / 1000))],
    },
  )
  return new Map(found.map((row) => [keyOf(table, row), row]))
}

function summed(row: HourRow, honest: HourRow | undefined): HourRow {
  if (honest === undefined) return row
  const sum: HourRow = { ...row }
  for (const [column, value] of Object.entries(honest)) {
    if (typeof value !== 'number') continue
    const own = Number(row[column])
    sum[column] = GREATEST.has(column) ? Math.max(own, value) : own + value
  }
  return sum
}

function keyOf(table: HourTable, row: HourRow): string {
  return JSON.stringify(
    rollUpOf(table).keys.map((column) => (column === 'hour' ? Date.parse(String(row[column])) : row[column])),
  )
}

function columnsOf(table: HourTable): string[] {
  const { keys, values } = rollUpOf(table)
  return [...keys, ...values]
}

function rollUpOf(table: HourTable) {
  const found = ROLL_UPS.find(({ name }) => name === table)
  if (found === undefined) throw new RangeError(`no roll-up ${table}`)
  return found
}

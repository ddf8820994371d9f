import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import type { ActivityKind } from '../kinds.ts'
import {
  DIRECTORY_TABLES,
  type DirectoryRow,
  type DirectoryTable,
  type TableRow,
} from './directory-source.ts'
import { OPEN_END, OPEN_START } from './time.ts'

/** What a new version of a directory file changes. */
export interface DirectoryChange {
  /** Rows that are new or different, out of those given. */
  readonly written: readonly TableRow[]
  /** Rows the file gave before and gives no more. */
  readonly removed: readonly TableRow[]
  /** Spans of activity whose roll-ups rested on what changed. */
  readonly stale: readonly { readonly activity: ActivityKind; readonly from: string; readonly to: string }[]
}

/** Compares the rows of a directory file with what the store holds. */
export async function changesOf(
  analytics: AnalyticsStore,
  origin: string,
  rows: readonly TableRow[],
): Promise<DirectoryChange> {
  const written: TableRow[] = []
  const removed: TableRow[] = []
  const replaced: TableRow[] = []
  const renewed = new Set<TableRow>()
  for (const table of new Set<DirectoryTable>([
    ...rows.map((row) => row.table),
    ...(await tablesOf(analytics, origin)),
  ])) {
    const stored = await storedRows(analytics, table)
    const given = new Map(
      rows.filter((row) => row.table === table).map((row) => [keyOf(table, row.row), row]),
    )
    for (const [key, row] of given) {
      const old = stored.get(key)
      if (old !== undefined && sameRow(old.row, row.row)) continue
      written.push(row)
      // Whose a login is rests on who there is, not on what is said of them.
      if (old !== undefined && table !== 'person') replaced.push({ table, row: old.row })
      if (old !== undefined && table === 'person') renewed.add(row)
    }
    for (const [key, old] of stored) {
      if (old.origin === origin && !given.has(key)) removed.push({ table, row: old.row })
    }
  }
  return {
    written,
    removed,
    stale: staleSpans([...written.filter((row) => !renewed.has(row)), ...removed, ...replaced]),
  }
}

async function tablesOf(analytics: AnalyticsStore, origin: string): Promise<DirectoryTable[]> {
  const tables = Object.keys(DIRECTORY_TABLES) as DirectoryTable[]
  const selects = tables.map(
    (table) => `SELECT '${table}' AS name FROM ${table}_row FINAL WHERE origin = {origin:String} LIMIT 1`,
  )
  const found = await analytics.query<{ name: DirectoryTable }>(selects.join(' UNION ALL '), { origin })
  return found.map((row) => row.name)
}

async function storedRows(
  analytics: AnalyticsStore,
  table: DirectoryTable,
): Promise<Map<string, { row: DirectoryRow; origin: string }>> {
  const rows = await analytics.query<Record<string, string | number> & { origin: string }>(
    `SELECT * EXCEPT (batch, deleted) FROM ${table}_row FINAL`,
  )
  return new Map(rows.map(({ origin, ...row }) => [keyOf(table, row), { row, origin }]))
}

function keyOf(table: DirectoryTable, row: DirectoryRow): string {
  return DIRECTORY_TABLES[table].key.map((column) => row[column]).join('\0')
}

function sameRow(left: DirectoryRow, right: DirectoryRow): boolean {
  return Object.entries(right).every(([column, value]) => left[column] === value)
}

/** One span per kind of activity, from the earliest start of a changed validity to the latest end. */
function staleSpans(rows: readonly TableRow[]): DirectoryChange['stale'] {
  const spans = new Map<ActivityKind, { from: string; to: string }>()
  for (const { table, row } of rows) {
    const from = String(row['from'] ?? row['hired'] ?? OPEN_START)
    const to = String(row['to'] ?? OPEN_END)
    for (const activity of DIRECTORY_TABLES[table].stales) {
      const span = spans.get(activity)
      spans.set(activity, {
        from: span === undefined || from < span.from ? from : span.from,
        to: span === undefined || to > span.to ? to : span.to,
      })
    }
  }
  return [...spans].map(([activity, span]) => ({ activity, ...span }))
}

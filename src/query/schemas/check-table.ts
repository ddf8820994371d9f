import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import type { ScalarType } from '../plan/type.ts'
import { holds } from './held-type.ts'
import type { SchemaTable } from './schema.ts'

export interface CheckedColumn {
  readonly name: string
  readonly type: ScalarType
  /** What its SQL gives, as ClickHouse calls it; null of a table without rows. */
  readonly gives: string | null
  readonly fits: boolean
}

/**
 * What a table's SQL gives, column by column.
 *
 * @throws WeighbridgeError `query-failed` or `not-read-only` where the engine refuses the SQL.
 */
export async function checkTable(store: AnalyticsStore, table: SchemaTable): Promise<CheckedColumn[]> {
  const { columns, select } = table
  if (select === undefined) return columns.map(({ name, type }) => ({ name, type, gives: null, fits: true }))
  const given = (await store.readOnly(`SELECT * FROM (${select}) LIMIT 0`)).columns
  return columns.map(({ name, type }, at) => {
    const gives = given[at]?.name === name ? given[at].type : null
    return { name, type, gives, fits: gives !== null && holds(type, gives) }
  })
}

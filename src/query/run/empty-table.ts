import { literal } from '../../base/sql-literal.ts'
import { identifier } from '../clickhouse/identifier.ts'
import { PHYSICAL } from '../clickhouse/physical.ts'
import type { SchemaTable } from '../schemas/schema.ts'

/**
 * The table as one without rows, where it has no SELECT of its own. Its name must not reach the engine: a table of the
 * store may be called the same.
 */
export function emptyUnlessFilled(table: SchemaTable): SchemaTable {
  if (table.select !== undefined) return table
  const columns = table.columns.map(({ name, type }) => `${identifier(name)} ${PHYSICAL[type]}`)
  // A table has at least one column in ClickHouse; one in Kusto may have none.
  const structure = columns.length === 0 ? '`__wb_none` UInt8' : columns.join(', ')
  return { ...table, select: `SELECT * FROM null(${literal(structure)})`, empty: true }
}

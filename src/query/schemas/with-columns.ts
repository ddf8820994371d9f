import { identifier } from '../clickhouse/identifier.ts'
import type { SchemaColumn, SchemaTable } from './schema.ts'
import { NOTHING } from './select-sql.ts'

/**
 * A table that is `partial` with the columns that a query found to be missing. Where it has rows, they are null in them,
 * texts ''.
 */
export function withColumns(table: SchemaTable, more: readonly SchemaColumn[]): SchemaTable {
  const known = new Set(table.columns.map(({ name }) => name))
  const added = more.filter(({ name }) => !known.has(name))
  if (added.length === 0) return table
  const columns = [...table.columns, ...added]
  if (table.select === undefined) return { ...table, columns }
  const values = added.map(({ name, type }) => `${NOTHING[type]} AS ${identifier(name)}`)
  return { ...table, columns, select: `SELECT *, ${values.join(', ')} FROM (${table.select})` }
}

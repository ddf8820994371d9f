import { messageOf, WeighbridgeError } from '../../base/errors.ts'
import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import { PRODUCTS, shippedTables } from '../schemas/load-schemas.ts'
import type { Schema, SchemaTable } from '../schemas/schema.ts'

const checked = new WeakMap<SchemaTable, SchemaTable>()

/**
 * The schema with the SQL of a user's own tables refused or brought into canonical form: a file that declares tables may come
 * from anybody, and its expressions become a part of every query over them.
 *
 * @throws WeighbridgeError `not-read-only`, naming the table.
 */
export async function checkedSchema(schema: Schema, store: AnalyticsStore): Promise<Schema> {
  const shipped = new Set(PRODUCTS.flatMap(shippedTables))
  const tables: SchemaTable[] = []
  for (const table of schema.tables) {
    tables.push(shipped.has(table) || table.select === undefined ? table : await checkedTable(table, store))
  }
  return { ...schema, tables }
}

async function checkedTable(table: SchemaTable, store: AnalyticsStore): Promise<SchemaTable> {
  const known = checked.get(table)
  if (known !== undefined) return known
  try {
    const canonical = { ...table, select: await store.canonicalReading(table.select ?? '') }
    checked.set(table, canonical)
    return canonical
  } catch (error) {
    if (!(error instanceof WeighbridgeError)) throw error
    throw new WeighbridgeError(error.code, `The table ${table.name}: ${messageOf(error)}`, { cause: error })
  }
}

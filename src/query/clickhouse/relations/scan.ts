import { QueryError } from '../../plan/query-error.ts'
import type { Scan } from '../../plan/relation.ts'
import { narrowSelect, oneView } from '../../schemas/narrow-select.ts'
import type { PrintContext, PrintedRelation } from '../context.ts'
import { identifier } from '../identifier.ts'
import { ALIAS } from '../select.ts'

/** A table: the view it is read from, else the SELECT of its schema, or the table itself where it is declared without one. */
export function printScan(scan: Scan, context: PrintContext): PrintedRelation {
  const table = context.table(scan.table)
  if (table === undefined) {
    throw new QueryError('unknown-table', `There is no table ${scan.table}.`, scan.at, scan.table)
  }
  const view = oneView(table, scan.columns, ALIAS, scan.known)
  if (view !== undefined) {
    const { from, where, written, renamed } = view
    return { from: `${identifier(from)} AS ${ALIAS}`, where, written, renamed, order: [] }
  }
  const select = narrowSelect(table, scan.columns, scan.known)
  const source = select === undefined ? identifier(table.name) : `(${select})`
  return { from: `${source} AS ${ALIAS}`, where: [], order: [] }
}

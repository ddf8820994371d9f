import type { FunctionTable, PrintFunction } from './function-table.ts'
import { KQL_TABLES } from './kql-tables.ts'
import { SIGMA_FUNCTIONS } from './sigma.ts'
import { SPL_TABLES } from './spl-tables.ts'

/** Every table of plan functions; a name stands in one of them only. */
const TABLES: readonly FunctionTable[] = [...KQL_TABLES, SIGMA_FUNCTIONS, ...SPL_TABLES]

const FUNCTIONS: ReadonlyMap<string, PrintFunction> = joined(TABLES)

/** How a plan function is printed. */
export function printerOf(name: string): PrintFunction | undefined {
  return FUNCTIONS.get(name)
}

function joined(tables: readonly FunctionTable[]): Map<string, PrintFunction> {
  const all = new Map<string, PrintFunction>()
  for (const [name, print] of tables.flatMap((table) => Object.entries(table))) {
    if (all.has(name)) throw new Error(`The plan function ${name} is in two tables.`)
    all.set(name, print)
  }
  return all
}

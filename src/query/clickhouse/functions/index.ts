import type { FunctionTable, PrintFunction } from './function-table.ts'

/** Every table of plan functions; a name stands in one of them only. */
const TABLES: readonly FunctionTable[] = []

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

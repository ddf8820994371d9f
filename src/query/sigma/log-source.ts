import { QueryError } from '../plan/query-error.ts'
import type { Span } from '../plan/span.ts'
import type { Schema, SchemaTable } from '../schemas/schema.ts'
import type { LogSource } from './rule.ts'

const PARTS = ['product', 'category', 'service'] as const

/**
 * The table of a log source: the one that says most of what the rule says, and nothing else. Where none does, the only
 * one that says more than the rule. undefined: the schema has none.
 *
 * @throws QueryError `unknown-table` where several tables fit a rule that says too little.
 */
export function tableOf(logSource: LogSource, schema: Schema, at: Span): SchemaTable | undefined {
  const fitting = schema.tables.flatMap((table) => {
    const { logSource: given } = table
    return given !== undefined && isPartOf(given, logSource) ? [{ table, said: saidBy(given) }] : []
  })
  const most = Math.max(0, ...fitting.map(({ said }) => said))
  const [best] = fitting.filter(({ said }) => said === most)
  if (best !== undefined) return best.table
  const wider = schema.tables.filter(
    (table) => table.logSource !== undefined && saidBy(logSource) > 0 && isPartOf(logSource, table.logSource),
  )
  if (wider.length > 1 && !schema.open) {
    throw new QueryError(
      'unknown-table',
      `The log source ${describe(logSource)} could be ${wider.map(({ name }) => name).join(', ')}; say which by its category or service.`,
      at,
      'logsource',
    )
  }
  return wider.length === 1 ? wider[0] : undefined
}

/** The name of the table that stands for a log source which no schema has, e.g. `windows_process_creation`. */
export function inferredName(logSource: LogSource): string {
  const said = PARTS.flatMap((part) => logSource[part] ?? [])
  return said.length === 0 ? 'events' : said.join('_').replace(/[^A-Za-z0-9_]/g, '_')
}

export function describe(logSource: LogSource): string {
  const said = PARTS.flatMap((part) => (logSource[part] === undefined ? [] : [`${part} ${logSource[part]}`]))
  return said.length === 0 ? 'without a name' : said.join(', ')
}

/** Everything that `part` says, `whole` says, too, in whatever letters. */
export function isPartOf(part: LogSource, whole: LogSource): boolean {
  return PARTS.every(
    (name) => part[name] === undefined || part[name].toLowerCase() === whole[name]?.toLowerCase(),
  )
}

function saidBy(logSource: LogSource): number {
  return PARTS.filter((name) => logSource[name] !== undefined).length
}

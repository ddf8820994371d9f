import { WeighbridgeError } from '../../base/errors.ts'
import { printQuery } from '../../query/clickhouse/print.ts'
import { type CompiledQuery, compile } from '../../query/compile.ts'
import type { Relation } from '../../query/plan/relation.ts'
import type { Column } from '../../query/plan/type.ts'
import { emptyUnlessFilled } from '../../query/run/empty-table.ts'
import type { Schema, SchemaTable } from '../../query/schemas/schema.ts'
import type { QueryWarning } from '../../query/translation.ts'
import type { QueryRule } from './query-rule.ts'
import { scannedTables } from './scanned-tables.ts'
import { tableInWindows, type WindowGrid } from './window-grid.ts'
import { NotWindowed, windowedPlan } from './windowed-plan.ts'

/** SQL with its parameters. */
export interface Statement {
  readonly sql: string
  readonly parameters: Readonly<Record<string, unknown>>
}

/** A rule whose query is translated: what it gives, and how it is asked. */
export interface CompiledRule {
  readonly rule: QueryRule
  readonly columns: readonly Column[]
  /** The query as it stands, with some clock and no look-back: for whoever only looks at it. */
  readonly once: CompiledQuery
  readonly warnings: readonly QueryWarning[]
  /** Tables that no schema declares: nothing is in them. */
  readonly inferred: readonly SchemaTable[]
  /** It reads only tables of which there are no rows here: it never finds anything. */
  readonly isBlind: boolean
  /** One statement for many windows, whose last column is `WINDOW`; absent where the query has to be asked by the window. */
  readonly atOnce?: (grid: WindowGrid) => Statement
  /** Why it has to be asked window by window. */
  readonly whyAlone?: string
  /** The statement for one window, half open; milliseconds. */
  readonly alone: (from: number, until: number) => Promise<Statement>
}

/** 13 weeks: starts of days and weeks move with the clock, months do not, and are found out by it. */
const SHIFT_TICKS = 13n * 7n * 86_400n * 10_000_000n
const NOW_TICKS = BigInt(Date.UTC(2026, 2, 11)) * 10_000n

/**
 * Translates a rule's query, twice with different clocks, so that it can be asked about many windows in one statement.
 *
 * @throws QueryError with its place in the query's text.
 */
export async function compileRule(rule: QueryRule, schema: Schema): Promise<CompiledRule> {
  const { language, query: text } = rule
  if (language === 'sql')
    throw new WeighbridgeError('bad-usage', `${rule.id} is SQL; there is nothing to translate.`)
  const at = (nowTicks: bigint) => compile({ language, text, schema, nowTicks })
  const compiled = await at(NOW_TICKS)
  const tables = new Map([...schema.tables, ...compiled.inferred].map((table) => [table.name, table]))
  const { columns, warnings, inferred } = compiled
  const alone = async (from: number, until: number): Promise<Statement> => {
    const period = { fromTicks: ticks(from), untilTicks: ticks(until) }
    const { plan } = await compile({ language, text, schema, nowTicks: ticks(until), period })
    return printQuery(plan, (name) => {
      const table = tables.get(name)
      return table === undefined ? undefined : emptyUnlessFilled(table)
    })
  }
  const scanned = scannedTables(compiled.plan)
  const isBlind = scanned.length > 0 && scanned.every((name) => tables.get(name)?.select === undefined)
  const shared = { rule, isBlind, columns, once: compiled, warnings, inferred, alone }
  if (isBlind) return shared
  try {
    const later = await at(NOW_TICKS + SHIFT_TICKS)
    const plan = planInWindows(compiled, later, tables)
    return {
      ...shared,
      atOnce: (grid) =>
        printQuery(plan, (name) => {
          const table = tables.get(name)
          return table === undefined ? undefined : tableInWindows(emptyUnlessFilled(table), grid)
        }),
    }
  } catch (error) {
    if (error instanceof NotWindowed) return { ...shared, whyAlone: error.message }
    throw error
  }
}

function planInWindows(
  { plan }: CompiledQuery,
  later: CompiledQuery,
  tables: ReadonlyMap<string, SchemaTable>,
): Relation {
  return windowedPlan({
    plan,
    later: later.plan,
    nowTicks: NOW_TICKS,
    shiftTicks: SHIFT_TICKS,
    hasTime: (name) => tables.get(name)?.time !== undefined,
  })
}

function ticks(milliseconds: number): bigint {
  return BigInt(milliseconds) * 10_000n
}

import { WeighbridgeError } from '../../base/errors.ts'
import { identifier } from '../../query/clickhouse/identifier.ts'
import type { Column, ScalarType } from '../../query/plan/type.ts'
import type { Schema } from '../../query/schemas/schema.ts'
import type { AnalyticsStore, Parameters, Table } from '../../store/analytics/analytics-store.ts'
import { type CompiledRule, compileRule } from './compile-rule.ts'
import { type FindingRow, findingsSql } from './findings-sql.ts'
import type { QueryRule } from './query-rule.ts'
import { dayOf, spanOf, type WindowGrid } from './window-grid.ts'
import { WINDOW } from './windowed-plan.ts'

const DAY_MS = 86_400_000

/** A rule that can be asked what it finds in windows of time. */
export interface AskableRule {
  readonly rule: QueryRule
  /** Columns of its rows. */
  readonly columns: readonly Column[]
  /** Absent for SQL, which is not translated. */
  readonly compiled?: CompiledRule
  /** What it finds in each of the windows. */
  readonly ask: (analytics: AnalyticsStore, grid: WindowGrid) => Promise<readonly FindingRow[]>
}

/**
 * Makes a rule ready to be asked.
 *
 * @throws QueryError with the place in the query's text; WeighbridgeError where SQL does not read.
 */
export async function askable(
  rule: QueryRule,
  schema: Schema,
  analytics: AnalyticsStore,
): Promise<AskableRule> {
  if (rule.language === 'sql') {
    const columns = await columnsOfSql(analytics, rule)
    return { rule, columns, ask: (store, grid) => askSql(store, rule, columns, grid) }
  }
  const compiled = await compileRule(rule, schema)
  const { columns, atOnce } = compiled
  if (atOnce === undefined && !compiled.isBlind && rule.lookBackOf !== undefined) {
    throw new WeighbridgeError(
      'bad-input',
      `rules/${rule.id}/rule.yaml: lookBackOf does not hold for a query that has to be asked window by window (${compiled.whyAlone}).`,
    )
  }
  return {
    rule,
    columns,
    compiled,
    ask: compiled.isBlind
      ? async () => []
      : atOnce === undefined
        ? (store, grid) => askAlone(store, compiled, grid)
        : async (store, grid) => {
            const { sql, parameters } = atOnce(grid)
            const end = `toUnixTimestamp64Milli(r.${identifier(WINDOW.name)})`
            const statement = findingsSql(rule, columns, sql, end, grid.stepMs)
            return findings(await store.select(statement, parameters))
          },
  }
}

/** Window by window: for queries whose shape does not let all be asked at once. */
export async function askAlone(
  analytics: AnalyticsStore,
  { rule, columns, alone }: CompiledRule,
  grid: WindowGrid,
): Promise<FindingRow[]> {
  const found: FindingRow[] = []
  for (const end of grid.ends) {
    const { sql, parameters } = await alone(end - grid.lengthMs, end)
    const statement = findingsSql(rule, columns, sql, `toInt64(${end})`, grid.stepMs)
    found.push(...findings(await analytics.select(statement, parameters)))
  }
  return found
}

/** SQL says itself on which day it found a row. */
async function askSql(
  analytics: AnalyticsStore,
  rule: QueryRule,
  columns: readonly Column[],
  grid: WindowGrid,
): Promise<FindingRow[]> {
  const end = `toUnixTimestamp64Milli(toDateTime64(toDate(r.day) + 1, 3, 'UTC'))`
  const statement = findingsSql(rule, columns, rule.query, end, grid.stepMs)
  const { from, until } = spanOf(grid)
  // Written by whoever writes rules, so read like any user's: nothing of it reaches out of the tables.
  const found = findings(await analytics.readOnly(statement, sqlParameters(from, until, grid)))
  const ends = new Set(grid.ends)
  return found.filter((row) => ends.has(row.window_end))
}

/** What SQL may read as `{since:Date}`, `{from:Date}` and `{until:Date}`; see docs/rules.md. */
function sqlParameters(since: number, until: number, { lengthMs }: Pick<WindowGrid, 'lengthMs'>): Parameters {
  return { since: dayOf(since), from: dayOf(since + lengthMs - DAY_MS), until: dayOf(until) }
}

async function columnsOfSql(analytics: AnalyticsStore, rule: QueryRule): Promise<Column[]> {
  const { columns, rows } = await analytics.readOnly(
    `DESCRIBE TABLE (${rule.query})`,
    sqlParameters(0, DAY_MS, { lengthMs: DAY_MS }),
  )
  const nameAt = columns.findIndex(({ name }) => name === 'name')
  const typeAt = columns.findIndex(({ name }) => name === 'type')
  return rows.map((row) => ({ name: String(row[nameAt]), type: scalarType(String(row[typeAt])) }))
}

const TYPES: readonly (readonly [RegExp, ScalarType])[] = [
  [/^(Date|DateTime)/, 'datetime'],
  [/^U?Int/, 'long'],
  [/^(Float|Decimal)/, 'real'],
  [/^Bool/, 'bool'],
  [/^Array/, 'multivalue'],
]

function scalarType(clickHouse: string): ScalarType {
  const bare = clickHouse.replace(/^(LowCardinality\()?(Nullable\()?/, '')
  return TYPES.find(([pattern]) => pattern.test(bare))?.[1] ?? 'string'
}

function findings({ columns, rows }: Table): FindingRow[] {
  return rows.map((row) => {
    const read = Object.fromEntries(columns.map(({ name }, at) => [name, row[at]])) as unknown as FindingRow
    return {
      ...read,
      window_end: Number(read.window_end),
      first: Number(read.first),
      last: Number(read.last),
      rows: Number(read.rows),
    }
  })
}

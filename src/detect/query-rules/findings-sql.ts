import { literal } from '../../base/sql-literal.ts'
import { identifier } from '../../query/clickhouse/identifier.ts'
import type { Column } from '../../query/plan/type.ts'
import { placeholdersOf } from '../fill.ts'
import { entityOf, type QueryRule } from './query-rule.ts'

/** Findings that one asking may bring: a rule that finds more is no rule. */
export const MOST_FINDINGS = 20_000

/** Assets and values of a sentence that a signal keeps at most. */
const MOST_ASSETS = 20

/** Columns that hold when something happened, by the names that products give them. */
const TIME_NAMES = ['time', 'TimeGenerated', 'Timestamp', '_time', 'timestamp', 'ts']

/** One row of {@link findingsSql}. Times are milliseconds since 1970; 0 where the rows do not say. */
export interface FindingRow {
  readonly window_end: number
  /** Empty where the rows name nobody. */
  readonly person: string
  readonly observed: number
  readonly facts: Readonly<Record<string, string>>
  readonly assets: readonly string[]
  readonly first: number
  readonly last: number
  readonly rows: number
}

/**
 * The statement that makes findings of a query's rows: one a person and window.
 *
 * @param windowEnd SQL for the end of a row's window, milliseconds since 1970, over the alias `r`.
 * @param stepMs a row whose last act is older than this was found before.
 */
export function findingsSql(
  rule: QueryRule,
  columns: readonly Column[],
  sql: string,
  windowEnd: string,
  stepMs: number,
): string {
  const times = timesOf(rule, columns)
  const [first, last] =
    times === null ? ['0', '0'] : [milliseconds(columns, times.first), milliseconds(columns, times.last)]
  const facts = placeholdersOf(rule.sentence).flatMap((name) =>
    columns.some((column) => column.name === name) ? [`${literal(name)}, ${textOf(columns, name)}`] : [],
  )
  const { operator, rows } = rule.trigger ?? { operator: '>', rows: 0 }
  const news = times === null ? '' : ` AND last_at >= window_end - ${stepMs}`
  return `SELECT window_end, person, max(observed_in_row) AS observed, argMax(facts_of_row, observed_in_row) AS facts,
  groupUniqArrayArray(${MOST_ASSETS})(assets_of_row) AS assets, min(first_at) AS first, max(last_at) AS last, count() AS rows
FROM (
  SELECT *, count() OVER (PARTITION BY window_end) AS rows_in_window FROM (
    SELECT ${windowEnd} AS window_end, ${first} AS first_at, ${last} AS last_at,
      ${personOf(rule, columns, times === null ? windowEnd : last)} AS person,
      ${observedOf(rule, columns)} AS observed_in_row, CAST(map(${facts.join(', ')}), 'Map(String, String)') AS facts_of_row,
      ${assetsOf(rule, columns)} AS assets_of_row
    FROM (${sql}) AS r
  )
)
WHERE rows_in_window ${operator} ${rows}${news}
GROUP BY window_end, person
ORDER BY window_end, person
LIMIT ${MOST_FINDINGS + 1}`
}

/** The columns with the first and last act; null where the rows do not say when. */
export function timesOf(
  rule: Pick<QueryRule, 'times'>,
  columns: readonly Column[],
): { readonly first: string; readonly last: string } | null {
  if (rule.times !== undefined) return rule.times
  const name = TIME_NAMES.find((time) => columns.some((column) => column.name === time))
  return name === undefined ? null : { first: name, last: name }
}

function personOf(rule: QueryRule, columns: readonly Column[], at: string): string {
  const { kind, column } = entityOf(rule)
  const name = textOf(columns, column)
  if (kind === 'person') return name
  const held = (dictionary: string, key: string) =>
    `nullIf(dictGetOrDefault('${dictionary}', 'person', ${key}, toInt64(${at}), ''), '')`
  return kind === 'account'
    ? `coalesce(${held('account_holder', `(${name}, '')`)}, ${name})`
    : `coalesce(${held('lease_holder', `tuple(${name})`)}, if(${name} = '', '', concat('ip:', ${name})))`
}

function observedOf({ observed }: QueryRule, columns: readonly Column[]): string {
  if (observed === undefined) return 'toFloat64(1)'
  const type = typeOf(columns, observed.column)
  const column = columnOf(observed.column)
  if (type === 'string' || type === 'dynamic') return `toFloat64OrZero(${textOf(columns, observed.column)})`
  return `ifNull(toFloat64(${column}), 0)`
}

/** Names of assets: one a row, or all of a list. */
function assetsOf({ asset }: QueryRule, columns: readonly Column[]): string {
  if (asset === undefined) return "CAST([], 'Array(String)')"
  const type = typeOf(columns, asset)
  if (type === 'multivalue') return `arrayFilter(a -> a != '', ${columnOf(asset)})`
  if (type === 'dynamic')
    return `arrayFilter(a -> a != '', JSONExtract(ifNull(${columnOf(asset)}, ''), 'Array(String)'))`
  return `arrayFilter(a -> a != '', [${textOf(columns, asset)}])`
}

function milliseconds(columns: readonly Column[], name: string): string {
  const type = typeOf(columns, name)
  const column = columnOf(name)
  // Splunk's times are seconds since 1970.
  if (type === 'real' || type === 'long' || type === 'int') return `ifNull(toInt64(${column} * 1000), 0)`
  if (type === 'datetime') return `ifNull(toUnixTimestamp64Milli(toDateTime64(${column}, 3, 'UTC')), 0)`
  return `toUnixTimestamp64Milli(parseDateTime64BestEffortOrZero(${textOf(columns, name)}, 3, 'UTC'))`
}

/** A column as people read it; empty where it is null. */
function textOf(columns: readonly Column[], name: string): string {
  const type = typeOf(columns, name)
  const column = columnOf(name)
  if (type === 'multivalue') return `arrayStringConcat(arraySlice(${column}, 1, ${MOST_ASSETS}), ', ')`
  if (type === 'dynamic') {
    const json = `ifNull(${column}, '')`
    return `if(startsWith(${json}, '['), arrayStringConcat(arraySlice(JSONExtract(${json}, 'Array(String)'), 1, ${MOST_ASSETS}), ', '), ${json})`
  }
  if (type === 'datetime')
    return `replaceOne(ifNull(formatDateTime(${column}, '%Y-%m-%d %H:%i'), ''), ' 00:00', '')`
  return `ifNull(toString(${column}), '')`
}

function typeOf(columns: readonly Column[], name: string): Column['type'] {
  return columns.find((column) => column.name === name)?.type ?? 'string'
}

function columnOf(name: string): string {
  return `r.${identifier(name)}`
}

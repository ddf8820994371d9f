import { WeighbridgeError } from '../../base/errors.ts'
import { identifier } from '../clickhouse/identifier.ts'
import { PHYSICAL } from '../clickhouse/physical.ts'
import type { QueryLanguage } from '../language.ts'
import type { ScalarType } from '../plan/type.ts'
import type { SchemaColumn, SchemaTable } from '../schemas/schema.ts'
import { ticksOfTime } from './ticks-of-time.ts'

export type Row = Readonly<Record<string, unknown>>

export interface GivenRows {
  /** As queries see it, without a SELECT: which columns they use beyond those of the rows is known only then. */
  readonly table: SchemaTable
  /** The table's SELECT, and more columns than the rows have: null in every row. */
  select(more: readonly SchemaColumn[]): string
  /** For the SELECT. */
  readonly parameters: Readonly<Record<string, string>>
}

export interface RowsOptions {
  /** Beside how many others: parameters are numbered. */
  readonly number: number
  /** What the schema says of the table; columns it does not have are inferred. */
  readonly declared?: SchemaTable | undefined
  readonly language: QueryLanguage
}

/** The engine is given the rows of a query as one text. */
const MOST_BYTES = 256 << 20

/**
 * Rows that come with a query, as a table. They travel as a parameter and are stored nowhere.
 *
 * @throws WeighbridgeError `query-too-large`
 */
export function rowsTable(name: string, rows: readonly Row[], options: RowsOptions): GivenRows {
  const { number, declared, language } = options
  const columns = columnsOf(rows, declared?.columns ?? [], language)
  // Kusto's texts are never null.
  const textMayBeNull = language !== 'kql'
  const cells = JSON.stringify(
    rows.map((row) => columns.map((column) => cell(valueIn(row, column.name), column.type))),
  )
  if (cells.length > MOST_BYTES) {
    throw new WeighbridgeError(
      'query-too-large',
      `The rows given as ${name} are larger than ${MOST_BYTES >> 20} MiB; take them in with weighbridge ingest, or give fewer.`,
    )
  }
  const parameter = `rows_${number}`
  const values = columns.map(
    ({ name, type }, at) => `${read(`_s.__wb_row[${at + 1}]`, type, textMayBeNull)} AS ${identifier(name)}`,
  )
  const select = (more: readonly SchemaColumn[]) => {
    const absent = more.map(
      ({ name, type }) =>
        `${read("CAST(NULL, 'Nullable(String)')", type, textMayBeNull)} AS ${identifier(name)}`,
    )
    const list = [...values, ...absent]
    return `SELECT ${list.length === 0 ? '1 AS `__wb_none`' : list.join(', ')} FROM (SELECT arrayJoin(JSONExtract({${parameter}:String}, 'Array(Array(Nullable(String)))')) AS __wb_row) AS _s`
  }
  const { logSource, splunk, dataModel, time, partial } = declared ?? {}
  return {
    table: {
      name,
      columns,
      given: true,
      // Events need not have every field that a rule asks for; a column that Kusto does not know is an error.
      ...((partial || language !== 'kql') && { partial: true as const }),
      ...(logSource && { logSource }),
      ...(splunk && { splunk }),
      ...(dataModel && { dataModel }),
      ...timeOf(columns, time),
    },
    select,
    parameters: { [parameter]: cells },
  }
}

const TIME_NAMES = [
  '_time',
  'TimeGenerated',
  'Timestamp',
  'timestamp',
  'time',
  'UtcTime',
  'TimeCreated_SystemTime',
]

function timeOf(columns: readonly SchemaColumn[], declared: string | undefined): { time?: string } {
  const times = new Set(columns.filter(({ type }) => type === 'datetime').map(({ name }) => name))
  const time = [...(declared === undefined ? [] : [declared]), ...TIME_NAMES].find((name) => times.has(name))
  return time === undefined ? {} : { time }
}

function columnsOf(
  rows: readonly Row[],
  declared: readonly SchemaColumn[],
  language: QueryLanguage,
): SchemaColumn[] {
  const known = new Map(declared.map(({ name, type }) => [name, { name, type }]))
  const seen = new Map<string, unknown[]>()
  for (const row of rows) {
    for (const [name, value] of Object.entries(row)) {
      if (known.has(name)) continue
      const values = seen.get(name) ?? []
      if (value !== null) values.push(value)
      seen.set(name, values)
    }
  }
  return [
    ...known.values(),
    ...[...seen].map(([name, values]) => ({ name, type: typeOf(name, values, language) })),
  ]
}

/** The narrowest type that holds all values; text where they differ. */
function typeOf(name: string, values: readonly unknown[], language: QueryLanguage): ScalarType {
  if (values.length === 0) return 'string'
  const fits = INFERRED.find(([, holds]) => values.every(holds))?.[0]
  // Sigma compares fields as text, also those that look like a time: only when it happened is one.
  if (fits === 'datetime' && language === 'sigma' && !TIME_NAMES.includes(name)) return 'string'
  return fits ?? (values.some((value) => typeof value === 'object') ? NESTED[language] : 'string')
}

/** What holds arrays and objects. Sigma compares any one element, or what stands at a path such as `user.name`. */
const NESTED: Readonly<Record<QueryLanguage, ScalarType>> = {
  kql: 'dynamic',
  spl: 'multivalue',
  sigma: 'dynamic',
}

const INFERRED: readonly (readonly [ScalarType, (value: unknown) => boolean])[] = [
  ['bool', (value) => typeof value === 'boolean'],
  ['long', (value) => Number.isSafeInteger(value)],
  ['real', (value) => typeof value === 'number'],
  // A day alone may be a version or a name; a time of day beside it is none.
  [
    'datetime',
    (value) => typeof value === 'string' && /[T ]\d{2}:\d{2}/.test(value) && ticksOfTime(value) !== null,
  ],
]

function valueIn(row: Row, name: string): unknown {
  return Object.hasOwn(row, name) ? row[name] : null
}

/** A value as text that {@link read} reads; null where it is none of the type. */
function cell(value: unknown, type: ScalarType): string | null {
  if (value === null || value === undefined) return null
  if (type === 'dynamic') return JSON.stringify(value)
  if (type === 'multivalue') return JSON.stringify(Array.isArray(value) ? value.map(text) : [text(value)])
  if (type === 'datetime') return typeof value === 'string' ? (ticksOfTime(value)?.toString() ?? null) : null
  if (type === 'timespan')
    return typeof value === 'number' ? String(Math.trunc(value)) : timespanTicks(text(value))
  return text(value)
}

function text(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** Ticks of `[-][d.]hh:mm:ss[.fffffff]`. */
function timespanTicks(value: string): string | null {
  const match = /^(-)?(?:(\d+)\.)?(\d{1,2}):(\d{2}):(\d{2})(?:\.(\d{1,7}))?$/.exec(value.trim())
  if (match === null) return null
  const [, sign, days = '0', hours = '0', minutes = '0', seconds = '0', fraction = ''] = match
  const whole = ((BigInt(days) * 24n + BigInt(hours)) * 60n + BigInt(minutes)) * 60n + BigInt(seconds)
  const ticks = whole * 10_000_000n + BigInt(fraction.padEnd(7, '0'))
  return String(sign === undefined ? ticks : -ticks)
}

function read(sql: string, type: ScalarType, textMayBeNull: boolean): string {
  switch (type) {
    case 'string':
      return textMayBeNull ? sql : `ifNull(${sql}, '')`
    case 'dynamic':
      return sql
    case 'multivalue':
      return `JSONExtract(ifNull(${sql}, '[]'), 'Array(String)')`
    case 'bool':
      return `CAST(multiIf(lower(${sql}) IN ('true', '1'), 1, lower(${sql}) IN ('false', '0'), 0, NULL), 'Nullable(Bool)')`
    case 'decimal':
      return `toDecimal128OrNull(ifNull(${sql}, ''), 17)`
    case 'real':
      return `toFloat64OrNull(ifNull(${sql}, ''))`
    case 'guid':
      return `toUUIDOrNull(ifNull(${sql}, ''))`
    case 'datetime':
      return `if(isNull(${sql}), NULL, CAST(reinterpret(toInt64OrZero(assumeNotNull(${sql})), 'DateTime64(7, \\'UTC\\')'), '${PHYSICAL.datetime.replaceAll("'", "\\'")}'))`
    case 'int':
      return `toInt32OrNull(ifNull(${sql}, ''))`
    case 'long':
    case 'timespan':
      return `toInt64OrNull(ifNull(${sql}, ''))`
  }
}

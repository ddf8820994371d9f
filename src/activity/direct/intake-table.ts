import { literal } from '../../base/sql-literal.ts'
import { selectActivity, selectRejects } from '../sources/parse-sql.ts'
import type { Source, SourceRow } from '../sources/source.ts'

/** What stands as the file of a line that was written straight into an intake table and rejected. */
export const WRITTEN_DIRECTLY = 'written directly'

/**
 * The table that takes lines of a source.
 *
 * @example intakeTable('s3-access') // => 'intake_s3_access'
 */
export function intakeTable(source: string): string {
  return `intake_${source.replaceAll('-', '_')}`
}

/**
 * The statements that make a source's intake table and the views behind it, in order. The table keeps nothing: each
 * INSERT passes through the views, which write activity, rejects and what arrived. They are hung on the intake itself and
 * not on each other: a view behind a table that a view fills can lose a block to a crash.
 *
 * An act's id is made of source, host, file, offset and the line, as that of a file's line is: a shipper that repeats a
 * batch changes nothing.
 */
export function intakeStatements(source: Source): string[] {
  const table = intakeTable(source.name)
  const views = source.rows.flatMap((row, at) => {
    const rejects = filled(selectRejects(source, row, linesIn(table)))
    return [
      view(
        `${table}_${at + 1}_activity`,
        `${row.activity}_row`,
        filled(selectActivity(source, row, linesIn(table))),
      ),
      view(`${table}_${at + 1}_reject`, 'reject_row', rejects),
      view(`${table}_${at + 1}_arrival`, 'arrival_row', arrivals(source, row, table)),
      view(`${table}_${at + 1}_refusal`, 'arrival_row', refusals(source, rejects)),
    ]
  })
  return [
    `CREATE TABLE IF NOT EXISTS ${table} (
      message String, host String DEFAULT '', file String DEFAULT '', offset UInt64 DEFAULT 0, header String DEFAULT '',
      is_ready UInt8 DEFAULT throwIf(length(message) >= 0, 'The intake table is being made; send again.')
    ) ENGINE = Null`,
    ...views,
    // Until here an INSERT fails, and is sent again; it would have vanished before the views were there.
    `ALTER TABLE ${table} MODIFY COLUMN is_ready UInt8 DEFAULT 1`,
  ]
}

/** The statements that take them away again; what came through them stays. */
export function dropStatements(source: Source): string[] {
  const table = intakeTable(source.name)
  const views = source.rows.flatMap((_, at) =>
    ['activity', 'reject', 'arrival', 'refusal'].map((what) => `${table}_${at + 1}_${what}`),
  )
  // The table first: without its views it would swallow what is sent.
  return [table, ...views].map((name) => `DROP TABLE IF EXISTS ${name}`)
}

function view(name: string, target: string, select: string): string {
  return `CREATE MATERIALIZED VIEW IF NOT EXISTS ${name} TO ${target} AS ${select}`
}

/** A written line with the columns that a source's SQL reads. */
function linesIn(table: string): string {
  return `(
    SELECT message AS raw, sipHash64(host, file) AS input, offset, header AS given_header,
      if(endsWith(message, '\\r'), substring(message, 1, length(message) - 1), message) AS line
    FROM ${table}
  )`
}

/** The intake's parameters as what they are here: a view has none. */
function filled(select: string): string {
  return select
    .replaceAll('{header:String}', 'given_header')
    .replaceAll('{batch:UInt64}', 'toUInt64(0)')
    .replaceAll('{file:String}', literal(WRITTEN_DIRECTLY))
}

function arrivals(source: Source, row: SourceRow, table: string): string {
  return `SELECT now64(3) AS at, ${literal(source.name)} AS source, ${literal(row.activity)} AS activity, toDate(time) AS day,
      count() AS lines, toUInt64(0) AS expected, min(time) AS earliest, max(time) AS latest,
      countIf(time > now64() + INTERVAL 5 MINUTE) AS future, countIf(time < now64() - INTERVAL 1 DAY) AS late
    FROM (${filled(selectActivity(source, row, linesIn(table)))})
    GROUP BY day`
}

function refusals(source: Source, rejects: string): string {
  return `SELECT now64(3) AS at, ${literal(source.name)} AS source, '' AS activity, toDate(0) AS day, count() AS lines,
      sum(toUInt64(refused.expected)) AS expected, toDateTime64(0, 3, 'UTC') AS earliest, toDateTime64(0, 3, 'UTC') AS latest,
      toUInt64(0) AS future, toUInt64(0) AS late
    FROM (${rejects}) AS refused
    HAVING lines > 0`
}

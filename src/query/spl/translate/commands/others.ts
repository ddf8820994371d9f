import { parse as parseCsv } from 'csv-parse/sync'
import { literal, named, project, range, rows as rowsNode } from '../../../plan/build.ts'
import { QueryError } from '../../../plan/query-error.ts'
import type { Span } from '../../../plan/span.ts'
import type { FormatCommand } from '../../syntax/commands/combine.ts'
import type {
  AddInfoCommand,
  MacroCommand,
  MakeResultsCommand,
  NamedCommand,
} from '../../syntax/commands/others.ts'
import { unresolvedMacro } from '../search.ts'
import type { CommandContext } from '../session.ts'
import { rowsOf, type SplRows, withFields } from '../spl-rows.ts'

const MOST_ROWS = 1_000_000

/** Rows with nothing but the time of the search, or those written in `data=`. */
export function translateMakeResults(
  command: MakeResultsCommand,
  _rows: SplRows | undefined,
  { session }: CommandContext,
): SplRows {
  const { at, count, format, data } = command
  if (format !== undefined && data !== undefined) return givenRows(format, data, at)
  if (!Number.isInteger(count) || count < 0 || count > MOST_ROWS) {
    throw new QueryError(
      'wrong-argument',
      `count= of makeresults is a whole number up to ${MOST_ROWS}.`,
      at,
      'count',
    )
  }
  const number = (value: number) => literal('long', String(value), at)
  const numbered = range({ name: 'row', type: 'long' }, number(1), number(count), number(1), at)
  const values = [
    named('_time', literal('datetime', session.options.nowTicks.toString(), at)),
    ...(command.annotate
      ? ['_raw', 'host', 'source', 'sourcetype', 'splunk_server', 'splunk_server_group'].map((name) =>
          named(name, literal('string', null, at)),
        )
      : []),
  ]
  return rowsOf(project(numbered, values, at))
}

function givenRows(format: 'csv' | 'json', data: string, at: Span): SplRows {
  const records = format === 'csv' ? csvRecords(data, at) : jsonRecords(data, at)
  const names = [...new Set(records.flatMap((record) => [...record.keys()]))]
  const several = new Set(names.filter((name) => records.some((record) => Array.isArray(record.get(name)))))
  const columns = names.map((name) => ({
    name,
    type: several.has(name) ? ('multivalue' as const) : ('string' as const),
  }))
  const values = records.map((record) =>
    columns.map(({ name, type }) => {
      const value = record.get(name)
      if (type === 'multivalue')
        return literal(type, Array.isArray(value) ? value : value == null ? [] : [value], at)
      return literal(type, typeof value === 'string' ? value : null, at)
    }),
  )
  return rowsOf(rowsNode(columns, values, at))
}

type Record = ReadonlyMap<string, string | readonly string[] | null>

function csvRecords(data: string, at: Span): Record[] {
  try {
    const lines = parseCsv(data.replaceAll('\\n', '\n'), {
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as string[][]
    const [names = [], ...others] = lines
    return others.map(
      (line) =>
        new Map(names.map((name, index) => [name, line[index] === '' ? null : (line[index] ?? null)])),
    )
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new QueryError('wrong-argument', `data= of makeresults is no CSV: ${reason}`, at, 'data')
  }
}

function jsonRecords(data: string, at: Span): Record[] {
  try {
    const parsed: unknown = JSON.parse(data)
    const list = Array.isArray(parsed) ? parsed : [parsed]
    return list.map((each) => {
      if (typeof each !== 'object' || each === null) throw new Error('it holds values outside of objects')
      return new Map(Object.entries(each).map(([name, value]) => [name, jsonText(value)]))
    })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new QueryError('wrong-argument', `data= of makeresults is no JSON: ${reason}`, at, 'data')
  }
}

function jsonText(value: unknown): string | readonly string[] | null {
  if (value === null) return null
  if (Array.isArray(value))
    return value.map((each) => (typeof each === 'string' ? each : JSON.stringify(each)))
  return typeof value === 'string' ? value : JSON.stringify(value)
}

export function translateAddInfo(
  { at }: AddInfoCommand,
  rows: SplRows,
  { session }: CommandContext,
): SplRows {
  const { period } = session.options
  const seconds = (ticks: bigint | undefined) =>
    literal('real', ticks === undefined ? 0 : Number(ticks) / 10_000_000, at)
  const until = period === undefined ? literal('string', '+Infinity', at) : seconds(period.untilTicks)
  return withFields(
    rows,
    [
      named('info_min_time', seconds(period?.fromTicks)),
      named('info_max_time', until),
      named('info_search_time', seconds(session.options.nowTicks)),
      named('info_sid', literal('string', 'weighbridge', at)),
    ],
    at,
  )
}

/** `format` writes a subsearch's rows as terms; here the rows themselves are matched. */
export function translateFormat(_command: FormatCommand, rows: SplRows): SplRows {
  return rows
}

/** Commands that change how results look, or nothing. */
const WITHOUT_EFFECT: ReadonlyMap<string, string> = new Map([
  ['highlight', 'it marks words on the screen'],
  ['abstract', 'it shortens events on the screen'],
  ['localop', 'there is one place to run'],
  ['noop', 'it does nothing'],
  ['require', 'it only fails where there are no rows'],
  ['tags', 'tags come from the tables'],
  ['typer', 'event types come from the tables'],
  ['relevancy', 'it adds a score for the screen'],
  ['iconify', 'it shows pictures'],
  ['rtorder', 'nothing runs in real time'],
  ['fieldformat', 'it changes how a value is shown'],
  ['gauge', 'it is a picture'],
])

/** Commands that write, send, or reach out of the store. */
const WRITING: ReadonlySet<string> = new Set([
  'collect',
  'mcollect',
  'meventcollect',
  'summaryindex',
  'stash',
  'outputcsv',
  'outputtext',
  'sendemail',
  'sendalert',
  'sendresults',
  'delete',
  'dump',
  'script',
  'run',
  'runshellscript',
  'rest',
  'dbxquery',
  'dbxoutput',
  'dbxlookup',
  'curl',
  'crawl',
  'inputcsv',
  'savedsearch',
  'loadjob',
  'tscollect',
  'overlap',
  'risk',
  'notable',
  'snowincident',
  'snowevent',
])

export function translateNamed(
  { name, nameAt, at }: NamedCommand,
  rows: SplRows | undefined,
  { session }: CommandContext,
): SplRows {
  const why = WITHOUT_EFFECT.get(name)
  if (why !== undefined && rows !== undefined) {
    session.warn(`${name} has no effect here: ${why}.`, at)
    return rows
  }
  if (WRITING.has(name)) {
    throw new QueryError(
      'not-allowed',
      `${name} writes or reads outside of the events, which a query may not.`,
      nameAt,
      name,
    )
  }
  throw new QueryError('unsupported', `The command ${name} is not supported.`, nameAt, name)
}

export function translateMacro({ name, at }: MacroCommand): SplRows {
  throw unresolvedMacro(name, at)
}

import { parse } from 'csv-parse/sync'
import { WeighbridgeError } from '../../base/errors.ts'
import type { ExternalTable } from '../translation.ts'
import type { Row } from './rows-table.ts'

/** What stands between values, by Kusto's names of formats. */
const DELIMITERS: ReadonlyMap<string, string> = new Map([
  ['csv', ','],
  ['tsv', '\t'],
  ['tsve', '\t'],
  ['psv', '|'],
  ['scsv', ';'],
  ['sohsv', '\u0001'],
])
/** Every line is one value. */
const LINES: ReadonlySet<string> = new Set(['txt', 'raw', 'line'])
const JSONS: ReadonlySet<string> = new Set(['json', 'multijson', 'jsonl', 'ndjson'])

/**
 * The rows that a file holds, for the columns declared: values of delimited ones by position, properties of JSON by name.
 *
 * @throws WeighbridgeError `bad-input` naming the address.
 */
export function readRecords(text: string, address: string, table: ExternalTable): Row[] {
  const format = table.format ?? endingOf(address)
  const whole = text.replace(/^\ufeff/, '')
  const records = recordsOf(whole, format, address)
  return (table.skipsFirst ? records.slice(1) : records).map((record) => rowOf(record, table))
}

type Record = readonly string[] | Row

function recordsOf(text: string, format: string, address: string): readonly Record[] {
  const delimiter = DELIMITERS.get(format)
  if (delimiter !== undefined) return delimited(text, delimiter, address)
  if (format === 'raw') return text === '' ? [] : [[text]]
  if (LINES.has(format)) return lines(text).map((line) => [line])
  if (JSONS.has(format)) return objects(text, address)
  throw new WeighbridgeError(
    'bad-input',
    `externaldata in the format ${format} is not read here (${address}); there are ${[...DELIMITERS.keys(), ...LINES, ...JSONS].join(', ')}.`,
  )
}

/** `csv` of `https://files.example/list.csv.gz?x=1`; csv where nothing is said. */
function endingOf(address: string): string {
  const path = new URL(address).pathname.replace(/\.gz$/i, '')
  const ending = /\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? ''
  return DELIMITERS.has(ending) || LINES.has(ending) || JSONS.has(ending) ? ending : 'csv'
}

function delimited(text: string, delimiter: string, address: string): string[][] {
  try {
    return parse(text, {
      delimiter,
      skip_empty_lines: true,
      relax_column_count: true,
      relax_quotes: true,
    }) as string[][]
  } catch (error) {
    throw new WeighbridgeError('bad-input', `${address} is no delimited text: ${(error as Error).message}`)
  }
}

function lines(text: string): string[] {
  const all = text.split(/\r?\n/)
  return all.at(-1) === '' ? all.slice(0, -1) : all
}

/** One array, one object, or objects one a line. */
function objects(text: string, address: string): Row[] {
  const whole = parsed(text)
  if (whole !== undefined)
    return (Array.isArray(whole) ? whole : [whole]).map((each) => object(each, address))
  return lines(text)
    .filter((line) => line.trim() !== '')
    .map((line, at) => object(parsed(line), `${address}, line ${at + 1}`))
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function object(value: unknown, place: string): Row {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Row
  throw new WeighbridgeError('bad-input', `${place} is no JSON object; a row is one object.`)
}

function rowOf(record: Record, { columns }: ExternalTable): Row {
  return Object.fromEntries(
    columns.map(({ name, type }, at) => {
      const value = isCells(record) ? record[at] : Object.hasOwn(record, name) ? record[name] : undefined
      if (value === undefined) return [name, null]
      return [name, type === 'dynamic' && typeof value === 'string' ? (parsed(value) ?? value) : value]
    }),
  )
}

function isCells(record: Record): record is readonly string[] {
  return Array.isArray(record)
}

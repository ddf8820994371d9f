import { parse } from 'csv-parse/sync'
import { WeighbridgeError } from '../base/errors.ts'
import type { Row } from '../query/run/rows-table.ts'
import { readText } from './read-query.ts'

/**
 * Reads `TABLE=FILE` options: rows that a query is run over, from JSON lines, a JSON array or CSV with a header.
 *
 * @throws WeighbridgeError `bad-usage`, `not-found`, `bad-input` naming file and line.
 */
export async function readGivenRows(options: readonly string[]): Promise<Map<string, Row[]>> {
  const tables = new Map<string, Row[]>()
  for (const option of options) {
    const at = option.indexOf('=')
    if (at < 1) {
      throw new WeighbridgeError('bad-usage', `--rows is ${JSON.stringify(option)}; give TABLE=FILE.`)
    }
    tables.set(option.slice(0, at), await readRows(option.slice(at + 1)))
  }
  return tables
}

/** Rows of a file of JSON lines, a JSON array or CSV with a header. */
export async function readRows(file: string): Promise<Row[]> {
  const text = (await readText(file)).replace(/^\ufeff/, '')
  if (/\.csv$/i.test(file)) return csvRows(text, file)
  if (text.trimStart().startsWith('[')) return jsonRows(text, file)
  return text.split('\n').flatMap((line, at) => (line.trim() === '' ? [] : [jsonRow(line, file, at + 1)]))
}

function jsonRows(text: string, file: string): Row[] {
  const rows = parsed(text, file)
  if (!Array.isArray(rows)) throw new WeighbridgeError('bad-input', `${file} is no array of rows.`)
  return rows.map((row: unknown, at) => asRow(row, `Element ${at + 1} of ${file}`))
}

function jsonRow(line: string, file: string, number: number): Row {
  return asRow(parsed(line, `${file}:${number}`), `${file}:${number}`)
}

function parsed(text: string, place: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new WeighbridgeError('bad-input', `${place} is not JSON: ${(error as Error).message}`)
  }
}

function asRow(value: unknown, place: string): Row {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Row
  throw new WeighbridgeError('bad-input', `${place} is no JSON object; a row is one object.`)
}

/** Cells that look like numbers or booleans are; empty ones are null. */
function csvRows(text: string, file: string): Row[] {
  try {
    return parse(text, {
      columns: true,
      skip_empty_lines: true,
      cast: (value, context) => (context.header ? value : cellOf(value)),
    }) as Row[]
  } catch (error) {
    throw new WeighbridgeError('bad-input', `${file} is not CSV with a header: ${(error as Error).message}`)
  }
}

function cellOf(text: string): unknown {
  if (text === '') return null
  if (text === 'true' || text === 'false') return text === 'true'
  // Not 007, which is a name, nor what a number would lose digits of.
  return /^-?(0|[1-9]\d{0,14})(\.\d{1,15})?(e[+-]?\d{1,2})?$/i.test(text) ? Number(text) : text
}

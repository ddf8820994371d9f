import { parse } from 'csv-parse/sync'

/** How many lines one record may go over: addresses and job titles have line ends in them. */
const MOST_LINES = 20

/** One record of an export: its fields, or null where its quotes do not end. */
export interface HrisRecord {
  readonly offset: number
  readonly text: string
  readonly fields: readonly string[] | null
}

/** The records of an export. An unclosed quote costs its own line and not the rest of the file. */
export function* hrisRecords(text: string, delimiter: string): Generator<HrisRecord> {
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  let offset = 0
  for (let at = 0; at < lines.length; ) {
    const count = linesOfRecord(lines, at)
    const record = lines.slice(at, at + count).join('\n')
    yield { offset, text: record, fields: fieldsOf(record.replace(/\r$/, ''), delimiter) }
    offset += Buffer.byteLength(record) + 1
    at += count
  }
}

/** A record ends with the line that closes its quotes; where none does, it is its first line. */
function linesOfRecord(lines: readonly string[], at: number): number {
  let quotes = 0
  for (let count = 1; count <= MOST_LINES && at + count <= lines.length; count += 1) {
    quotes += (lines[at + count - 1] ?? '').split('"').length - 1
    if (quotes % 2 === 0) return count
  }
  return 1
}

function fieldsOf(record: string, delimiter: string): string[] | null {
  if (!record.includes('"')) return record.split(delimiter)
  try {
    return (parse(record, { delimiter, relax_column_count: true }) as string[][])[0] ?? []
  } catch {
    return null
  }
}

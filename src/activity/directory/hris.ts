import { WeighbridgeError } from '../../base/errors.ts'
import type { DirectorySource, Entry, TableRow } from './directory-source.ts'
import { dayIn } from './hris-dates.ts'
import type { HrisMapping } from './hris-mapping.ts'
import { type HrisRecord, hrisRecords } from './hris-records.ts'
import { isTimeZone } from './people.ts'
import { OPEN_END, OPEN_START } from './time.ts'

/** How far down the line that names the columns may stand; above it exports have titles and dates. */
const HEADER_WITHIN = 20

/** What a record says of a person, or why it says nothing. The reason never repeats what stands there. */
type Read =
  | { readonly record: HrisRecord; readonly reason: string }
  | { readonly record: HrisRecord; readonly person: Person; readonly facts: readonly TableRow[] }

type Person = { readonly person: string; readonly hired: string } & TableRow['row']

/**
 * The export of an HR system as a directory file, read as a mapping says: people, and staff facts. Of every other
 * column nothing is kept, in no row and in no reject.
 */
export function hrisSource(mapping: HrisMapping): DirectorySource {
  return {
    name: 'hris',
    title: 'HR export',
    about: 'People and staff facts from an HR system, as a mapping file says.',
    secret: true,
    recognises: () => true,
    *entries(text) {
      const { header, above, below } = split([...hrisRecords(text, mapping.delimiter)], mapping)
      for (const record of above) yield rejected(record, 'it stands above the line that names the columns')
      const read = below.map((record) => readRecord(record, header, mapping))
      const current = latestOf(read)
      for (const one of read) {
        if ('reason' in one) yield rejected(one.record, one.reason)
        else
          yield {
            ...one.record,
            rows: [...(current.get(one.person.person) === one ? [personRow(one.person)] : []), ...one.facts],
          }
      }
    },
  }
}

function rejected({ offset, text }: HrisRecord, reason: string): Entry {
  return { offset, text, reason }
}

function personRow(person: Person): TableRow {
  return { table: 'person', row: person }
}

/**
 * Somebody who stands in the file twice was hired again or has two posts: who they are now is what the record with the
 * latest hire says, and of those the last. The facts of all count.
 */
function latestOf(read: readonly Read[]): ReadonlyMap<string, Read> {
  const latest = new Map<string, Extract<Read, { person: Person }>>()
  for (const one of read) {
    if ('reason' in one) continue
    const known = latest.get(one.person.person)
    if (known === undefined || one.person.hired >= known.person.hired) latest.set(one.person.person, one)
  }
  return latest
}

interface Parts {
  readonly header: readonly string[]
  readonly above: readonly HrisRecord[]
  readonly below: readonly HrisRecord[]
}

function split(records: readonly HrisRecord[], mapping: HrisMapping): Parts {
  const wanted = columnsOf(mapping)
  const headers = records.slice(0, HEADER_WITHIN).map(({ fields }) => (fields ?? []).map(columnName))
  const at = headers.findIndex((names) => wanted.every((column) => names.includes(columnName(column))))
  const header = headers[at]
  if (header === undefined) {
    const best = headers.find((names) => wanted.some((column) => names.includes(columnName(column)))) ?? []
    const missing = wanted.filter((column) => !best.includes(columnName(column)))
    throw new WeighbridgeError(
      'bad-input',
      `The header of an HR export must name the columns of the mapping; ${missing.join(', ')} is missing (is the delimiter "${mapping.delimiter}" right?).`,
    )
  }
  const twice = wanted.find((column) => header.filter((name) => name === columnName(column)).length > 1)
  if (twice !== undefined)
    throw new WeighbridgeError('bad-input', `The header of the HR export names the column ${twice} twice.`)
  return { header, above: records.slice(0, at), below: records.slice(at + 1) }
}

function columnsOf({ columns, facts, status }: HrisMapping): string[] {
  const named = [...Object.values(columns), ...Object.values(facts), status?.column, status?.day]
  return [...new Set(named.filter((column) => column !== undefined))]
}

function columnName(field: string): string {
  return field.trim().toLowerCase()
}

function readRecord(record: HrisRecord, header: readonly string[], mapping: HrisMapping): Read {
  const { fields } = record
  const fail = (reason: string): Read => ({ record, reason })
  if (record.text.includes('\uFFFD')) return fail('not valid UTF-8')
  if (fields === null) return fail('a quoted field does not end')
  if (fields.every((field) => field.trim() === '')) return fail('empty row')
  if (fields.length !== header.length)
    return fail(`${fields.length} fields where the header names ${header.length}`)
  const at = (column: string | undefined) =>
    column === undefined ? '' : (fields[header.indexOf(columnName(column))] ?? '').trim()
  const person = personOf(at, mapping)
  if (typeof person === 'string') return fail(person)
  const facts = factsOf(at, mapping, person.person)
  return typeof facts === 'string' ? fail(facts) : { record, person, facts }
}

type Field = (column: string | undefined) => string

function personOf(at: Field, { columns, values, time_zone, dates }: HrisMapping): Person | string {
  const person = at(columns.person)
  if (person === '') return 'person is empty'
  if (person.length > 256) return 'person is longer than 256 characters'
  const kind = meaning(values.kind, at(columns.kind)) || 'human'
  if (kind !== 'human' && kind !== 'service')
    return 'kind is neither human nor service, nor among values.kind'
  const timeZone = meaning(values.time_zone, at(columns.time_zone)) || time_zone
  if (timeZone === undefined) return 'time_zone is empty, and the mapping names none'
  if (!isTimeZone(timeZone)) return 'time_zone is not an IANA time zone, nor among values.time_zone'
  const hired = at(columns.hired) === '' ? OPEN_START : dayIn(at(columns.hired), dates)
  if (hired === null) return `hired is not a day written as ${dates}`
  const left = at(columns.left) === '' ? OPEN_END : dayIn(at(columns.left), dates)
  if (left === null) return `left is not a day written as ${dates}`
  return {
    person,
    name: at(columns.name),
    team: at(columns.team),
    role: at(columns.role),
    kind,
    time_zone: timeZone,
    hired: hired.slice(0, 10),
    left: left.slice(0, 10),
  }
}

/** What a value means, whatever its case; a value that is not listed means itself. */
function meaning(values: Readonly<Record<string, string>> | undefined, value: string): string {
  return listed(values ?? {}, value) ?? value
}

function listed(values: Readonly<Record<string, string>>, value: string): string | undefined {
  return Object.entries(values).find(([name]) => name.trim().toLowerCase() === value.toLowerCase())?.[1]
}

function factsOf(at: Field, { facts, status, dates }: HrisMapping, person: string): TableRow[] | string {
  const rows: TableRow[] = []
  // Why somebody gives notice or is on leave stays in the HR system.
  const fact = (kind: string, effective: string): TableRow => ({
    table: 'staff',
    row: { person, kind, effective, detail: '' },
  })
  for (const [kind, column] of Object.entries(facts)) {
    if (at(column) === '') continue
    const effective = dayIn(at(column), dates)
    if (effective === null) return `the day of ${kind} is not written as ${dates}`
    rows.push(fact(kind, effective))
  }
  if (status === undefined || at(status.column) === '') return rows
  const kind = listed(status.facts, at(status.column))
  if (kind === undefined) return 'its status is not among those of the mapping'
  if (kind === 'none') return rows
  if (at(status.day) === '') return 'the day of its status is empty'
  const effective = dayIn(at(status.day), dates)
  if (effective === null) return `the day of its status is not written as ${dates}`
  return [...rows, fact(kind, effective)]
}

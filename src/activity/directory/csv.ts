import { parse } from 'csv-parse/sync'
import type { z } from 'zod'
import { WeighbridgeError } from '../../base/errors.ts'
import type { DirectorySource, DirectoryTable, Entry } from './directory-source.ts'

interface CsvTable {
  readonly name: string
  readonly title: string
  readonly about: string
  readonly table: DirectoryTable
  /** One line as an object by column name; its keys are the columns the header must name. */
  readonly row: z.ZodType<Record<string, string | number>, Record<string, string>>
  readonly columns: readonly string[]
  /** Columns that may be left out of the header; they read as empty. */
  readonly optional?: readonly string[]
  /** Other names of columns, in small letters, as other systems call them; the column's own name goes before. */
  readonly aliases?: Readonly<Record<string, readonly string[]>>
  /** A file that is called so needs no more columns than these. */
  readonly called?: { readonly name: RegExp; readonly needs: readonly string[] }
}

/** A directory file of comma-separated values with a header line, one entry a line. */
export function csvSource(spec: CsvTable): DirectorySource {
  const required = spec.columns.filter((column) => !spec.optional?.includes(column))
  return {
    name: spec.name,
    title: spec.title,
    about: `${spec.about} Columns: ${spec.columns.join(',')}.`,
    recognises(firstLines, fileName) {
      const line = (firstLines[0] ?? '').replace(/^\uFEFF/, '')
      const header = fieldsOf(line)?.map(columnName) ?? []
      if (required.every((column) => header.includes(column))) return true
      const { name, needs } = spec.called ?? { name: /^$/, needs: required }
      const columns = withoutAliases(header, spec)
      return name.test(fileName) && needs.every((column) => columns.includes(column))
    },
    ignored(firstLine) {
      const columns = withoutAliases((fieldsOf(firstLine) ?? []).map(columnName), spec)
      return columns.filter((column) => column !== '' && !spec.columns.includes(column))
    },
    *entries(text) {
      let header: string[] | null = null
      for (const line of linesOf(text)) {
        if (header === null) {
          header = headerOf(line.text, spec, spec.called?.needs ?? required)
          continue
        }
        yield entryOf(line, header, spec)
      }
    },
  }
}

function entryOf(line: { offset: number; text: string }, header: readonly string[], spec: CsvTable): Entry {
  if (line.text.trim() === '') return { ...line, reason: 'blank line' }
  if (line.text.includes('\uFFFD')) return { ...line, reason: 'not valid UTF-8' }
  const fields = fieldsOf(line.text)
  if (fields === null) return { ...line, reason: 'a quoted field does not end on its line' }
  if (fields.length !== header.length) {
    return { ...line, reason: `${fields.length} fields where the header names ${header.length}` }
  }
  const record: Record<string, string> = {}
  for (const column of spec.columns) record[column] = (fields[header.indexOf(column)] ?? '').trim()
  const result = spec.row.safeParse(record)
  if (result.success) return { ...line, rows: [{ table: spec.table, row: result.data }] }
  const issue = result.error.issues[0]
  return { ...line, reason: `${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is not valid'}`.trim() }
}

function headerOf(line: string, spec: CsvTable, required: readonly string[]): string[] {
  const header = withoutAliases((fieldsOf(line) ?? []).map(columnName), spec)
  const missing = required.filter((column) => !header.includes(column))
  if (missing.length === 0) return header
  throw new WeighbridgeError(
    'bad-input',
    `The header of a ${spec.name} file must name ${missing.join(', ')}.`,
  )
}

/** The header with each column under its own name. Of two aliases the one listed first stands for it. */
function withoutAliases(header: readonly string[], { columns, aliases = {} }: CsvTable): string[] {
  const renamed = [...header]
  for (const column of columns) {
    if (header.includes(column)) continue
    const alias = (Object.hasOwn(aliases, column) ? aliases[column] : undefined)?.find((name) =>
      header.includes(name),
    )
    if (alias !== undefined) renamed[header.indexOf(alias)] = column
  }
  return renamed
}

function columnName(field: string): string {
  return field.trim().toLowerCase()
}

/** A record is one physical line: an unclosed quote then costs one line and not the rest of the file. */
function fieldsOf(line: string): string[] | null {
  if (!line.includes('"')) return line.split(',')
  try {
    return (parse(line, { relax_quotes: false }) as string[][])[0] ?? []
  } catch {
    return null
  }
}

function* linesOf(text: string): Generator<{ offset: number; text: string }> {
  let offset = 0
  let from = 0
  while (from < text.length) {
    const newline = text.indexOf('\n', from)
    const to = newline < 0 ? text.length : newline
    const line = text.slice(from, to)
    yield { offset, text: line.endsWith('\r') ? line.slice(0, -1) : line }
    offset += Buffer.byteLength(line) + 1
    from = to + 1
  }
}

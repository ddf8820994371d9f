import { print, printJson, textTable } from './output.ts'

/** Rows to print, each column with the name of its type. */
export interface PrintedRows {
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  readonly rows: readonly (readonly unknown[])[]
}

export const ROW_FORMATS = ['table', 'json', 'csv'] as const
export type RowFormat = (typeof ROW_FORMATS)[number]

/** Prints rows on standard output. */
export const PRINT_ROWS: Readonly<Record<RowFormat, (table: PrintedRows) => void>> = {
  json(table) {
    for (const row of table.rows) {
      printJson(Object.fromEntries(table.columns.map((column, at) => [column.name, row[at]])))
    }
  },
  csv(table) {
    print(table.columns.map((column) => csvField(column.name)).join(','))
    for (const row of table.rows) print(row.map((value) => csvField(shown(value))).join(','))
  },
  table(table) {
    const columns = table.columns.map(({ name, type }) =>
      NUMERIC.test(type) ? { title: name, right: true as const } : { title: name },
    )
    print(
      textTable(
        columns,
        table.rows.map((row) => row.map(shown)),
      ),
    )
    print(`${table.rows.length} ${table.rows.length === 1 ? 'row' : 'rows'}`)
  },
}

/** Types of ClickHouse, and those of plans. */
const NUMERIC = /^((Nullable\()?(U?Int|Float|Decimal)|(int|long|real|decimal)$)/

function shown(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** RFC 4180. A leading =, +, - or @ would run as a formula in a spreadsheet, and log text comes from anybody. */
function csvField(text: string): string {
  const safe = /^[=+@\t\r]|^-(?!\d)/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

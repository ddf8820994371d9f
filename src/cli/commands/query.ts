import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { type Command, Option } from 'commander'
import { messageOf, WeighbridgeError } from '../../base/errors.ts'
import type { Table } from '../../store/analytics/analytics-store.ts'
import { type CliCommand, type CommonOptions, withCommonOptions } from '../command.ts'
import { print, printJson, textTable } from '../output.ts'
import { withStores } from '../with-stores.ts'

interface Options extends CommonOptions {
  readonly format: 'table' | 'json' | 'csv'
}

export const query: CliCommand = {
  register(program: Command) {
    withCommonOptions(program.command('query'))
      .description('run one read-only query over activity, roll-ups, signals and the directory')
      .argument('<file>', 'file that holds the query, or - for standard input')
      .addOption(new Option('--lang <language>', 'language of the query').choices(['sql']).default('sql'))
      .addOption(
        new Option('--format <format>', 'how rows are printed')
          .choices(['table', 'json', 'csv'])
          .default('table'),
      )
      .action(async (file: string, options: Options) => {
        const sql = file === '-' ? await text(process.stdin) : await readQuery(file)
        await withStores(options.data, async ({ analytics }) => {
          WRITERS[options.json ? 'json' : options.format](await analytics.readOnly(sql))
        })
      })
  },
}

const WRITERS: Readonly<Record<Options['format'], (table: Table) => void>> = {
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
      /^(Nullable\()?(U?Int|Float|Decimal)/.test(type)
        ? { title: name, right: true as const }
        : { title: name },
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

async function readQuery(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new WeighbridgeError('not-found', `Cannot read the query ${file}: ${messageOf(error)}`, {
      cause: error,
    })
  }
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** RFC 4180. A leading =, +, - or @ would run as a formula in a spreadsheet, and log text comes from anybody. */
function csvField(text: string): string {
  const safe = /^[=+@\t\r]|^-(?!\d)/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

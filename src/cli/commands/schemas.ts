import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { formatCounted } from '../../base/bytes.ts'
import { WeighbridgeError } from '../../base/errors.ts'
import { withScratchStore } from '../../query/run/scratch-store.ts'
import { checkTable } from '../../query/schemas/check-table.ts'
import {
  OWN_SCHEMAS,
  ownSchemaFiles,
  PRODUCTS,
  shippedTables,
  tablesInFile,
} from '../../query/schemas/load-schemas.ts'
import type { SchemaTable } from '../../query/schemas/schema.ts'
import { type CliCommand, type CommonOptions, withCommonOptions } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { print, printJson, textTable } from '../output.ts'

/** Lists and shows the tables that KQL, SPL and Sigma can name, and tests and adds a user's own. */
export const schemas: CliCommand = {
  register(program: Command) {
    const command = withCommonOptions(program.command('schemas'))
      .description('list the tables that KQL, SPL and Sigma can name; test and add your own')
      .action(list)
    // The list has these options, too, and takes them wherever they stand: a subcommand's own are only its defaults.
    const options = (sub: Command): CommonOptions => sub.optsWithGlobals()
    withCommonOptions(command.command('list'))
      .description('list the tables')
      .action((_own: CommonOptions, sub: Command) => list(options(sub)))
    withCommonOptions(command.command('show'))
      .description('explain one table: its columns, and where its rows are')
      .argument('<name>')
      .action((name: string, _own: CommonOptions, sub: Command) => show(name, options(sub)))
    withCommonOptions(command.command('test'))
      .description('see whether the columns of a table of your own are what its file says')
      .argument('<file>', 'the table, a YAML file')
      .action(async (file: string, _own: CommonOptions, sub: Command) => {
        if (!(await test(file, options(sub)))) process.exitCode = EXIT.failed
      })
    withCommonOptions(command.command('add'))
      .description('test a table of your own and let queries name it from now on')
      .argument('<file>')
      .action(async (file: string, _own: CommonOptions, sub: Command) => {
        if (!(await add(file, options(sub)))) process.exitCode = EXIT.failed
      })
    withCommonOptions(command.command('remove'))
      .description('take a table of your own out of use')
      .argument('<name>')
      .action((name: string, _own: CommonOptions, sub: Command) => remove(name, options(sub)))
  },
}

interface Listed {
  readonly product: string
  readonly table: SchemaTable
}

/** The user's own come last, as they stand in for others of the same name. */
function tablesOf({ data }: CommonOptions): Listed[] {
  const own = ownSchemaFiles(data).flatMap(tablesInFile)
  const ownNames = new Set(own.map(({ name }) => name))
  return [
    ...PRODUCTS.flatMap((product) => shippedTables(product).map((table) => ({ product, table }))).filter(
      ({ table }) => !ownNames.has(table.name),
    ),
    ...own.map((table) => ({ product: 'your own', table })),
  ]
}

function list(options: CommonOptions): void {
  const tables = tablesOf(options)
  if (options.json) {
    for (const { product, table } of tables) {
      const { name, aliasOf, columns, description, select } = table
      printJson({
        product,
        name,
        aliasOf,
        columns: columns.length,
        filled: select !== undefined,
        description,
      })
    }
    return
  }
  print(
    textTable(
      [{ title: 'product' }, { title: 'table' }, { title: 'columns', right: true }, { title: 'rows' }],
      tables.map(({ product, table }) => [product, table.name, `${table.columns.length}`, rowsOf(table)]),
    ),
  )
  print('\n"weighbridge schemas show NAME" explains one.')
}

function rowsOf({ aliasOf, select }: SchemaTable): string {
  if (aliasOf !== undefined) return `as ${aliasOf}`
  return select === undefined ? 'none: declared only' : 'activity'
}

function show(name: string, options: CommonOptions): void {
  const found = tablesOf(options).find(({ table }) => table.name === name)
  if (found === undefined) {
    throw new WeighbridgeError(
      'not-found',
      `There is no table ${name}; "weighbridge schemas" lists those there are.`,
    )
  }
  const { product, table } = found
  if (options.json) {
    printJson({ product, ...table })
    return
  }
  print(`${table.name} (${product})${table.description === undefined ? '' : `: ${table.description}`}\n`)
  print(
    textTable(
      [{ title: 'column' }, { title: 'type' }, { title: '' }],
      table.columns.map((column) => [column.name, column.type, column.description ?? '']),
    ),
  )
  if (table.partial) print('\nFurther columns that a query names are taken to be there, and empty.')
  print(table.select === undefined ? '\nIt has no rows of its own.' : `\nIts rows:\n${table.select}`)
}

async function test(file: string, { json }: CommonOptions): Promise<boolean> {
  const [table] = tablesInFile(file)
  if (table === undefined) return false
  const columns = await withScratchStore((store) => checkTable(store, table))
  for (const { name, type, gives, fits } of columns) {
    if (json) printJson({ column: name, type, gives, fits })
    else if (!fits)
      print(`FAIL  ${name}: it is declared ${type}, and its SQL gives ${gives ?? 'no such column'}.`)
  }
  const failed = columns.filter(({ fits }) => !fits).length
  if (!json) print(`${table.name}: ${formatCounted(columns.length, 'column')}, ${failed} wrong.`)
  return failed === 0
}

async function add(file: string, options: CommonOptions): Promise<boolean> {
  if (!(await test(file, options))) return false
  const text = readFileSync(file)
  const name = tablesInFile(file)[0]?.name ?? ''
  const folder = join(options.data, OWN_SCHEMAS)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  for (const old of ownSchemaFiles(options.data)) if (tablesInFile(old)[0]?.name === name) rmSync(old)
  writeFileSync(join(folder, `${name.replaceAll(/[^\w.-]/g, '_')}.yaml`), text)
  if (!options.json) print(`Queries can name ${name} now.`)
  return true
}

function remove(name: string, options: CommonOptions): void {
  const file = ownSchemaFiles(options.data).find((own) => tablesInFile(own)[0]?.name === name)
  if (file === undefined) {
    throw new WeighbridgeError('not-found', `There is no table of your own called ${name}.`)
  }
  rmSync(file)
  if (options.json) printJson({ removed: name })
  else print(`Queries can no longer name ${name}.`)
}

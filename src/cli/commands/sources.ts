import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { DIRECTORY_SOURCES } from '../../activity/directory/registry.ts'
import { loadSources, OWN_SOURCES, ownSourceFiles } from '../../activity/sources/registry.ts'
import type { Source } from '../../activity/sources/source.ts'
import { WeighbridgeError } from '../../base/errors.ts'
import { type CliCommand, type CommonOptions, withCommonOptions } from '../command.ts'
import { direct } from '../direct-tables.ts'
import { EXIT } from '../exit-codes.ts'
import { print, printJson, textTable } from '../output.ts'
import { addSource, showLog, testSource } from '../source-files.ts'

/** Lists and explains the log formats, and tests and adds a user's own. */
export const sources: CliCommand = {
  register(program: Command) {
    const command = withCommonOptions(program.command('sources'))
      .description('list the log formats and directory files that "ingest" recognises; test and add your own')
      .action(list)
    // The list has the same options and takes them wherever they stand; what a subcommand holds of them is only the default.
    const options = (sub: Command): CommonOptions => sub.optsWithGlobals()
    withCommonOptions(command.command('show'))
      .description('explain one format: what it gives, how to switch the log on, where it is published')
      .argument('<name>')
      .action((name: string, _own: CommonOptions, sub: Command) => show(name, options(sub)))
    withCommonOptions(command.command('test'))
      .description('run the tests that a source file of your own brings, or show what it makes of a log')
      .argument('<file>', 'the source, a YAML file')
      .argument('[log]', 'a log; its first lines are shown as the rows they become')
      .action(async (file: string, log: string | undefined, _own: CommonOptions, sub: Command) => {
        const given = options(sub)
        const passed = log === undefined ? await testSource(file, given) : await showLog(file, log, given)
        if (!passed) process.exitCode = EXIT.failed
      })
    withCommonOptions(command.command('add'))
      .description('test a source file of your own and have "ingest" use it from now on')
      .argument('<file>')
      .action(async (file: string, _own: CommonOptions, sub: Command) => {
        if (!(await addSource(file, options(sub)))) process.exitCode = EXIT.failed
      })
    withCommonOptions(command.command('remove'))
      .description('take a source of your own out of use; what it took stays')
      .argument('<name>')
      .action((name: string, _own: CommonOptions, sub: Command) => remove(name, options(sub)))
    withCommonOptions(command.command('direct'))
      .description('make tables on the ClickHouse server that shippers write lines of these sources into')
      .argument('<names...>')
      .option('--drop', 'take them away again; what came through them stays')
      .action(async (names: string[], own: CommonOptions & { drop?: true }, sub: Command) => {
        await direct(names, { ...options(sub), drop: own.drop === true })
      })
  },
}

function list(options: CommonOptions): void {
  const own = new Set(ownSourceFiles(options.data))
  const rows = [
    ...loadSources(options.data).map((source) => ({
      name: source.name,
      gives: givenBy(source).join(', '),
      title: source.title,
      about: source.about.trim(),
      own: own.has(join(options.data, OWN_SOURCES, `${source.name}.yaml`)),
    })),
    ...DIRECTORY_SOURCES.map(({ name, title, about }) => ({
      name,
      gives: 'directory',
      title,
      about,
      own: false,
    })),
  ]
  if (options.json) {
    for (const row of rows) printJson(row)
    return
  }
  print(
    textTable(
      [{ title: 'source' }, { title: 'gives' }, { title: 'title' }],
      rows.map(({ name, gives, title, own }) => [name, gives, own ? `${title} (your own)` : title]),
    ),
  )
  print('\n"weighbridge sources show NAME" explains one and says how to switch the log on.')
}

function show(name: string, options: CommonOptions): void {
  const source = loadSources(options.data).find((known) => known.name === name)
  const directory = DIRECTORY_SOURCES.find((known) => known.name === name)
  if (source === undefined && directory === undefined) {
    throw new WeighbridgeError(
      'not-found',
      `There is no source ${name}; "weighbridge sources" lists those there are.`,
    )
  }
  if (source === undefined) {
    if (options.json) printJson({ name, title: directory?.title, about: directory?.about })
    else print(`${name}: ${directory?.title}\n\n${directory?.about}`)
    return
  }
  const { title, about, reference, setup, system } = source
  if (options.json) {
    printJson({ name, title, gives: givenBy(source), about: about.trim(), setup, reference, system })
    return
  }
  print(`${name}: ${title}`)
  print(`\n${about.trim()}`)
  print(`\nGives: ${givenBy(source).join(', ')}`)
  if (system !== '') print(`Its logins are those of the system "${system}" in accounts.csv.`)
  if (setup !== undefined) print(`\n${setup.trim()}`)
  if (reference !== undefined) print(`\nThe format: ${reference}`)
}

function remove(name: string, options: CommonOptions): void {
  const file = join(options.data, OWN_SOURCES, `${name}.yaml`)
  if (!ownSourceFiles(options.data).includes(file)) {
    throw new WeighbridgeError('not-found', `There is no source of your own called ${name}.`)
  }
  rmSync(file)
  if (options.json) printJson({ removed: name })
  else print(`${name} is no longer used; the lines it took stay.`)
}

function givenBy({ rows }: Source): string[] {
  return [...new Set(rows.map(({ activity }) => activity))]
}

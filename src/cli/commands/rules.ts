import { type Command, Option } from 'commander'
import { formatCount, formatCounted } from '../../base/bytes.ts'
import { WeighbridgeError } from '../../base/errors.ts'
import { loadRules } from '../../detect/load-rules.ts'
import { loadQueryRules, readQueryRules } from '../../detect/query-rules/load-query-rules.ts'
import { rulesFolder } from '../../detect/rule-content.ts'
import { importRules } from '../../detect/rule-import/import-rules.ts'
import { writeRules } from '../../detect/rule-import/write-rules.ts'
import { faultText } from '../../detect/rule-lint/fault.ts'
import { lintRules } from '../../detect/rule-lint/lint-rules.ts'
import { readRuleTests } from '../../detect/rule-tests/rule-test.ts'
import { runRuleTests } from '../../detect/rule-tests/run-rule-tests.ts'
import { withScratchStore } from '../../query/run/scratch-store.ts'
import { ALL_SCHEMAS, schemaNamed } from '../../query/schemas/load-schemas.ts'
import { type CliCommand, type CommonOptions, withCommonOptions } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { print, printJson, textTable } from '../output.ts'
import { importLine, importText } from '../rule-import-text.ts'
import { ruleText } from '../rule-text.ts'

interface ImportOptions extends CommonOptions {
  readonly write?: string
  readonly schema: string
}

/** Exit status 1 where something did not hold, as compilers have it. */
function fail(): void {
  process.exitCode = EXIT.failed
}

export const rulesCommand: CliCommand = {
  register(program: Command) {
    const rules = withCommonOptions(program.command('rules'))
      .description('the rules: list, show, test, lint, and import those of other products')
      .action((options: CommonOptions) => list(options))
    // The list has the same options and takes them wherever they stand; what a subcommand holds of them is only the default.
    const given = <Own extends CommonOptions>(_own: Own, sub: Command): Own => sub.optsWithGlobals()
    withCommonOptions(rules.command('show'))
      .description('one rule with its query and its reason')
      .argument('<id>', 'as "weighbridge rules" lists it')
      .action((id: string) => show(id))
    withCommonOptions(rules.command('test'))
      .description('run the tests of every query rule of a folder: events in, signals out')
      .argument('[dir]', 'folder of rules; those that come with Weighbridge without one')
      .action((dir: string | undefined, own: CommonOptions, sub: Command) =>
        test(dir ?? rulesFolder(), given(own, sub)),
      )
    withCommonOptions(rules.command('lint'))
      .description('check the query rules of a folder: YAML, query, columns, techniques, tests')
      .argument('[dir]', 'folder of rules; those that come with Weighbridge without one')
      .action((dir: string | undefined, own: CommonOptions, sub: Command) =>
        lint(dir ?? rulesFolder(), given(own, sub)),
      )
    withCommonOptions(rules.command('import'))
      .description('say of every Sentinel, Splunk or Sigma rule of a folder whether it runs here, or why not')
      .argument('<dir>', 'folder, read with all below it')
      .option('--write <dir>', 'write those that run as folders of rules into this folder')
      .addOption(new Option('--schema <name>', 'what names in queries mean').default(ALL_SCHEMAS))
      .action((dir: string, own: ImportOptions, sub: Command) => importFrom(dir, given(own, sub)))
  },
}

function list({ json }: CommonOptions): void {
  const measures = loadRules().map(({ id, channel, step, severity, title }) => ({
    id,
    kind: 'measure',
    language: 'sql',
    channel,
    stage: step as string,
    severity,
    title,
  }))
  const queries = loadQueryRules().map(({ id, language, channel, stage, severity, title }) => ({
    id,
    kind: 'query',
    language: language as string,
    channel,
    stage: stage as string,
    severity,
    title,
  }))
  const all = [...measures, ...queries]
  if (json) {
    for (const rule of all) printJson(rule)
    return
  }
  const columns = ['id', 'kind', 'language', 'channel', 'stage', 'severity', 'title'] as const
  print(
    textTable(
      columns.map((title) => ({ title })),
      all.map((rule) => columns.map((column) => rule[column])),
    ),
  )
  print(
    `${formatCounted(measures.length, 'rule')} that measure, ${formatCounted(queries.length, 'rule')} that are queries.`,
  )
}

function show(id: string): void {
  const query = loadQueryRules().find((rule) => rule.id === id)
  const measure = loadRules().find((rule) => rule.id === id)
  if (query === undefined && measure === undefined) {
    throw new WeighbridgeError('not-found', `There is no rule ${id}; "weighbridge rules" lists them.`)
  }
  if (query !== undefined) print(ruleText(query, query.query))
  else if (measure !== undefined)
    print(ruleText({ ...measure, language: 'sql', stage: measure.step }, measure.sql))
}

async function test(dir: string, { json, data }: CommonOptions): Promise<void> {
  const began = performance.now()
  const rules = readQueryRules(dir).map((rule) => ({ rule, tests: readRuleTests(dir, rule.id) }))
  const results = await withScratchStore((scratch) =>
    runRuleTests(scratch, rules, (rule) => schemaNamed(rule.schema, { userFolder: data })),
  )
  const failed = results.filter(({ passed }) => !passed)
  if (json) for (const result of results) printJson(result)
  else {
    for (const { rule, test: name, kind, why } of failed)
      print(`${rule}/tests/${name}.yaml (${kind}): ${why}`)
    const seconds = ((performance.now() - began) / 1000).toFixed(1)
    print(
      `${formatCounted(rules.length, 'rule')}, ${formatCounted(results.length, 'test')}: ${formatCount(results.length - failed.length)} passed, ${formatCount(failed.length)} failed, in ${seconds} s.`,
    )
  }
  if (failed.length > 0) fail()
}

async function lint(dir: string, { json, data }: CommonOptions): Promise<void> {
  const faults = await withScratchStore((scratch) =>
    lintRules(dir, (name) => schemaNamed(name, { open: true, userFolder: data }), scratch),
  )
  const errors = faults.filter(({ severity }) => severity === 'error').length
  if (json) for (const fault of faults) printJson(fault)
  else {
    for (const fault of faults) print(faultText(fault))
    print(`${formatCounted(errors, 'error')}, ${formatCounted(faults.length - errors, 'warning')}.`)
  }
  if (errors > 0) fail()
}

async function importFrom(dir: string, { json, data, write, schema }: ImportOptions): Promise<void> {
  const report = await withScratchStore((scratch) =>
    importRules(dir, schemaNamed(schema, { open: true, userFolder: data }), scratch),
  )
  if (json) for (const result of report.rules) printJson(importLine(result))
  else print(importText(report))
  if (write === undefined) return
  const { written, left } = writeRules(report.rules, write)
  if (json) {
    printJson({ written, left })
    return
  }
  for (const { file, why } of left) print(`${file} was not written: ${why}.`)
  print(
    `${formatCounted(written.length, 'rule')} written to ${write}. WEIGHBRIDGE_RULES=${write} has them asked.`,
  )
}

import { type Command, Option } from 'commander'
import { WeighbridgeError } from '../../base/errors.ts'
import { compile } from '../../query/compile.ts'
import { describePlan } from '../../query/plan/describe.ts'
import { compileWork } from '../../query/run/batch.ts'
import { checkedSchema } from '../../query/run/checked-schema.ts'
import { QueryTables } from '../../query/run/query-tables.ts'
import { explainQuery } from '../../query/run/run-query.ts'
import { withScratchStore } from '../../query/run/scratch-store.ts'
import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import { type CliCommand, type CommonOptions, withCommonOptions } from '../command.ts'
import { print, printJson } from '../output.ts'
import {
  allowedOf,
  limitsOf,
  type QueryOptions,
  schemaOf,
  timesOf,
  withQueryOptions,
} from '../query-options.ts'
import { readQuery } from '../read-query.ts'
import { noteWarnings, reportQueryFailure } from '../report-query-failure.ts'
import { readBatchOptions, runBatch } from '../run-batch.ts'

interface Options extends CommonOptions, QueryOptions {
  readonly explain?: true
  readonly format: 'sql' | 'json' | 'plan'
}

export const compileCommand: CliCommand = {
  register(program: Command) {
    withQueryOptions(withCommonOptions(program.command('compile')))
      .description('print what a query in KQL, SPL or Sigma becomes: ClickHouse SQL and its parameters')
      .argument('[file]', 'file that holds the query, or - for standard input')
      .addOption(
        new Option('--format <format>', 'what is printed, and how')
          .choices(['sql', 'json', 'plan'])
          .default('sql'),
      )
      .option('--explain', 'also have ClickHouse accept the SQL, over empty tables')
      .action(async (file: string | undefined, options: Options) => {
        const { jsonl, explain } = options
        if (jsonl === undefined) return one(file, options)
        const batch = readBatchOptions(options)
        await withScratchStore((store) => runBatch(jsonl, batch, store, compileWork(explain ? store : null)))
      })
  },
}

async function one(file: string | undefined, options: Options): Promise<void> {
  const given = await readQuery(file, options)
  const { language, text } = given
  if (language === 'sql') throw new WeighbridgeError('bad-usage', 'SQL is not compiled; run it with query.')
  const own = schemaOf(options.schema, options.data, true)
  const times = timesOf(options)
  const allowed = allowedOf(options)
  try {
    await withScratchStore(async (store) => {
      const schema = await checkedSchema(own, store)
      const compiled = await compile({ language, text, schema, ...times, ...allowed })
      if (options.explain) {
        await explainQuery(store, compiled, new QueryTables(language, schema), limitsOf(options))
      }
      noteWarnings(compiled.warnings, given)
      const { sql, parameters, columns, plan } = compiled
      if (options.format === 'plan') print(describePlan(plan))
      else if (options.json || options.format === 'json') printJson({ sql, parameters, columns })
      else printSql(await formatted(sql, store), parameters)
    })
  } catch (error) {
    reportQueryFailure(error, given, options.json === true)
  }
}

/** The SQL as people read it: several lines, indented. */
async function formatted(sql: string, store: AnalyticsStore): Promise<string> {
  const [row] = await store.query<{ text: string }>('SELECT formatQuery({sql:String}) AS text', { sql })
  return row?.text ?? sql
}

function printSql(sql: string, parameters: Readonly<Record<string, unknown>>): void {
  print(`${sql};`)
  const names = Object.entries(parameters)
  if (names.length === 0) return
  print()
  for (const [name, value] of names) print(`-- ${name} = ${JSON.stringify(value)}`)
}

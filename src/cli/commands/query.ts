import { type Command, Option } from 'commander'
import { WeighbridgeError } from '../../base/errors.ts'
import { queryWork } from '../../query/run/batch.ts'
import { checkedSchema } from '../../query/run/checked-schema.ts'
import { runQuery } from '../../query/run/run-query.ts'
import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import { type CliCommand, type CommonOptions, withCommonOptions } from '../command.ts'
import { readGivenRows, readRows } from '../given-rows.ts'
import {
  allowedOf,
  limitsOf,
  type QueryOptions,
  schemaOf,
  timesOf,
  withQueryOptions,
} from '../query-options.ts'
import { type GivenQuery, readQuery } from '../read-query.ts'
import { noteWarnings, reportQueryFailure } from '../report-query-failure.ts'
import { PRINT_ROWS, type PrintedRows, ROW_FORMATS, type RowFormat } from '../rows-output.ts'
import { readBatchOptions, runBatch } from '../run-batch.ts'
import { withQueryStore } from '../with-query-store.ts'

interface Options extends CommonOptions, QueryOptions {
  readonly format: RowFormat
  readonly rows: readonly string[]
  readonly events?: string
}

export const query: CliCommand = {
  register(program: Command) {
    withQueryOptions(withCommonOptions(program.command('query')))
      .description('run one read-only query, in KQL, SPL, Sigma or SQL, or a batch of them')
      .argument('[file]', 'file that holds the query, or - for standard input')
      .addOption(
        new Option('--format <format>', 'how rows are printed').choices(ROW_FORMATS).default('table'),
      )
      .option(
        '--rows <table=file>',
        'rows to query: JSON lines or CSV, taken as a table; may be given several times',
        (value: string, before: readonly string[]) => [...before, value],
        [] as readonly string[],
      )
      .option('--events <file>', 'events for a Sigma rule, whatever its log source: JSON lines or CSV')
      .action(async (file: string | undefined, options: Options) => {
        const { jsonl, data } = options
        if (jsonl === undefined) return one(file, options)
        const batch = readBatchOptions(options)
        await withQueryStore(data, (store) => runBatch(jsonl, batch, store, queryWork(store)))
      })
  },
}

async function one(file: string | undefined, options: Options): Promise<void> {
  const given = await readQuery(file, options, 'sql')
  const asked = await readAsked(options)
  try {
    const hasOwnRows = asked.rows.size > 0 || asked.events !== undefined
    const rows = await withQueryStore(
      options.data,
      (store) => answer(given, asked, options, store),
      !hasOwnRows,
    )
    PRINT_ROWS[options.json ? 'json' : options.format](rows)
  } catch (error) {
    reportQueryFailure(error, given, options.json === true)
  }
}

/** Everything that is asked beside the query; read before a store is opened for nothing. */
async function readAsked(options: Options) {
  return {
    limits: limitsOf(options),
    ...timesOf(options),
    ...allowedOf(options),
    schema: schemaOf(options.schema, options.data, false),
    rows: await readGivenRows(options.rows),
    events: options.events === undefined ? undefined : await readRows(options.events),
  }
}

async function answer(
  given: GivenQuery,
  asked: Awaited<ReturnType<typeof readAsked>>,
  options: Options,
  store: AnalyticsStore,
): Promise<PrintedRows> {
  const { language, text } = given
  if (language === 'sql') {
    if (asked.rows.size > 0 || options.events !== undefined) {
      throw new WeighbridgeError('bad-usage', '--rows and --events are for KQL, SPL and Sigma.')
    }
    return store.readOnly(text, {}, asked.limits)
  }
  const schema = await checkedSchema(asked.schema, store)
  const answered = await runQuery(store, { ...asked, language, text, schema })
  noteWarnings(answered.warnings, given)
  return answered
}

import { existsSync } from 'node:fs'
import { type Command, Option } from 'commander'
import { WeighbridgeError } from '../base/errors.ts'
import { QUERY_LANGUAGES, type QueryLanguage } from '../query/language.ts'
import { requiredTicks, ticksNow } from '../query/run/ticks-of-time.ts'
import { ALL_SCHEMAS, schemaNamed } from '../query/schemas/load-schemas.ts'
import type { Schema } from '../query/schemas/schema.ts'
import { limitsFrom, type QueryLimits } from '../store/analytics/query-limits.ts'
import { wholeNumber } from './whole-number.ts'

export const LANGUAGES = [...QUERY_LANGUAGES, 'sql'] as const
export type Language = QueryLanguage | 'sql'

/** What `query` and `compile` have in common. */
export interface QueryOptions {
  readonly lang?: Language
  readonly schema: string
  readonly now?: string
  readonly since?: string
  readonly until?: string
  readonly jsonl?: string
  readonly limitRows?: number
  readonly limitRead?: number
  readonly limitMemory?: number
  readonly timeout?: number
  readonly allow?: readonly Allowed[]
}

/** Constructs that reach out of the store. */
const ALLOWED = ['externaldata'] as const
export type Allowed = (typeof ALLOWED)[number]

/** Adds the options of a query: its language, what its names mean, its clock and its limits. */
export function withQueryOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--lang <language>', 'language; where it is absent the ending of the file says it').choices(
        LANGUAGES,
      ),
    )
    .option(
      '--schema <name>',
      'what tables there are: a product, or a YAML file that declares one',
      ALL_SCHEMAS,
    )
    .option('--now <time>', "the query's clock, ISO 8601 in UTC")
    .option('--since <time>', 'only rows from this time on')
    .option('--until <time>', 'only rows before this time')
    .option('--jsonl <file>', 'a batch: one {"id","query"} or {"id","rule"} a line; - for standard input')
    .option('--timeout <seconds>', 'most time a query may take', wholeNumber)
    .option('--limit-rows <n>', 'most rows an answer may have', wholeNumber)
    .option('--limit-read <n>', 'most rows a query may read', wholeNumber)
    .option('--limit-memory <mib>', 'most memory a query may take', wholeNumber)
    .addOption(
      new Option(
        '--allow <construct>',
        'let queries reach out of the store: externaldata, whose addresses query fetches',
      )
        .choices(ALLOWED)
        .argParser((value: string, before: readonly Allowed[] = []) => [
          ...before,
          allowedNamed(value, '--allow'),
        ]),
    )
}

/** The limits of the variables, and of the options before them. */
export function limitsOf(options: QueryOptions): QueryLimits {
  const { timeout, limitRows, limitRead, limitMemory } = options
  return {
    ...limitsFrom(process.env),
    ...(timeout !== undefined && { seconds: timeout }),
    ...(limitRows !== undefined && { resultRows: limitRows }),
    ...(limitRead !== undefined && { rowsRead: limitRead }),
    ...(limitMemory !== undefined && { memoryBytes: limitMemory * (1 << 20) }),
  }
}

/** What queries may reach out for: what the options say, and the variable WEIGHBRIDGE_ALLOW. */
export function allowedOf({ allow = [] }: QueryOptions): { allowed?: readonly Allowed[] } {
  const variable = (process.env['WEIGHBRIDGE_ALLOW'] ?? '').split(',').flatMap((name) => name.trim() || [])
  const allowed = [...allow, ...variable.map((name) => allowedNamed(name, 'WEIGHBRIDGE_ALLOW'))]
  return allowed.length === 0 ? {} : { allowed }
}

function allowedNamed(name: string, where: string): Allowed {
  const found = ALLOWED.find((each) => each === name)
  if (found !== undefined) return found
  throw new WeighbridgeError(
    'bad-usage',
    `${where} is ${JSON.stringify(name)}; what can be allowed is ${ALLOWED.join(', ')}.`,
  )
}

/** The clock and the period that rows have to be of. */
export function timesOf(options: QueryOptions): {
  nowTicks: bigint
  period?: { fromTicks: bigint; untilTicks: bigint }
} {
  const { now, since, until } = options
  const nowTicks = now === undefined ? ticksNow() : requiredTicks(now, '--now')
  if (since === undefined && until === undefined) return { nowTicks }
  return {
    nowTicks,
    period: {
      fromTicks: since === undefined ? FIRST_TICK : requiredTicks(since, '--since'),
      untilTicks: until === undefined ? LAST_TICK : requiredTicks(until, '--until'),
    },
  }
}

/** Years 1900 and 2262: those of a DateTime64. */
const FIRST_TICK = BigInt(Date.UTC(1900, 0, 1)) * 10_000n
const LAST_TICK = BigInt(Date.UTC(2262, 0, 1)) * 10_000n

/**
 * The schema of a name or a file, with the tables of the data folder.
 *
 * @param open take names that are in no schema as tables whose columns are inferred.
 */
export function schemaOf(nameOrFile: string, dataDir: string, open: boolean): Schema {
  const isFile = /\.ya?ml$/.test(nameOrFile)
  return schemaNamed(isFile ? ALL_SCHEMAS : nameOrFile, {
    userFolder: existsSync(dataDir) ? dataDir : undefined,
    files: isFile ? [nameOrFile] : [],
    open,
  })
}

const LANGUAGE_OF: Readonly<Record<string, Language>> = {
  kql: 'kql',
  csl: 'kql',
  spl: 'spl',
  yml: 'sigma',
  yaml: 'sigma',
  sql: 'sql',
}

/** The language that the ending of a file's name says. */
export function languageOfFile(file: string): Language | undefined {
  const ending = /\.(\w+)$/.exec(file)?.[1]?.toLowerCase() ?? ''
  return Object.hasOwn(LANGUAGE_OF, ending) ? LANGUAGE_OF[ending] : undefined
}

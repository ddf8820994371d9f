import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { messageOf, WeighbridgeError } from '../base/errors.ts'
import { type BatchOptions, type BatchWork, batch } from '../query/run/batch.ts'
import { checkedSchema } from '../query/run/checked-schema.ts'
import type { Schema } from '../query/schemas/schema.ts'
import type { AnalyticsStore } from '../store/analytics/analytics-store.ts'
import { note } from './output.ts'
import { allowedOf, limitsOf, type QueryOptions, schemaOf, timesOf } from './query-options.ts'

/** A batch as its options say; read before a store is opened for nothing. */
export interface BatchToRun extends Omit<BatchOptions, 'schema'> {
  readonly schema: string
  readonly data: string
}

/** @throws WeighbridgeError `bad-usage` */
export function readBatchOptions(options: QueryOptions & { readonly data: string }): BatchToRun {
  const { lang: language, schema, data } = options
  if (language === 'sql') {
    throw new WeighbridgeError(
      'bad-usage',
      'A batch is of KQL, SPL or Sigma; SQL is run one query at a time.',
    )
  }
  return { language, schema, data, ...timesOf(options), ...allowedOf(options), limits: limitsOf(options) }
}

/**
 * Runs a batch: a line out for every line in. Queries that fail are in the output, so the command succeeds where the
 * batch was read to its end; how many failed is said on standard error.
 */
export async function runBatch(
  file: string,
  options: BatchToRun,
  store: AnalyticsStore,
  work: BatchWork,
): Promise<void> {
  const schemas = new Map<string, Promise<Schema>>()
  const schema = (name: string = options.schema) => {
    const known = schemas.get(name) ?? openSchema(name, options.data, store)
    schemas.set(name, known)
    return known
  }
  const count = { all: 0, failed: 0 }
  for await (const line of batch(linesOf(file), { ...options, schema }, work)) {
    count.all += 1
    if (!line.ok) count.failed += 1
    if (!process.stdout.write(`${JSON.stringify(line)}\n`)) await once(process.stdout, 'drain')
  }
  note(`${count.all} ${count.all === 1 ? 'query' : 'queries'}, ${count.failed} failed`)
}

async function openSchema(name: string, dataDir: string, store: AnalyticsStore): Promise<Schema> {
  return checkedSchema(schemaOf(name, dataDir, true), store)
}

async function* linesOf(file: string): AsyncGenerator<string> {
  const input = file === '-' ? process.stdin : createReadStream(file)
  try {
    yield* createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })
  } catch (error) {
    throw new WeighbridgeError('not-found', `Cannot read the batch ${file}: ${messageOf(error)}`, {
      cause: error,
    })
  }
}

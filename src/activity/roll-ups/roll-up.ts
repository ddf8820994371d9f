import { readFileSync } from 'node:fs'
import type { ActivityKind } from '../kinds.ts'

/** A roll-up of one kind of activity: what it is keyed by, what it sums, and the statement that rebuilds it. */
export interface RollUp {
  readonly name: RollUpName
  /** The kinds of activity it sums. */
  readonly activities: readonly ActivityKind[]
  readonly table: string
  readonly keys: readonly string[]
  readonly values: readonly string[]
  /** SELECT of keys and values over the days given as `first`, `last` and `days`. */
  readonly select: string
}

/** A channel's kind of act, as the roll-up tables are called. */
export type RollUpName = 'inference' | 'artifact' | 'object' | 'flow'

interface Columns {
  readonly activities: readonly ActivityKind[]
  readonly keys: string
  readonly values: string
}

const COLUMNS: Readonly<Record<RollUpName, Columns>> = {
  inference: {
    activities: ['inference'],
    keys: 'hour, person, endpoint, model, tag',
    values: 'asset, requests, failed, logprob_requests, tokens_in, tokens_out, logprob_tokens',
  },
  artifact: {
    activities: ['artifact'],
    keys: 'hour, person, registry, run, path, file, operation',
    values: 'asset, is_weights, requests, failed, bytes, largest',
  },
  object: {
    activities: ['object'],
    keys: 'hour, person, bucket, prefix, operation',
    values: 'asset, requests, failed, objects, bytes',
  },
  // A proxied request and what a counter grew by are flows too.
  flow: {
    activities: ['flow', 'flow_counter', 'web'],
    keys: 'hour, person, destination, dst_ip, tunnel',
    values: 'is_internal, flows, bytes_out, bytes_in, duration_s',
  },
}

/** Every roll-up, one per channel. */
export const ROLL_UPS: readonly RollUp[] = (Object.keys(COLUMNS) as RollUpName[]).map((name) => ({
  name,
  activities: COLUMNS[name].activities,
  table: `${name}_hour_row`,
  keys: COLUMNS[name].keys.split(', '),
  values: COLUMNS[name].values.split(', '),
  select: readFileSync(new URL(`./${name}.sql`, import.meta.url), 'utf8'),
}))

/**
 * The statement that rebuilds some days: every key now there with version `version` + 1, and a mark of deletion with
 * version `version` for every key that was there, which the first outranks where the key still exists. One INSERT, so
 * a reader sees the old days or the new ones.
 */
export function rebuildStatement(rollUp: RollUp): string {
  const { table, keys, values, select } = rollUp
  const columns = [...keys, ...values].join(', ')
  return `INSERT INTO ${table} (${columns}, version, deleted)
    SELECT ${columns}, {version:UInt64} + 1 AS version, 0 AS deleted FROM (${select})
    UNION ALL
    SELECT ${columns}, {version:UInt64} AS version, 1 AS deleted FROM ${table} FINAL
    WHERE toDate(hour) >= {first:Date} AND toDate(hour) <= {last:Date} AND toDate(hour) IN {days:Array(Date)}`
}

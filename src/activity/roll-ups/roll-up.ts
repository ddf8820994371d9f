import { readFileSync } from 'node:fs'
import { ACTIVITY_KINDS, type ActivityKind } from '../kinds.ts'

/** A roll-up of one kind of activity: what it is keyed by, what it sums, and the statement that rebuilds it. */
export interface RollUp {
  readonly activity: ActivityKind
  readonly table: string
  readonly keys: readonly string[]
  readonly values: readonly string[]
  /** SELECT of keys and values over the days given as `first`, `last` and `days`. */
  readonly select: string
}

const COLUMNS: Readonly<Record<ActivityKind, { readonly keys: string; readonly values: string }>> = {
  inference: {
    keys: 'hour, person, endpoint, model, tag',
    values: 'asset, requests, failed, logprob_requests, tokens_in, tokens_out, logprob_tokens',
  },
  artifact: {
    keys: 'hour, person, registry, run, path, file, operation',
    values: 'asset, is_weights, requests, failed, bytes, largest',
  },
  object: {
    keys: 'hour, person, bucket, prefix, operation',
    values: 'asset, requests, failed, objects, bytes',
  },
  flow: {
    keys: 'hour, person, destination, dst_ip, tunnel',
    values: 'is_internal, flows, bytes_out, bytes_in, duration_s',
  },
}

/** Every roll-up, one per kind of activity. */
export const ROLL_UPS: readonly RollUp[] = ACTIVITY_KINDS.map((activity) => ({
  activity,
  table: `${activity}_hour_row`,
  keys: COLUMNS[activity].keys.split(', '),
  values: COLUMNS[activity].values.split(', '),
  select: readFileSync(new URL(`./${activity}.sql`, import.meta.url), 'utf8'),
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

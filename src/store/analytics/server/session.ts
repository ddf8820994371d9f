import {
  type ClickHouseClient,
  ClickHouseLogLevel,
  type ClickHouseSettings,
  createClient,
} from '@clickhouse/client'
import { EXACT } from '../exact-settings.ts'
import type { ServerAddress } from './server-address.ts'

/** Settings of every statement: what the embedded engine's session has, and what a server may have set otherwise. */
const SESSION: ClickHouseSettings = {
  session_timezone: 'UTC',
  date_time_output_format: 'iso',
  date_time_input_format: 'best_effort',
  output_format_json_quote_64bit_integers: 0,
  throw_on_max_partitions_per_insert_block: 0,
  // No two lines of a block are the same act; repeated blocks collapse when they are read and merged.
  optimize_on_insert: 0,
  ...EXACT,
  // An insert is confirmed when it is stored, not when it is queued.
  async_insert: 0,
  // Rows are idempotent. The engine would also drop a block that was deleted since and is inserted again.
  insert_deduplicate: 0,
  // An error in the middle of an answer is an error, not a short answer.
  wait_end_of_query: 1,
  send_progress_in_http_headers: 1,
  http_headers_progress_interval_ms: '20000',
}

/** Settings of every statement on a cluster. */
const CLUSTER: ClickHouseSettings = {
  // Stored on the shards, not in a queue beside them, when it is confirmed.
  distributed_foreground_insert: 1,
  // An INSERT … SELECT goes through the sharding key also where both tables are on the same cluster.
  parallel_distributed_insert_select: '0',
  // The right side of IN and JOIN is all rows, not those of the same shard.
  distributed_product_mode: 'global',
  // No answer rather than a part of it.
  skip_unavailable_shards: 0,
  fallback_to_stale_replicas_for_distributed_queries: 0,
  // The same replica as long as it lives: another may lag behind it.
  load_balancing: 'in_order',
  prefer_localhost_replica: 0,
}

/** A query may compute for hours; the server says every 20 seconds that it still does. */
const SILENCE_MS = 120_000
const PROGRESS_HEADERS_BYTES = 4 << 20

/** A client for one node. */
export function connectNode(
  url: string,
  address: ServerAddress,
  settings: ClickHouseSettings & { database?: string | undefined } = {},
): ClickHouseClient {
  const { database, ...more } = settings
  return createClient({
    url,
    username: address.user,
    password: address.password,
    ...(database === undefined ? {} : { database }),
    request_timeout: SILENCE_MS,
    max_response_headers_size: PROGRESS_HEADERS_BYTES,
    use_multipart_params_auto: true,
    application: 'weighbridge',
    log: { level: ClickHouseLogLevel.OFF },
    clickhouse_settings: { ...SESSION, ...(address.cluster === null ? {} : CLUSTER), ...more },
  })
}

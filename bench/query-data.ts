import type { AnalyticsStore } from '../src/store/analytics/analytics-store.ts'

/** The last moment of the data; queries are asked then. */
export const NOW = '2026-04-06T00:00:00Z'

/** Columns of an activity table, as expressions over `n`, the number of the row. Days run back from {@link NOW}. */
const TABLES: Readonly<Record<string, { share: number; columns: Readonly<Record<string, string>> }>> = {
  flow_row: {
    share: 0.4,
    columns: {
      source: "'flow-log'",
      system: "'vpc'",
      src_ip: "concat('10.50.', toString(100 + h % 3), '.', toString(intDiv(h, 3) % 200))",
      dst_ip: "if(h % 5 = 0, concat('10.0.0.', toString(h % 250)), concat('198.51.100.', toString(h % 250)))",
      dst_port: '[443, 443, 443, 8443, 22, 53][1 + intDiv(h, 7) % 6]',
      protocol: "'TCP'",
      bytes_out: 'h % 60000',
      bytes_in: 'h % 9000',
      duration_s: 'h % 300',
    },
  },
  inference_row: {
    share: 0.4,
    columns: {
      source: "'gateway'",
      system: "'api'",
      account: "concat('user-', toString(h % 500))",
      src_ip: "concat('10.1.0.', toString(h % 250))",
      endpoint: "'/v1/completions'",
      model: "concat('model-', toString(intDiv(h, 11) % 12))",
      tokens_in: 'h % 4000',
      tokens_out: 'intDiv(h, 13) % 2000',
      logprobs: 'if(h % 3 = 0, 5, 0)',
      status: 'if(h % 50 = 0, 429, 200)',
      latency_ms: 'h % 3000',
    },
  },
  object_row: {
    share: 0.15,
    columns: {
      source: "'minio-audit'",
      system: "'lake'",
      account: "concat('user-', toString(h % 300))",
      src_ip: "concat('10.1.0.', toString(h % 250))",
      bucket: "if(h % 4 = 0, 'training-data', concat('bucket-', toString(h % 20)))",
      key: "concat('corpus/part-', toString(intDiv(h, 17) % 1000), '/shard-', toString(intDiv(h, 3) % 4000), '.tar')",
      prefix: "'corpus/'",
      operation: "['GET', 'GET', 'GET', 'PUT', 'LIST'][1 + intDiv(h, 5) % 5]",
      objects: '1',
      bytes: 'h % 500000000',
      status: '200',
    },
  },
  artifact_row: {
    share: 0.05,
    columns: {
      source: "'mlflow'",
      system: "'registry'",
      account: "concat('user-', toString(h % 200))",
      registry: "'mlflow'",
      model: "concat('model-', toString(h % 12))",
      run: "concat('run-', toString(intDiv(h, 7) % 400))",
      path: "concat('models/', if(h % 2 = 0, 'weights', 'metrics'), '/layer-', toString(h % 90), '.bin')",
      file: "concat('layer-', toString(h % 90), '.bin')",
      bytes: 'h % 40000000',
      operation: "if(h % 6 = 0, 'PUT', 'GET')",
      status: '200',
    },
  },
}

/** Fills the activity tables with so many rows in all, over 60 days; the engine makes them up itself. */
export async function fillActivity(analytics: AnalyticsStore, rows: number): Promise<void> {
  for (const [table, { share, columns }] of Object.entries(TABLES)) {
    const names = Object.keys(columns)
    await analytics.command(
      `INSERT INTO ${table} (time, event_id, input, offset, batch, ${names.join(', ')})
       SELECT toDateTime64({now:String}, 3, 'UTC') - toIntervalMillisecond(intHash64(n) % (60 * 86400000)), n, 1, n, 1,
         ${names.map((name) => columns[name]).join(', ')}
       FROM (SELECT number AS n, cityHash64(number) AS h FROM numbers({rows:UInt64}))
       SETTINGS max_partitions_per_insert_block = 0`,
      { now: NOW.slice(0, 19).replace('T', ' '), rows: Math.round(rows * share) },
    )
    // Merged, as tables are that were filled over months and not in a minute.
    await analytics.command(`OPTIMIZE TABLE ${table} FINAL`)
  }
}

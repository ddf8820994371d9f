import { expect, test } from 'vitest'
import { onCluster, throughQueue } from './on-cluster.ts'

const REPLICA = { shard: 1, host: 'ch1', address: '10.0.0.1', port: 9000 }
const place = (replicated: boolean) => ({
  database: 'weighbridge',
  layout: { name: 'main', replicas: [REPLICA], replicated },
})

const ROLL_UP = `CREATE TABLE IF NOT EXISTS flow_hour_row (
  hour DateTime('UTC'), person LowCardinality(String), version UInt64, deleted UInt8
) ENGINE = ReplacingMergeTree(version, deleted)
PARTITION BY toYYYYMM(hour)
ORDER BY (toDate(hour), person, hour)
SETTINGS fsync_after_insert = 1`

test('a table becomes one of each shard and one over all of them', () => {
  const [shard, all] = onCluster(ROLL_UP, place(false))
  expect(shard).toBe(ROLL_UP.replace('flow_hour_row', 'flow_hour_shard'))
  expect(all?.replaceAll(/\s+/g, ' ')).toBe(
    "CREATE TABLE IF NOT EXISTS flow_hour_row AS `weighbridge`.flow_hour_shard ENGINE = Distributed('main', 'weighbridge', 'flow_hour_shard', cityHash64(person))",
  )
})

test('where replicas copy from each other, the table is a replicated one', () => {
  expect(onCluster(ROLL_UP, place(true))[0]).toContain(
    "ENGINE = ReplicatedReplacingMergeTree('/weighbridge/weighbridge/flow_hour_shard/{shard}', '{replica}', version, deleted)",
  )
  expect(onCluster('CREATE TABLE a (x UInt8) ENGINE = MergeTree ORDER BY x', place(true))[0]).toContain(
    "ENGINE = ReplicatedMergeTree('/weighbridge/weighbridge/a_shard/{shard}', '{replica}')",
  )
})

test.each([
  ['(toDate(time), account, time, event_id)', 'event_id'],
  ['(person, rule, window_start, id)', 'person'],
  ['(kind, pattern)', '(kind, pattern)'],
  ['address', 'address'],
])('rows in the order %s lie on the shard of %s', (order, key) => {
  const table = `CREATE TABLE IF NOT EXISTS x_row (x UInt8) ENGINE = ReplacingMergeTree(b) ORDER BY ${order}\nSETTINGS a = 1`
  expect(onCluster(table, place(false))[1]).toContain(`cityHash64(${key}))`)
})

test('columns are changed in both tables, an index only where it is', () => {
  expect(onCluster('ALTER TABLE a_row ADD COLUMN IF NOT EXISTS b UInt8', place(false))).toEqual([
    'ALTER TABLE a_shard ADD COLUMN IF NOT EXISTS b UInt8',
    'ALTER TABLE a_row ADD COLUMN IF NOT EXISTS b UInt8',
  ])
  expect(onCluster('ALTER TABLE a_row ADD INDEX i b TYPE minmax', place(false))).toEqual([
    'ALTER TABLE a_shard ADD INDEX i b TYPE minmax',
  ])
})

test('views and dictionaries stay as they are', () => {
  const view = 'CREATE OR REPLACE VIEW a AS SELECT * FROM a_row FINAL'
  expect(onCluster(view, place(false))).toEqual([view])
})

test.each([
  ['CREATE DATABASE IF NOT EXISTS `w`', "CREATE DATABASE IF NOT EXISTS `w` ON CLUSTER 'main'"],
  ['CREATE OR REPLACE VIEW a AS SELECT 1', "CREATE OR REPLACE VIEW a ON CLUSTER 'main' AS SELECT 1"],
  ['ALTER TABLE a_shard ADD COLUMN b UInt8', "ALTER TABLE a_shard ON CLUSTER 'main' ADD COLUMN b UInt8"],
  ['DELETE FROM a_shard WHERE x = 1', "DELETE FROM a_shard ON CLUSTER 'main' WHERE x = 1"],
  [
    'CREATE DICTIONARY IF NOT EXISTS d (a String) PRIMARY KEY a',
    "CREATE DICTIONARY IF NOT EXISTS d ON CLUSTER 'main' (a String) PRIMARY KEY a",
  ],
])('%s goes through the queue', (statement, expected) => {
  expect(throughQueue(statement, 'main')).toBe(expected)
})

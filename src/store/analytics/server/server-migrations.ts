import { WeighbridgeError } from '../../../base/errors.ts'
import { literal } from '../../../base/sql-literal.ts'
import { DICTIONARIES } from '../dictionaries.ts'
import {
  ANALYTICS_MIGRATIONS,
  type Filling,
  MIGRATION_TABLE,
  type MigrationTarget,
  migrate,
  statementsOf,
} from '../migrate.ts'
import type { EveryNode } from './every-node.ts'
import type { Nodes } from './nodes.ts'
import { onCluster, shardTable } from './on-cluster.ts'
import { DATABASE, type ServerAddress } from './server-address.ts'

/** Creates the database on a server or on every node of a cluster, and brings its tables up to date. */
export async function migrateServer(
  nodes: Nodes,
  everyNode: EveryNode,
  filling: Filling = {},
): Promise<void> {
  const { database, waitSeconds } = nodes.address
  await refuseEmptyReplica(nodes)
  const isThere = await isEverywhere(nodes)
  // Only where it is missing, so that an installation that is set up needs no right to create one.
  if (!isThere) await everyNode.run(`CREATE DATABASE IF NOT EXISTS \`${database}\``, { bare: true })
  const run = async (written: string) => {
    const statement = fittedTo(nodes.address, written)
    const { layout } = nodes
    for (const one of layout === null ? [statement] : onCluster(statement, { database, layout })) {
      await everyNode.run(one)
    }
  }
  const target: MigrationTarget = {
    applied: async () => {
      if (!isThere) await run(MIGRATION_TABLE)
      const names = await nodes.withOne(async ({ client }) => {
        const result = await client.query({ query: 'SELECT name FROM migration', format: 'JSONEachRow' })
        return (await result.json<{ name: string }>()).map(({ name }) => name)
      }, waitSeconds)
      // A node that joined later has none of the tables, and a dictionary that was dropped is to come back.
      const last = Math.max(...names.map((name) => ANALYTICS_MIGRATIONS.indexOf(name)))
      for (const name of isThere ? [] : ANALYTICS_MIGRATIONS.slice(0, last + 1)) {
        for (const statement of statementsOf(name)) await run(statement)
      }
      return names
    },
    run,
    record: async (name) => {
      await nodes.withOne(
        ({ client }) =>
          client.command({
            query: 'INSERT INTO migration SELECT {name:String}, now()',
            query_params: { name },
          }),
        waitSeconds,
      )
    },
  }
  await migrate(target, filling)
}

/** A statement of a migration with this installation's database, and the user that dictionaries read as. */
function fittedTo({ database, user, password }: ServerAddress, statement: string): string {
  const inDatabase = statement
    .replaceAll(`'${DATABASE}.`, `'${database}.`)
    .replaceAll(`DB '${DATABASE}'`, `DB '${database}'`)
  if (user === 'default' && password === '') return inDatabase
  return inDatabase.replaceAll(
    'SOURCE(CLICKHOUSE(',
    () => `SOURCE(CLICKHOUSE(USER ${literal(user)} PASSWORD ${literal(password)} `,
  )
}

/** True where every node that answers has the tables and dictionaries. */
async function isEverywhere(nodes: Nodes): Promise<boolean> {
  const { address, layout } = nodes
  const from = layout === null ? 'system.tables' : 'clusterAllReplicas({cluster:Identifier}, system.tables)'
  const asked = layout === null ? 'system.one' : 'clusterAllReplicas({cluster:Identifier}, system.one)'
  return nodes.withOne(async ({ bare }) => {
    const result = await bare.query({
      query: `SELECT (SELECT count() FROM ${from} WHERE database = {database:String} AND name IN {names:Array(String)}) = length({names:Array(String)}) * (SELECT count() FROM ${asked}) AS everywhere`,
      query_params: {
        cluster: layout?.name ?? '',
        database: address.database,
        names: ['migration', ...(layout === null ? [] : [shardTable('migration')]), ...DICTIONARIES],
      },
      clickhouse_settings: { skip_unavailable_shards: 1 },
      format: 'JSONEachRow',
    })
    return (await result.json<{ everywhere: number }>())[0]?.everywhere === 1
  }, address.waitSeconds)
}

/**
 * Replicas that do not copy from each other are alike only because every insert went to each. One that came without its
 * rows would answer for its shard as if there were none.
 */
async function refuseEmptyReplica(nodes: Nodes): Promise<void> {
  const { address, layout } = nodes
  if (layout === null || layout.replicated) return
  const nodesFound = await nodes.withOne(async ({ bare }) => {
    const result = await bare.query({
      query: `SELECT _shard_num AS place, countIf(database = {database:String} AND name = {table:String}) > 0 AS has_tables,
          sumIf(total_rows, database = {database:String} AND endsWith(name, '_shard')) > 0 AS has_rows
        FROM clusterAllReplicas({cluster:Identifier}, system.tables) GROUP BY place`,
      query_params: { cluster: layout.name, database: address.database, table: shardTable('migration') },
      clickhouse_settings: { skip_unavailable_shards: 1 },
      format: 'JSONEachRow',
    })
    return result.json<{ place: number; has_tables: number; has_rows: number }>()
  }, address.waitSeconds)
  // Each replica counts as a shard there, in the order of the definition.
  const replicas = nodesFound.flatMap(({ place, ...has }) => {
    const replica = layout.replicas[place - 1]
    return replica === undefined ? [] : [{ ...replica, ...has }]
  })
  for (const { shard, host, port, has_tables } of replicas) {
    if (has_tables === 1 || !replicas.some((other) => other.shard === shard && other.has_rows === 1)) continue
    throw new WeighbridgeError(
      'store-failed',
      `Replica ${host}:${port} of shard ${shard} of the analytics cluster has none of the tables that the other replicas of the shard have; copy the database ${address.database} to it, or take it out of remote_servers.`,
    )
  }
}

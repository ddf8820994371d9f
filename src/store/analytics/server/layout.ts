import type { ClickHouseClient } from '@clickhouse/client'
import { WeighbridgeError } from '../../../base/errors.ts'
import type { ServerAddress } from './server-address.ts'

/** One replica of one shard. */
export interface Replica {
  readonly shard: number
  /** For the nodes among themselves. */
  readonly host: string
  readonly address: string
  readonly port: number
}

/** Which nodes make up a cluster. */
export interface Layout {
  readonly name: string
  readonly replicas: readonly Replica[]
  /** True where replicas copy from each other, with a Keeper; false where every insert is written to each. */
  readonly replicated: boolean
}

/**
 * Reads a cluster's definition from a node.
 *
 * @throws WeighbridgeError `bad-usage` where the server knows no such cluster, naming those it knows.
 */
export async function readLayout(client: ClickHouseClient, name: string): Promise<Layout> {
  const result = await client.query({
    query: `SELECT cluster, shard_num AS shard, host_name AS host, host_address AS address, port, internal_replication AS replicated
      FROM system.clusters ORDER BY shard_num, replica_num`,
    format: 'JSONEachRow',
  })
  const rows = await result.json<Replica & { cluster: string; replicated: number }>()
  const replicas = rows.filter((row) => row.cluster === name)
  if (replicas.length === 0) {
    const known = [...new Set(rows.map((row) => row.cluster))]
    throw new WeighbridgeError(
      'bad-usage',
      `WEIGHBRIDGE_ANALYTICS names the cluster ${name}, which the server does not know; it knows ${known.length === 0 ? 'none' : known.join(', ')}.`,
    )
  }
  const modes = new Set(replicas.map((row) => row.replicated))
  if (modes.size > 1) {
    throw new WeighbridgeError(
      'bad-usage',
      `The cluster ${name} has shards with and without internal_replication; give all of them the same value in remote_servers.`,
    )
  }
  return { name, replicas, replicated: modes.has(1) }
}

/** A replica, and where it answers over HTTP; null where it does not answer now. */
export interface Endpoint {
  readonly replica: Replica
  readonly url: string | null
}

/** Asks every node of a cluster for its HTTP port. */
export async function endpointsOf(
  client: ClickHouseClient,
  layout: Layout,
  { nodes }: ServerAddress,
): Promise<Endpoint[]> {
  const protocol = new URL(nodes[0] ?? '').protocol
  const result = await client.query({
    query: `SELECT _shard_num AS place, getServerPort({port:String}) AS port FROM clusterAllReplicas({name:Identifier}, system.one)`,
    query_params: { name: layout.name, port: protocol === 'https:' ? 'https_port' : 'http_port' },
    clickhouse_settings: { skip_unavailable_shards: 1 },
    format: 'JSONEachRow',
  })
  const ports = new Map(
    (await result.json<{ place: number; port: number }>()).map((row) => [row.place, row.port]),
  )
  // Each replica counts as a shard there, in the order of the definition.
  return layout.replicas.map((replica, at) => {
    const port = ports.get(at + 1)
    return { replica, url: port === undefined ? null : `${protocol}//${hostOf(replica)}:${port}` }
  })
}

function hostOf({ host }: Replica): string {
  return host.includes(':') ? `[${host}]` : host
}

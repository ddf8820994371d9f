import { ClickHouseError, type ClickHouseSettings } from '@clickhouse/client'
import { messageOf } from '../../../base/errors.ts'
import type { Parameters } from '../analytics-store.ts'
import type { Endpoint } from './layout.ts'
import type { Node, Nodes } from './nodes.ts'
import { throughQueue } from './on-cluster.ts'

/**
 * Carries statements out on every node of a cluster: through its DDL queue where it has one, which takes a Keeper, else
 * by asking each node. A single server is a cluster of one.
 */
export class EveryNode {
  readonly #nodes: Nodes
  /** Null until the cluster was asked. */
  #hasQueue: boolean | null = null

  constructor(nodes: Nodes) {
    this.#nodes = nodes
  }

  /** @throws WeighbridgeError `store-failed` where a node does not answer in time; run again, it changes nothing. */
  async run(statement: string, { parameters = {}, bare = false }: HowToRun = {}): Promise<void> {
    const run = (query: string) => (node: Node) =>
      (bare ? node.bare : node.client).command({ query, query_params: parameters })
    const { address, layout } = this.#nodes
    if (layout === null) {
      await this.#nodes.withOne(run(statement), address.waitSeconds)
    } else if (!(await this.#ranThroughQueue(run(throughQueue(statement, layout.name))))) {
      const urls = await this.#urls()
      await Promise.all(urls.map((url) => this.#nodes.withNode(url, run(statement))))
    }
  }

  /** Reads a dictionary anew; a node that is down does so when it starts. */
  async reload(dictionary: string): Promise<void> {
    const run = (clause: string) => (node: Node) =>
      node.client.command({
        query: `SYSTEM RELOAD DICTIONARY ${clause}${dictionary}`,
        clickhouse_settings: PATIENCE,
      })
    const { address, layout } = this.#nodes
    if (layout === null) {
      await this.#nodes.withOne(run(''), address.waitSeconds)
    } else if (!(await this.#ranThroughQueue(run(`ON CLUSTER '${layout.name}' `)))) {
      const urls = (await this.#nodes.endpoints()).flatMap(({ url }) => url ?? [])
      await Promise.all(urls.map((url) => this.#nodes.withNode(url, run(''))))
    }
  }

  async #ranThroughQueue(run: (node: Node) => Promise<unknown>): Promise<boolean> {
    if (this.#hasQueue === false) return false
    try {
      await this.#nodes.withOne(run, this.#nodes.address.waitSeconds)
      this.#hasQueue = true
    } catch (error) {
      // Of SYSTEM statements it asks first whether the user may use a queue, and then whether there is one.
      const mayNot = /\bgrant CLUSTER\b/.test(messageOf(error))
      if (!(error instanceof ClickHouseError) || (error.type !== 'QUERY_IS_PROHIBITED' && !mayNot))
        throw error
      this.#hasQueue = false
    }
    return this.#hasQueue
  }

  /** Where all nodes answer; waits for those that do not. */
  async #urls(): Promise<string[]> {
    return this.#nodes.withOne(async () => {
      const endpoints = await this.#nodes.endpoints()
      const down = endpoints.filter(({ url }) => url === null)
      if (down.length > 0) throw notAnswering(down)
      return endpoints.flatMap(({ url }) => url ?? [])
    }, this.#nodes.address.waitSeconds)
  }
}

interface HowToRun {
  readonly parameters?: Parameters
  /** In no database, see {@link Node}. */
  readonly bare?: boolean
}

/** How long a DDL queue waits for a node that is down before it is left to catch up later. */
const PATIENCE: ClickHouseSettings = {
  distributed_ddl_task_timeout: '30',
  distributed_ddl_output_mode: 'null_status_on_timeout',
}

/** The error a node gives when it looks for another in vain. */
function notAnswering(down: readonly Endpoint[]): ClickHouseError {
  const names = down.map(({ replica }) => `${replica.host}:${replica.port}`)
  return new ClickHouseError({
    message: `No answer from (${names.join(', ')})`,
    code: '279',
    type: 'ALL_CONNECTION_TRIES_FAILED',
  })
}

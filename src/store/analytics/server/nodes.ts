import { setTimeout as delay } from 'node:timers/promises'
import type { ClickHouseClient } from '@clickhouse/client'
import { messageOf, WeighbridgeError } from '../../../base/errors.ts'
import { type Endpoint, endpointsOf, type Layout, type Replica, readLayout } from './layout.ts'
import type { ServerAddress } from './server-address.ts'
import { connectNode } from './session.ts'
import { isUnavailable, isUnreachable, namedIn, unavailableError } from './unavailable.ts'

/** One node that answers over HTTP. */
export interface Node {
  readonly url: string
  readonly client: ClickHouseClient
  /** In no database: until ours is there, every statement in it would be refused. */
  readonly bare: ClickHouseClient
  /** For SQL from users: the server lets nothing of it write, nor leave this mode. */
  readonly reader: ClickHouseClient
}

/** The nodes of a server or a cluster: whichever answers is spoken to, the same as long as it does. */
export class Nodes {
  readonly address: ServerAddress
  readonly #known = new Map<string, Node>()
  /** The first is the one in use. */
  #order: Node[]
  #layout: Layout | null = null

  constructor(address: ServerAddress) {
    this.address = address
    this.#order = address.nodes.map((url) => this.#node(url))
  }

  get layout(): Layout | null {
    return this.#layout
  }

  /** Learns which nodes the cluster has, to turn to them too. A single server has nothing to learn. */
  async discover(): Promise<void> {
    const { cluster, waitSeconds } = this.address
    if (cluster === null) return
    this.#layout = await this.withOne(({ bare }) => readLayout(bare, cluster), waitSeconds)
    for (const { url } of await this.endpoints()) {
      if (url === null) continue
      const node = this.#node(url)
      if (!this.#order.includes(node)) this.#order.push(node)
    }
  }

  /** Where each replica answers now; of a single server the one in use. */
  async endpoints(): Promise<Endpoint[]> {
    const layout = this.#layout
    if (layout === null) return []
    return this.withOne(({ bare }) => endpointsOf(bare, layout, this.address), this.address.waitSeconds)
  }

  /** The node in use. */
  get first(): Node {
    return this.#order[0] as Node
  }

  at(url: string): Node {
    return this.#node(url)
  }

  /**
   * Runs a statement on the node in use, on another where that one is gone, and again while a node does not answer, for
   * at most so many seconds.
   *
   * @throws WeighbridgeError `store-failed`, saying what does not answer.
   */
  async withOne<Result>(
    run: (node: Node, attempt: number) => Promise<Result>,
    waitSeconds: number,
  ): Promise<Result> {
    return this.#persist(() => this.first, run, waitSeconds)
  }

  /** Like {@link withOne}, on one node only. */
  async withNode<Result>(
    url: string,
    run: (node: Node, attempt: number) => Promise<Result>,
  ): Promise<Result> {
    return this.#persist(() => this.#node(url), run, this.address.waitSeconds)
  }

  async #persist<Result>(
    choose: () => Node,
    run: (node: Node, attempt: number) => Promise<Result>,
    waitSeconds: number,
  ): Promise<Result> {
    const began = performance.now()
    for (let attempt = 0; ; attempt += 1) {
      const node = choose()
      try {
        return await run(node, attempt)
      } catch (error) {
        const waitedSeconds = (performance.now() - began) / 1000
        if (!isUnavailable(error)) throw this.#withoutPassword(error)
        if (isUnreachable(error)) this.#turnFrom(node)
        // A replica that dies takes the queries it was answering with it; asked again, the next one answers.
        if (waitedSeconds >= waitSeconds && attempt >= this.#order.length) {
          const { layout } = this
          const lost = await this.#lostBehind(error)
          throw unavailableError(error, { node: node.url, layout, lost, waitedSeconds })
        }
        if (attempt >= this.#order.length)
          await delay(Math.min(1000, 50 * 2 ** (attempt - this.#order.length)))
      }
    }
  }

  /** Which replicas do not answer: those an error names, or else, as not every error does, those that do not now. */
  async #lostBehind(error: unknown): Promise<Replica[]> {
    const layout = this.#layout
    if (layout === null || isUnreachable(error)) return []
    const named = namedIn(error, layout)
    if (named.length > 0) return named
    try {
      const endpoints = await endpointsOf(this.first.bare, layout, this.address)
      return endpoints.filter(({ url }) => url === null).map(({ replica }) => replica)
    } catch {
      return []
    }
  }

  #turnFrom(node: Node): void {
    if (this.first === node) this.#order = [...this.#order.slice(1), node]
  }

  #node(url: string): Node {
    const { address } = this
    const known = this.#known.get(url) ?? {
      url,
      client: connectNode(url, address, { database: address.database }),
      bare: connectNode(url, address),
      reader: connectNode(url, address, { database: address.database, readonly: '1' }),
    }
    this.#known.set(url, known)
    return known
  }

  /** The statement that makes a dictionary holds the password, and a server may repeat a statement in its error. */
  #withoutPassword(error: unknown): unknown {
    const { password } = this.address
    if (password === '' || error instanceof WeighbridgeError || !messageOf(error).includes(password))
      return error
    return new Error(messageOf(error).replaceAll(password, '[password]'))
  }

  async close(): Promise<void> {
    for (const { client, bare, reader } of this.#known.values()) {
      for (const one of [client, bare, reader]) await one.close()
    }
  }
}

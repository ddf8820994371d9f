import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import type { HeldBlock, Piece } from '../analytics-store.ts'
import type { Node, Nodes } from './nodes.ts'

/** What the statement that reads a block says where the node has forgotten some of it. */
export const BLOCK_LOST = 'weighbridge: the staged block is gone'

/** Names of staging tables, e.g. in the text of a statement. */
export const STAGING_TABLE = /\bstaging_[0-9a-f]{16}_\d+\b/

/**
 * A block on its way to a server: a table in the memory of one node, into which the pieces are inserted as bytes while
 * more are read. The pieces stay here until the block is released: a node that is restarted has forgotten them, and gets
 * them again, or another one gets them.
 */
export class StagedBlock implements HeldBlock {
  readonly table: string
  readonly #nodes: Nodes
  readonly #onRelease: (dropped: Promise<void>) => void
  readonly #rows: Buffer[] = []
  #node: Node | null = null
  #arrival: Promise<void> = Promise.resolve()

  constructor(table: string, nodes: Nodes, onRelease: (dropped: Promise<void>) => void) {
    this.table = table
    this.#nodes = nodes
    this.#onRelease = onRelease
  }

  add(piece: Piece): void {
    const row = rowOf(piece)
    this.#rows.push(row)
    if (this.#node === null) this.#begin(this.#nodes.first)
    else this.#send(this.#node, row)
  }

  get relation(): string {
    const { table } = this
    // The node may have been restarted since, and its table be empty: that must not pass for an empty block.
    return `(SELECT block, start, input FROM ${table}
      WHERE (SELECT throwIf(count() != ${this.#rows.length}, '${BLOCK_LOST}') FROM ${table}) = 0)`
  }

  /** Waits until every piece is on this node; brings them there where they are not. */
  async stageOn(node: Node): Promise<void> {
    if (this.#node !== node) this.#begin(node)
    try {
      await this.#arrival
    } catch (error) {
      this.forget()
      throw error
    }
  }

  /** Has the pieces brought to a node anew before they are read again. */
  forget(): void {
    this.#node = null
  }

  release(): void {
    const node = this.#node
    this.#rows.length = 0
    if (node === null) return
    this.#onRelease(
      this.#arrival.then(async () => {
        await node.client.command({ query: `DROP TABLE IF EXISTS ${this.table} SYNC` })
      }),
    )
  }

  #begin(node: Node): void {
    this.#node = node
    this.#arrival = Promise.resolve()
    this.#after(async () => {
      await node.client.command({
        query: `CREATE OR REPLACE TABLE ${this.table} (block String, start UInt64, input UInt64) ENGINE = Memory`,
      })
    })
    for (const row of this.#rows) this.#send(node, row)
  }

  #send(node: Node, row: Buffer): void {
    this.#after(async () => {
      const { stream } = await node.client.exec({
        query: `INSERT INTO ${this.table} FORMAT RowBinary`,
        values: Readable.from([row], { objectMode: false }),
      })
      await finished(stream.resume())
    })
  }

  #after(step: () => Promise<void>): void {
    this.#arrival = this.#arrival.then(step)
    // Whoever reads the block hears of it.
    this.#arrival.catch(() => undefined)
  }
}

/** A copy of a piece as ClickHouse's RowBinary: a LEB128 length, the bytes, two little-endian 64-bit integers. */
function rowOf({ bytes, start, input }: Piece): Buffer {
  const length: number[] = []
  let rest = bytes.length
  for (; rest >= 128; rest = Math.floor(rest / 128)) length.push((rest % 128) + 128)
  length.push(rest)
  const row = Buffer.allocUnsafe(length.length + bytes.length + 16)
  row.set(length)
  row.set(bytes, length.length)
  row.writeBigUInt64LE(BigInt(start), length.length + bytes.length)
  row.writeBigUInt64LE(BigInt(input), length.length + bytes.length + 8)
  return row
}

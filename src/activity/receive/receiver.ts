import { WeighbridgeError } from '../../base/errors.ts'
import type { Stores } from '../../store/stores.ts'
import { type Delivery, type Receipt, sumReceipts } from './delivery.ts'
import { type DeliveryJournal, deliveryJournalIn } from './delivery-journal.ts'
import { type GroupOfDelivery, takeGroup } from './take-group.ts'

/** What one block holds at most: pieces are files of the engine's spool, bytes its memory. */
const MOST_PIECES = 128
const MOST_BYTES = 32 * 1024 * 1024

/** Takes deliveries and answers each once its rows are durable. */
export interface Receiver {
  /**
   * Resolves once every line is a row or a reject on disk and the journal says so.
   *
   * @throws WeighbridgeError `store-failed` where that cannot be said; the same delivery may be handed over again.
   */
  deliver(delivery: Delivery): Promise<Receipt>
  /** Which of these batches are durable. */
  confirmed(batches: readonly number[]): Promise<ReadonlySet<number>>
  /** Every batch up to this number is settled: its rows are on disk, or its senders know that they are not. */
  readonly settled: number
  /** Takes nothing more; ends when what was begun is settled. */
  close(): Promise<void>
}

interface Waiting extends GroupOfDelivery {
  readonly resolve: (receipt: Receipt) => void
  readonly reject: (error: unknown) => void
}

/**
 * Opens a receiver over these stores. What arrives while a block is being written waits, and goes into the next block
 * together: under load blocks grow and there are fewer waits for the disk, without load nobody waits for company.
 */
export function openReceiver(stores: Stores): Receiver {
  return new GroupCommit(stores)
}

class GroupCommit implements Receiver {
  readonly #stores: Stores
  readonly #journal: DeliveryJournal
  /** By source and header: those lines can share a block. The first key waited longest. */
  readonly #queues = new Map<string, Waiting[]>()
  /** The latest attempt at each delivery. */
  readonly #attempts = new Map<string, Promise<Receipt>>()
  #working: Promise<void> | null = null
  #closed = false
  #settled = 0

  constructor(stores: Stores) {
    this.#stores = stores
    this.#journal = deliveryJournalIn(stores.records)
  }

  get settled(): number {
    return this.#settled
  }

  confirmed(batches: readonly number[]): Promise<ReadonlySet<number>> {
    return this.#journal.confirmed(batches)
  }

  async deliver(delivery: Delivery): Promise<Receipt> {
    if (this.#closed) throw new WeighbridgeError('store-failed', 'The receiver is closed; send again later.')
    // A second attempt at the same delivery comes after the first, so that it finds what that one brought.
    const earlier = this.#attempts.get(delivery.identity) ?? Promise.resolve()
    const attempt = earlier.catch(() => undefined).then(() => this.#take(delivery))
    this.#attempts.set(delivery.identity, attempt)
    try {
      return await attempt
    } finally {
      if (this.#attempts.get(delivery.identity) === attempt) this.#attempts.delete(delivery.identity)
    }
  }

  async #take({ sender, identity, groups }: Delivery): Promise<Receipt> {
    const taken = groups.map(
      (group) =>
        new Promise<Receipt>((resolve, reject) => {
          const key = `${group.source.name}\0${group.header}`
          const queue = this.#queues.get(key) ?? []
          this.#queues.set(key, queue)
          queue.push({ sender, identity, group, resolve, reject })
        }),
    )
    this.#working ??= this.#work()
    const results = await Promise.allSettled(taken)
    const failed = results.find((result) => result.status === 'rejected')
    if (failed !== undefined) throw failed.reason
    return sumReceipts(results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : [])))
  }

  /** One block after another, as long as anything waits. */
  async #work(): Promise<void> {
    // Whatever arrives in the same turn of the event loop shares the first block.
    await new Promise((resolve) => setImmediate(resolve))
    for (let next = this.#next(); next.length > 0; next = this.#next()) {
      if (await this.#commit(next)) continue
      // One of them may be at fault; the others must not fail with it.
      if (next.length > 1) for (const waiting of next) await this.#commit([waiting])
    }
    this.#working = null
  }

  #next(): Waiting[] {
    const [first] = this.#queues
    if (first === undefined) return []
    const [key, queue] = first
    let bytes = 0
    let count = 0
    for (const { group } of queue) {
      bytes += group.bytes.length
      if (count > 0 && (count === MOST_PIECES || bytes > MOST_BYTES)) break
      count += 1
    }
    const next = queue.splice(0, count)
    // Whatever is left of it waits behind the other queues.
    this.#queues.delete(key)
    if (queue.length > 0) this.#queues.set(key, queue)
    return next
  }

  /** Takes a block; false where it failed and its deliveries can still be tried one by one. */
  async #commit(waiting: readonly Waiting[]): Promise<boolean> {
    try {
      const receipts = await takeGroup(this.#stores.analytics, this.#journal, waiting)
      for (const [at, { resolve }] of waiting.entries()) resolve(receipts[at] as Receipt)
      this.#settled = Math.max(this.#settled, ...receipts.map(({ batch }) => batch))
      return true
    } catch (error) {
      if (waiting.length > 1) return false
      waiting[0]?.reject(error)
      return false
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    await Promise.allSettled(this.#attempts.values())
    await this.#working
  }
}

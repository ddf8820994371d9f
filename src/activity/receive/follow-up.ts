import type { Stores } from '../../store/stores.ts'
import { rebuildRollUps } from '../roll-ups/rebuild.ts'
import type { Receiver } from './receiver.ts'
import { deliveredBy } from './take-group.ts'

/** A pass takes the longer the more a day holds: so many times as long it leaves the engine to the deliveries. */
const RESTING = 4

/** How long a delivery's identity is kept, for the count of duplicates; its rows collapse however late it comes again. */
const KEPT_MILLISECONDS = 24 * 60 * 60 * 1000

const INPUTS_AT_A_TIME = 10_000

/** The watermark of the deliveries whose sender stands in the table of inputs. */
const WATERMARK = 'deliveries'

/** Brings what rests on delivered rows up to date, every few seconds while they come, one pass at a time. */
export interface FollowUp {
  /** Ends when a pass that was begun has ended. */
  close(): Promise<void>
}

export interface FollowUpOptions {
  readonly everyMilliseconds?: number
  /** Told of a pass that failed, in one line; the next pass does its work. */
  readonly onFailure: (error: unknown) => void
}

/** Starts to follow a receiver. */
export function followUp(stores: Stores, receiver: Receiver, options: FollowUpOptions): FollowUp {
  let done = 0
  let running: Promise<void> | null = null
  let closed = false
  const pass = async () => {
    // Only what is settled: a watermark past a batch whose rows are still to come would pass them over.
    const upTo = receiver.settled
    try {
      // Also without a delivery: lines may have been written straight into the intake tables.
      await rebuildRollUps(stores, undefined, upTo)
      if (upTo <= done) return
      await recordSenders(stores, upTo)
      await forgetOldDeliveries(stores)
      done = upTo
    } catch (error) {
      options.onFailure(error)
    }
  }
  const every = options.everyMilliseconds ?? 5000
  let timer: NodeJS.Timeout
  const wait = (milliseconds: number) => {
    timer = setTimeout(() => {
      const began = performance.now()
      running = pass().finally(() => {
        if (!closed) wait(Math.max(every, (performance.now() - began) * RESTING))
      })
    }, milliseconds)
  }
  wait(every)
  return {
    async close() {
      closed = true
      clearTimeout(timer)
      await running
    },
  }
}

/** Writes down who delivered each input, so that a query can lead from a row back to its sender. */
async function recordSenders({ analytics, records }: Stores, upTo: number): Promise<void> {
  const mark = await records.db
    .selectFrom('watermark')
    .select('batch')
    .where('name', '=', WATERMARK)
    .executeTakeFirst()
  const deliveries = await records.db
    .selectFrom('intake_delivery')
    .select(['identity', 'source', 'sender', 'batch'])
    .where('batch', '>', mark?.batch ?? 0)
    .where('batch', '<=', upTo)
    .execute()
  for (let at = 0; at < deliveries.length; at += INPUTS_AT_A_TIME) {
    await analytics.insert(
      'input_row',
      deliveries.slice(at, at + INPUTS_AT_A_TIME).map(({ identity, source, sender, batch }) => ({
        input: identity,
        source,
        file: deliveredBy(sender),
        batch,
      })),
    )
  }
  await records.db
    .insertInto('watermark')
    .values({ name: WATERMARK, batch: upTo })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ batch: upTo }))
    .execute()
}

async function forgetOldDeliveries({ records }: Stores): Promise<void> {
  await records.db
    .deleteFrom('intake_delivery')
    .where('received_at', '<', new Date(Date.now() - KEPT_MILLISECONDS).toISOString())
    .execute()
}

import { createHash } from 'node:crypto'
import type { RecordsStore } from '../../store/records/records-store.ts'
import type { Taken } from '../intake/journal.ts'
import type { Delivery } from './delivery.ts'

/** One block of delivered lines in the journal. */
export interface OpenBatch {
  readonly input: number
  readonly batch: number
  /** Identities that came before, whether or not their rows got as far as the disk. */
  readonly known: ReadonlySet<string>
}

/** The journal of deliveries: every delivery by its identity, and a batch for each block they were taken in. */
export interface DeliveryJournal {
  /** Numbers a block of these deliveries; the number goes into its rows. */
  open(
    source: string,
    deliveries: readonly Pick<Delivery, 'identity' | 'sender'>[],
    bytes: number,
  ): Promise<OpenBatch>
  /** The block's rows are durable. */
  confirm(open: OpenBatch, bytes: number, taken: Taken): Promise<void>
  /** Which of these batches are confirmed. */
  confirmed(batches: readonly number[]): Promise<ReadonlySet<number>>
}

/** What stands in the journal for the place that lines of a source were delivered to. */
const PATH = 'deliveries'

/** The journal in the records store. One receiver at a time writes it. */
export function deliveryJournalIn({ db }: RecordsStore): DeliveryJournal {
  const inputs = new Map<string, number>()
  const now = () => new Date().toISOString()

  async function inputOf(source: string): Promise<number> {
    const identity = createHash('sha256').update(`${PATH}\0${source}`).digest().readBigUInt64BE(0).toString()
    const found = await db
      .selectFrom('intake_input')
      .select('id')
      .where('identity', '=', identity)
      .where('source', '=', source)
      .executeTakeFirst()
    if (found !== undefined) return found.id
    const values = { identity, source, path: PATH, confirmed: 0, prefix_hash: '', lines: 0, open_tail: -1 }
    const made = await db
      .insertInto('intake_input')
      .values({ ...values, updated_at: now() })
      .returning('id')
      .executeTakeFirstOrThrow()
    return made.id
  }

  return {
    async open(source, deliveries, bytes) {
      const input = inputs.get(source) ?? (await inputOf(source))
      inputs.set(source, input)
      return db.transaction().execute(async (transaction) => {
        const { id: batch } = await transaction
          .insertInto('intake_batch')
          .values({ input, start: 0, end: bytes, started_at: now(), finished_at: null })
          .returning('id')
          .executeTakeFirstOrThrow()
        const known = await transaction
          .selectFrom('intake_delivery')
          .select('identity')
          .where('source', '=', source)
          .where(
            'identity',
            'in',
            deliveries.map(({ identity }) => identity),
          )
          .execute()
        await transaction
          .insertInto('intake_delivery')
          .values(
            deliveries.map(({ identity, sender }) => ({
              identity,
              source,
              sender,
              batch,
              received_at: now(),
            })),
          )
          .onConflict((conflict) => conflict.columns(['identity', 'source']).doNothing())
          .execute()
        return { input, batch, known: new Set(known.map(({ identity }) => identity)) }
      })
    },

    async confirm({ input, batch }, bytes, { passedOver: passed_over, ...counts }) {
      await db.transaction().execute(async (transaction) => {
        await transaction
          .updateTable('intake_batch')
          .set({ ...counts, passed_over, finished_at: now() })
          .where('id', '=', batch)
          .execute()
        await transaction
          .updateTable('intake_input')
          .set((row) => ({
            confirmed: row('confirmed', '+', bytes),
            lines: row('lines', '+', counts.lines),
            updated_at: now(),
          }))
          .where('id', '=', input)
          .execute()
      })
    },

    async confirmed(batches) {
      if (batches.length === 0) return new Set()
      const rows = await db
        .selectFrom('intake_batch')
        .select('id')
        .where('id', 'in', batches)
        .where('finished_at', 'is not', null)
        .execute()
      return new Set(rows.map(({ id }) => id))
    },
  }
}

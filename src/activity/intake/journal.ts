import type { RecordsStore } from '../../store/records/records-store.ts'
import type { BlockCounts } from './take-block.ts'

/** How far an input has been taken; see `IntakeInput` in the records schema. */
export interface InputProgress {
  readonly id: number
  readonly identity: string
  readonly confirmed: number
  readonly prefixHash: string
  readonly lines: number
  readonly openTail: number
}

/** What became of a block, for whoever looks after the sources. */
export interface Taken extends BlockCounts {
  readonly lines: number
}

/**
 * The intake journal. A block is confirmed only after its rows are durable, so a crash repeats at most the block
 * that was under way, and repeated rows collapse.
 */
export interface Journal {
  /** Inputs that may be this one: same identity, or last seen at this path. */
  candidates(source: string, identity: string, path: string): Promise<InputProgress[]>
  /** Inputs last seen at this path, of any source, with the time they were last taken from (ISO 8601). */
  lastAt(path: string): Promise<{ identity: string; confirmed: number; updatedAt: string }[]>
  begin(source: string, identity: string, path: string): Promise<InputProgress>
  /** Numbers the block; the number goes into its rows. */
  openBatch(input: number, start: number, end: number): Promise<number>
  /** The block's rows are durable: everything before `progress.confirmed` is taken. */
  confirm(batch: number, path: string, progress: InputProgress, taken?: Taken): Promise<void>
  /** True where a block of this input was begun and never confirmed. */
  interrupted(input: number): Promise<boolean>
}

/** The journal in the records store. */
export function journalIn({ db }: RecordsStore): Journal {
  const now = () => new Date().toISOString()
  return {
    async candidates(source, identity, path) {
      const rows = await db
        .selectFrom('intake_input')
        .selectAll()
        .where('source', '=', source)
        .where((where) => where.or([where('identity', '=', identity), where('path', '=', path)]))
        .orderBy('confirmed')
        .execute()
      return rows.map((row) => ({
        id: row.id,
        identity: row.identity,
        confirmed: row.confirmed,
        prefixHash: row.prefix_hash,
        lines: row.lines,
        openTail: row.open_tail,
      }))
    },

    async lastAt(path) {
      return db
        .selectFrom('intake_input')
        .select(['identity', 'confirmed', 'updated_at as updatedAt'])
        .where('path', '=', path)
        .where('confirmed', '>', 0)
        .execute()
    },

    async begin(source, identity, path) {
      const fresh = { identity, confirmed: 0, lines: 0 }
      const { id } = await db
        .insertInto('intake_input')
        .values({ ...fresh, source, path, prefix_hash: '', open_tail: -1, updated_at: now() })
        .returning('id')
        .executeTakeFirstOrThrow()
      return { ...fresh, id, prefixHash: '', openTail: -1 }
    },

    async openBatch(input, start, end) {
      const { id } = await db
        .insertInto('intake_batch')
        .values({ input, start, end, started_at: now(), finished_at: null })
        .returning('id')
        .executeTakeFirstOrThrow()
      return id
    },

    async confirm(batch, path, progress, taken) {
      await db.transaction().execute(async (transaction) => {
        await transaction
          .updateTable('intake_batch')
          .set({ finished_at: now() })
          .where('input', '=', progress.id)
          .where('id', '<=', batch)
          .where('finished_at', 'is', null)
          .execute()
        if (taken !== undefined) {
          const { passedOver: passed_over, ...counts } = taken
          await transaction
            .updateTable('intake_batch')
            .set({ ...counts, passed_over })
            .where('id', '=', batch)
            .execute()
        }
        await transaction
          .updateTable('intake_input')
          .set({
            path,
            confirmed: progress.confirmed,
            prefix_hash: progress.prefixHash,
            lines: progress.lines,
            open_tail: progress.openTail,
            updated_at: now(),
          })
          .where('id', '=', progress.id)
          .execute()
      })
    },

    async interrupted(input) {
      const open = await db
        .selectFrom('intake_batch')
        .select('id')
        .where('input', '=', input)
        .where('finished_at', 'is', null)
        .executeTakeFirst()
      return open !== undefined
    },
  }
}

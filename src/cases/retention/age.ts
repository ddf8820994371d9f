import { literal } from '../../base/sql-literal.ts'
import type { RecordsStore } from '../../store/records/records-store.ts'
import type { RetainedTable } from './retained-table.ts'

/** How old the rows of a table are: SQL over its rows, and what its answers mean. */
export interface Age {
  /** SQL whose value grows with time. */
  readonly of: string
  /** SQL condition: the term of the row is over. */
  readonly isOver: string
  /** The moment, ISO 8601 in UTC, that a value of `of` stands for. */
  momentOf(value: string): Promise<string>
}

/** The age of a table's rows; of those before `keptFrom` the term is over, of none where that is null. */
export async function ageIn(
  table: RetainedTable,
  keptFrom: string | null,
  records: RecordsStore,
): Promise<Age> {
  if (table.time === null) return ageByBatch(keptFrom, records)
  return {
    of: table.time,
    isOver: keptFrom === null ? 'false' : `${table.time} < ${literal(`${keptFrom} 00:00:00`)}`,
    momentOf: async (value) => `${value.replace(' ', 'T')}Z`,
  }
}

/** By when the batch was taken: rows of every batch before the first that was begun on a day that is kept. */
async function ageByBatch(keptFrom: string | null, { db }: RecordsStore): Promise<Age> {
  return {
    of: 'batch',
    isOver: keptFrom === null ? 'false' : `batch < ${await firstBatchFrom(keptFrom)}`,
    async momentOf(value) {
      const batch = await db
        .selectFrom('intake_batch')
        .select('started_at')
        .where('id', '=', Number(value))
        .executeTakeFirst()
      return batch?.started_at ?? ''
    },
  }

  async function firstBatchFrom(day: string): Promise<number> {
    const { first, last } = await db
      .selectFrom('intake_batch')
      .select(({ fn, eb }) => [
        fn.min(eb.case().when('started_at', '>=', day).then(eb.ref('id')).end()).as('first'),
        fn.max('id').as('last'),
      ])
      .executeTakeFirstOrThrow()
    return Number(first ?? Number(last ?? 0) + 1)
  }
}

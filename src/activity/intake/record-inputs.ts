import type { Stores } from '../../store/stores.ts'

/**
 * Copies from the journal which file each input was, so that a query can lead from a row back to its line. Once a
 * command and not once a file: every insert waits for the disk.
 */
export async function recordInputs({ analytics, records }: Stores): Promise<void> {
  const [known] = await analytics.query<{ batch: number }>('SELECT max(batch) AS batch FROM input_row')
  const inputs = await records.db
    .selectFrom('intake_input')
    .innerJoin('intake_batch', 'intake_batch.input', 'intake_input.id')
    .select(['identity', 'source', 'path', (select) => select.fn.max('intake_batch.id').as('batch')])
    .groupBy(['identity', 'source', 'path'])
    .having((select) => select.fn.max('intake_batch.id'), '>', Number(known?.batch ?? 0))
    .execute()
  await analytics.insert(
    'input_row',
    inputs.map(({ identity, source, path, batch }) => ({ input: identity, source, file: path, batch })),
  )
}

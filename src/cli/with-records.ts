import { claimRecords } from '../store/installation.ts'
import { openRecords } from '../store/records/open-records.ts'
import type { RecordsStore } from '../store/records/records-store.ts'
import type { CommonOptions } from './command.ts'

/** Only the records: what people decide and who may send can be changed while a server has the data open. */
export async function withRecords<Result>(
  { data }: CommonOptions,
  run: (records: RecordsStore) => Promise<Result>,
): Promise<Result> {
  const records = await openRecords({ dataDir: data })
  try {
    await claimRecords(data, records)
    return await run(records)
  } finally {
    await records.close()
  }
}

import { SCHEMA } from '../../src/store/records/dialect.ts'
import { temporaryDatabase } from './temporary-database.ts'

/**
 * Says where `openStores` keeps the records of a test file: in the data folder, or, where WEIGHBRIDGE_TEST_ENGINES
 * has `postgres` in it, in a database of the server that WEIGHBRIDGE_TEST_POSTGRES names.
 */
export function recordsUnderTest(): { empty(): Promise<void> } {
  if (!(process.env['WEIGHBRIDGE_TEST_ENGINES'] ?? '').split(',').includes('postgres')) {
    process.env['WEIGHBRIDGE_RECORDS'] = ''
    return { empty: async () => undefined }
  }
  const database = temporaryDatabase()
  process.env['WEIGHBRIDGE_RECORDS'] = database.url
  return { empty: async () => void (await database.administer(`drop schema if exists ${SCHEMA} cascade`)) }
}

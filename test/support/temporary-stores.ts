import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import { openStores, type Stores } from '../../src/store/stores.ts'
import { analyticsUnderTest } from './analytics-under-test.ts'
import { recordsUnderTest } from './records-under-test.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** Fresh stores for every test of a file. */
export function temporaryStores(): { readonly stores: Stores } {
  const folder = temporaryFolder()
  const records = recordsUnderTest()
  const analytics = analyticsUnderTest()
  let test = 0
  let open: Stores | null = null
  beforeEach(async () => {
    await records.empty()
    analytics.empty()
    open = await openStores(join(folder, `${test++}`))
  })
  afterEach(async () => {
    await open?.close()
    open = null
  })
  return {
    get stores() {
      if (open === null) throw new Error('Stores are open only inside a test.')
      return open
    },
  }
}

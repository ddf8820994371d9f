import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { corpusExists, judge, type KustoVerdict, readPairs } from '../../../test/support/kusto-corpus.ts'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import { openEmbedded } from '../../store/analytics/embedded.ts'

/**
 * Least shares of examples with the documented values under the documented names. Some examples show a result that their
 * query cannot have (other input, an outdated format), so no share can be 1.
 */
const FLOORS: Readonly<Record<string, number>> = {
  'kusto-docs-strict': 0.9,
  'kusto-docs': 0.56,
  'kusto-loco-tests': 0.88,
}

let store: AnalyticsStore

beforeAll(async () => {
  store = await openEmbedded(temporaryFolder())
})

afterAll(() => store.close())

describe('examples of other projects, read where they lie beside the repository', () => {
  for (const [corpus, floor] of Object.entries(FLOORS)) {
    it.skipIf(!corpusExists(corpus))(
      `${corpus}: at least ${100 * floor} % right (skipped without ../shared/corpora)`,
      { timeout: 120_000 },
      async () => {
        const verdicts: KustoVerdict[] = []
        const pairs = readPairs(corpus)
        for (const pair of pairs) verdicts.push(await judge(store, pair))
        const right = verdicts.filter((verdict) => verdict.right && verdict.names)
        expect(right.length / pairs.length).toBeGreaterThanOrEqual(floor)
      },
    )
  }
})

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import { openEmbedded } from '../../store/analytics/embedded.ts'

/**
 * Runs with an empty store in this process, for queries that bring their rows or are only looked at; nothing is left of it.
 */
export async function withScratchStore<Result>(
  run: (store: AnalyticsStore) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'weighbridge-scratch-'))
  try {
    const store = await openEmbedded(folder)
    try {
      return await run(store)
    } finally {
      await store.close()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

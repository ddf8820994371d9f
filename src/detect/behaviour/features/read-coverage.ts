import { readFileSync } from 'node:fs'
import type { AnalyticsStore } from '../../../store/analytics/analytics-store.ts'

const COVERAGE = readFileSync(new URL('./coverage.sql', import.meta.url), 'utf8')

/** How much of an asset somebody has collected. `coverage.sql` says what counts. */
export interface Coverage {
  readonly person: string
  readonly channel: 'registry' | 'lake'
  readonly asset: string
  /** Bytes; what was read again counts once. */
  readonly collected: number
  /** Bytes of the whole asset, as far as it is known. */
  readonly assetBytes: number
  /** 0 to 1. */
  readonly share: number
  /** Different files read, and those known of the asset; 0 in the lake, where only folders are known. */
  readonly files: number
  readonly filesKnown: number
}

/** The share of each asset that a person, or everybody, has collected from one day up to another; largest first. */
export async function readCoverage(
  analytics: AnalyticsStore,
  { person = '', from, until }: { readonly person?: string; readonly from: string; readonly until: string },
): Promise<Coverage[]> {
  return analytics.query<Coverage>(COVERAGE, { person, from, until })
}

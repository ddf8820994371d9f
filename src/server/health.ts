import type { SourceHealth } from '../activity/health/source-health.ts'
import type { Confidence } from '../detect/feedback/drift/confidence.ts'

/** One thing that was looked at, and what was found. */
export interface Finding {
  readonly check: string
  readonly finding: 'pass' | 'fail' | 'cannot see'
  /** One sentence: what was found, and what to do about it. */
  readonly what: string
}

/** How the logs come in, and what the detectors can see of them. */
export interface Health {
  readonly sources: readonly SourceHealth[]
  readonly findings: readonly Finding[]
  /** How far judgements of the newest whole day can be relied upon; absent where nothing is logged. */
  readonly confidence?: Confidence & { readonly day: string }
}

/** Asked anew for each request. */
export type HealthReader = () => Promise<Health>

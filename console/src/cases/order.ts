import type { CaseSummary } from '../../../src/cases/case.ts'
import { SEVERITIES } from '../timeline/plot-point.ts'

/** What needs me first: worst severity, then most evidence, then newest. */
export function byUrgency(a: CaseSummary, b: CaseSummary): number {
  return (
    SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity) ||
    b.evidence - a.evidence ||
    b.firstSignal.localeCompare(a.firstSignal)
  )
}

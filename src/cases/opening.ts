import type { Step } from '../detect/rule.ts'
import type { Signal } from '../detect/signal.ts'

/**
 * When joined evidence becomes a case.
 *
 * `nats` is fitted on simulated ordinary organisations, never on a theft: docs/detection.md says how, and on what.
 * The caps say what a theft is: asking a model for its answers is one by itself; collecting is one only with sending,
 * and unusual hours are none at all.
 */
export const OPENING = {
  nats: 10,
  windowDays: 28,
  caps: { extract: 14, collect: 8, send: 8, hide: 1 },
} as const satisfies { nats: number; windowDays: number; caps: Readonly<Record<Step, number>> }

/** The step of a theft that each rule sees. */
export type RuleSteps = ReadonlyMap<string, Step>

export interface Opened {
  /** The signals whose steps were needed to open the case; the rest of the window was ordinary enough. */
  readonly needed: readonly Signal[]
  /** Sum of the evidence of all steps in the window, in nats. */
  readonly evidence: number
}

/** How many nats the steps bring together, each with its strongest signal and at most its cap. */
export function joinedEvidence(signals: readonly Signal[], steps: RuleSteps): number {
  return strongest(signals, steps).reduce((sum, [, nats]) => sum + nats, 0)
}

/** Whether these signals of one person, all of one window, open a case; null where they do not. */
export function openedBy(signals: readonly Signal[], steps: RuleSteps, nats: number): Opened | null {
  const best = strongest(signals, steps)
  const evidence = best.reduce((sum, [, own]) => sum + own, 0)
  if (evidence < nats) return null
  const needed: Signal[] = []
  let reached = 0
  for (const [signal, own] of best) {
    if (reached >= nats) break
    needed.push(signal)
    reached += own
  }
  return { needed, evidence }
}

/** Each step's strongest signal with the nats it brings, the strongest first; a rule that is gone counts no more. */
function strongest(signals: readonly Signal[], steps: RuleSteps): [Signal, number][] {
  const best = new Map<Step, [Signal, number]>()
  for (const signal of signals) {
    const step = steps.get(signal.rule)
    if (step === undefined || signal.evidence <= (best.get(step)?.[0].evidence ?? 0)) continue
    best.set(step, [signal, Math.min(signal.evidence, OPENING.caps[step])])
  }
  return [...best.values()].sort(([, left], [, right]) => right - left)
}

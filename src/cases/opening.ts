import type { Rule } from '../detect/rule.ts'
import type { Signal } from '../detect/signal.ts'

/**
 * When joined evidence becomes a case.
 *
 * `nats` is fitted on simulated ordinary organisations, never on a theft: docs/detection.md says how, and on what.
 */
export const OPENING = { nats: 11, windowDays: 28 } as const

/** What the joining needs to know of a rule. */
export type OpeningRules = ReadonlyMap<string, Rule['opening']>

export interface Opened {
  /** Signals that were needed to open the case; the rest of the window was ordinary enough. */
  readonly needed: readonly Signal[]
  /** Sum of the evidence of all rules in the window, in nats. */
  readonly evidence: number
}

/** How many nats the rules bring together, each with its strongest signal and at most its cap. */
export function joinedEvidence(signals: readonly Signal[], rules: OpeningRules): number {
  return strongest(signals, rules).reduce((sum, signal) => sum + capped(signal, rules), 0)
}

/**
 * Whether these signals of one person, all of one window, open a case; null where they do not. Rules that cannot
 * open one add to those that can.
 */
export function openedBy(
  signals: readonly Signal[],
  rules: OpeningRules,
  nats: number = OPENING.nats,
): Opened | null {
  const best = strongest(signals, rules)
  const evidence = joinedEvidence(best, rules)
  const openers = best.filter((signal) => rules.get(signal.rule)?.opens)
  if (openers.length === 0 || evidence < nats) return null
  let missing = nats - (evidence - joinedEvidence(openers, rules))
  const needed: Signal[] = []
  for (const signal of openers) {
    if (needed.length > 0 && missing <= 0) break
    needed.push(signal)
    missing -= capped(signal, rules)
  }
  return { needed, evidence }
}

/** Each rule's strongest signal, the strongest first; a rule that is gone counts no more. */
function strongest(signals: readonly Signal[], rules: OpeningRules): Signal[] {
  const best = new Map<string, Signal>()
  for (const signal of signals) {
    if (!rules.has(signal.rule)) continue
    if (signal.evidence > (best.get(signal.rule)?.evidence ?? 0)) best.set(signal.rule, signal)
  }
  return [...best.values()].sort((left, right) => capped(right, rules) - capped(left, rules))
}

function capped(signal: Signal, rules: OpeningRules): number {
  return Math.min(signal.evidence, rules.get(signal.rule)?.cap ?? 0)
}

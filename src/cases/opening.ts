import type { Step } from '../detect/rule.ts'
import type { Signal } from '../detect/signal.ts'

/**
 * When joined evidence becomes a case.
 *
 * A theft goes one of two ways: the model is asked until its answers are enough, or something is collected and then
 * sent. One way has to be evident by itself; halves of both are none. Unusual hours add a little to either.
 * `nats` is fitted on simulated ordinary organisations, never on a theft: docs/detection.md says how, and on what.
 */
export const OPENING = {
  nats: 9.5,
  windowDays: 28,
  caps: { extract: 14, collect: 8, send: 8, hide: 1 },
} as const satisfies { nats: number; windowDays: number; caps: Readonly<Record<Step, number>> }

/** The step of a theft that each rule sees that measures. */
export type RuleSteps = ReadonlyMap<string, Step>

/** What a signal of a query rule or of a detector does: it joins a case as corroboration, or opens one by itself. */
export type QueryParts = ReadonlyMap<string, 'join' | 'open'>

export interface Opened {
  /** The signals whose steps were needed to open the case; the rest of the window was ordinary enough. */
  readonly needed: readonly Signal[]
  /** Sum of the evidence of the way taken and of hiding it, in nats. */
  readonly evidence: number
}

/** How many nats the more evident way brings, each step with its strongest signal and at most its cap. */
export function joinedEvidence(signals: readonly Signal[], steps: RuleSteps): number {
  return sum(strongest(signals, steps))
}

/** Whether these signals of one person, all of one window, open a case; null where they do not. */
export function openedBy(
  signals: readonly Signal[],
  steps: RuleSteps,
  nats: number,
  parts: QueryParts = new Map(),
): Opened | null {
  const best = strongest(signals, steps)
  const evidence = sum(best)
  if (evidence < nats) return openedAlone(signals, parts)
  const needed: Signal[] = []
  let reached = 0
  for (const [signal, own] of best) {
    if (reached >= nats) break
    needed.push(signal)
    reached += own
  }
  return { needed, evidence }
}

/**
 * What a detector that opens a case by itself says. One that speaks on several channels at once, like the behaviour model,
 * brings the sum of what it says of them.
 */
function openedAlone(signals: readonly Signal[], parts: QueryParts): Opened | null {
  const alone = signals.filter(({ rule }) => parts.get(rule) === 'open')
  const [first] = alone
  if (first === undefined) return null
  const needed = alone.filter(({ rule, windowEnd }) => rule === first.rule && windowEnd === first.windowEnd)
  return { needed, evidence: needed.reduce((total, { evidence }) => total + evidence, 0) }
}

/** A signal with the nats it brings. */
type Counted = readonly [Signal, number]

/** The signals that bring the most together, the strongest first; a rule that is gone counts no more. */
function strongest(signals: readonly Signal[], steps: RuleSteps): Counted[] {
  const of = (step: Step): Counted[] =>
    signals
      .filter((signal) => steps.get(signal.rule) === step)
      .map((signal) => [signal, Math.min(signal.evidence, OPENING.caps[step])])
  const ways = [most(of('extract')), transfer(of('collect'), of('send'))]
  return [...heaviest(ways), ...most(of('hide'))].sort(byNats)
}

/**
 * The collecting and sending that bring the most together. What is sent was collected before: a collection that began
 * after the sending had ended adds nothing to it.
 */
function transfer(collected: readonly Counted[], sent: readonly Counted[]): Counted[] {
  const ways = sent.map((send) => {
    const before = collected.filter(([signal]) => signal.windowStart < send[0].windowEnd)
    return [send, ...most(before)]
  })
  return heaviest([most(collected), ...ways])
}

function heaviest(ways: readonly Counted[][]): Counted[] {
  return ways.reduce((best, way) => (sum(way) > sum(best) ? way : best), [])
}

/** The strongest alone; nothing of nothing. */
function most(counted: readonly Counted[]): Counted[] {
  return counted.toSorted(byNats).slice(0, 1)
}

function byNats([left, leftNats]: Counted, [right, rightNats]: Counted): number {
  return rightNats - leftNats || right.evidence - left.evidence
}

function sum(counted: readonly Counted[]): number {
  return counted.reduce((total, [, nats]) => total + nats, 0)
}

import { createHash } from 'node:crypto'
import type { Exception } from '../detect/feedback/exceptions.ts'
import type { Signal } from '../detect/signal.ts'
import { OPENING, openedBy, type QueryParts, type RuleSteps } from './opening.ts'

/** Signals of one person that belong to one case. */
export interface JoinedCase {
  /** Hash of the person and the case's first window: joining again gives the same id. */
  readonly id: string
  readonly person: string
  /** By the end of their windows. */
  readonly signals: readonly Signal[]
  /** What query rules say about the person meanwhile: told beside the case, and no part of its evidence. */
  readonly corroboration: readonly Signal[]
  /** Signals of the person meanwhile that an exception covers: told as well, and no part of the evidence. */
  readonly excepted: readonly ExceptedSignal[]
  /** When the joined evidence passed the threshold, in the time of the log. */
  readonly openedAt: string
  /** Sum of the evidence that opened it, in nats. */
  readonly evidence: number
}

/** A signal that somebody said is not to open a case. */
export interface ExceptedSignal extends Signal {
  readonly exception: Exception
}

/** After this long without a signal, the next one starts a new case. */
const GAP_DAYS = 60

/** What query rules say is told from so long before a case to so long after it. */
const AROUND_DAYS = 14

const DAY_MS = 86_400_000

/** All cases that these signals make, the strongest first. */
export function joinSignals(
  signals: readonly Signal[],
  steps: RuleSteps,
  nats: number = OPENING.nats,
  parts: QueryParts = new Map(),
  exceptions: ReadonlyMap<string, Exception> = new Map(),
): JoinedCase[] {
  const people = new Map<string, Signal[]>()
  const excepted: ExceptedSignal[] = []
  for (const signal of signals) {
    const exception = exceptions.get(signal.id)
    if (exception !== undefined) {
      excepted.push({ ...signal, exception })
      continue
    }
    const own = people.get(signal.person)
    if (own === undefined) people.set(signal.person, [signal])
    else own.push(signal)
  }
  return [...people.values()]
    .flatMap((own) => casesOf(own, steps, nats, parts))
    .map((joined) => ({
      ...joined,
      excepted: around(
        joined.signals,
        excepted.filter(({ person }) => person === joined.person),
      ),
    }))
    .sort((left, right) => right.evidence - left.evidence || left.person.localeCompare(right.person))
}

function casesOf(
  unsorted: readonly Signal[],
  steps: RuleSteps,
  nats: number,
  parts: QueryParts,
): Omit<JoinedCase, 'excepted'>[] {
  const sorted = unsorted.toSorted(
    (left, right) => end(left) - end(right) || left.rule.localeCompare(right.rule),
  )
  const signals = sorted.filter(({ rule }) => parts.get(rule) !== 'join')
  const told = sorted.filter(({ rule }) => parts.get(rule) === 'join')
  const cases: Omit<JoinedCase, 'excepted'>[] = []
  let at = 0
  while (at < signals.length) {
    const joined = nextCase(signals.slice(at), steps, nats, parts)
    if (joined === null) break
    cases.push({ ...joined, corroboration: around(joined.signals, told) })
    at = signals.findIndex((signal) => end(signal) > end(joined.signals.at(-1) ?? signal))
    if (at === -1) break
  }
  return cases
}

function around<Told extends Signal>(members: readonly Signal[], told: readonly Told[]): Told[] {
  const from = Math.min(...members.map(({ windowStart }) => Date.parse(windowStart))) - AROUND_DAYS * DAY_MS
  const until = Math.max(...members.map(end)) + AROUND_DAYS * DAY_MS
  return told.filter((signal) => end(signal) > from && Date.parse(signal.windowStart) < until)
}

/** The first case that these signals of one person, in the order of time, open. */
function nextCase(
  signals: readonly Signal[],
  steps: RuleSteps,
  nats: number,
  parts: QueryParts,
): Omit<JoinedCase, 'corroboration' | 'excepted'> | null {
  for (const [index, signal] of signals.entries()) {
    // Signals of one day speak together.
    const last = signals[index + 1]
    if (last !== undefined && end(last) === end(signal)) continue
    const window = signals
      .slice(0, index + 1)
      .filter((it) => end(it) > end(signal) - OPENING.windowDays * DAY_MS)
    const opened = openedBy(window, steps, nats, parts)
    if (opened === null) continue
    const start = Math.min(...opened.needed.map(end))
    const members = untilGap(signals.filter((it) => end(it) >= start))
    const [first] = members
    if (first === undefined) return null
    const raised = window.filter((it) => end(it) === end(signal)).map((it) => it.raisedAt)
    return {
      id: caseId(
        first.person,
        earliest(members.filter((it) => end(it) === start).map((it) => it.windowStart)),
      ),
      person: first.person,
      signals: members,
      openedAt: raised.sort().at(-1) ?? signal.raisedAt,
      evidence: opened.evidence,
    }
  }
  return null
}

function untilGap(signals: readonly Signal[]): Signal[] {
  const gap = signals.findIndex((signal, at) => {
    const before = signals[at - 1]
    return before !== undefined && Date.parse(signal.windowStart) - end(before) > GAP_DAYS * DAY_MS
  })
  return gap === -1 ? [...signals] : signals.slice(0, gap)
}

function caseId(person: string, windowStart: string): string {
  return createHash('sha256')
    .update(JSON.stringify([person, windowStart]))
    .digest('hex')
    .slice(0, 12)
}

function earliest(times: readonly string[]): string {
  return times.toSorted()[0] ?? ''
}

function end(signal: Signal): number {
  return Date.parse(signal.windowEnd)
}

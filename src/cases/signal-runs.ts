import { formatValue, timesAs } from '../detect/comparison.ts'
import { fill } from '../detect/fill.ts'
import type { Rule } from '../detect/rule.ts'
import type { Signal } from '../detect/signal.ts'

type RunRule = Pick<Rule, 'constants' | 'runSentence'>

/** Days without a signal that do not yet end a run: a thief rests at the weekend. */
const PAUSE_DAYS = 2

const DAY_MS = 86_400_000

/**
 * Joins one rule's signals on consecutive days into one signal that an analyst reads as one sentence. It keeps the id
 * of its first day. Values of single days add up, and so do the values they are compared with; of values that cover
 * several days the largest stands for the run.
 *
 * @param signals of one person
 */
export function signalRuns(signals: readonly Signal[], rules: ReadonlyMap<string, RunRule>): Signal[] {
  const runs: Signal[][] = []
  const open = new Map<string, Signal[]>()
  for (const signal of signals.toSorted((left, right) => end(left) - end(right))) {
    const run = open.get(signal.rule)
    const last = run?.at(-1)
    if (run !== undefined && last !== undefined && end(signal) - end(last) <= (1 + PAUSE_DAYS) * DAY_MS) {
      run.push(signal)
    } else {
      const started = [signal]
      runs.push(started)
      open.set(signal.rule, started)
    }
  }
  return runs
    .map((run) => asOne(run, rules.get(run[0]?.rule ?? '')))
    .filter((signal) => signal !== null)
    .sort((left, right) => left.raisedAt.localeCompare(right.raisedAt) || right.evidence - left.evidence)
}

function asOne(run: readonly Signal[], rule: RunRule | undefined): Signal | null {
  const [first] = run
  const last = run.at(-1)
  if (first === undefined || last === undefined) return null
  if (first === last) return first
  const strongest = run.reduce((best, signal) => (signal.observed > best.observed ? signal : best))
  const values = rule?.constants.windowDays === 1 ? added(run) : strongest
  const joined: Signal = {
    ...first,
    assets: [...new Set(run.flatMap((signal) => signal.assets))],
    windowEnd: last.windowEnd,
    firstActivity: run.map((signal) => signal.firstActivity).sort()[0] ?? first.firstActivity,
    lastActivity:
      run
        .map((signal) => signal.lastActivity)
        .sort()
        .at(-1) ?? last.lastActivity,
    observed: values.observed,
    expectedSelf: values.expectedSelf,
    expectedPeers: values.expectedPeers,
    peers: strongest.peers,
    pValue: Math.min(...run.map((signal) => signal.pValue)),
    evidence: Math.max(...run.map((signal) => signal.evidence)),
  }
  return { ...joined, sentence: sentenceOf(joined, rule, run, strongest) }
}

/** Days and what they are compared with, each added up. */
function added(run: readonly Signal[]): Pick<Signal, 'observed' | 'expectedSelf' | 'expectedPeers'> {
  return {
    observed: sum(run.map((signal) => signal.observed)),
    expectedSelf: sumOrNull(run.map((signal) => signal.expectedSelf)),
    expectedPeers: sumOrNull(run.map((signal) => signal.expectedPeers)),
  }
}

function sentenceOf(
  joined: Signal,
  rule: RunRule | undefined,
  run: readonly Signal[],
  strongest: Signal,
): string {
  const observed = formatValue(joined.observed, joined.unit)
  const what = fill(rule?.runSentence ?? `{observed} ${joined.measure}`, { observed })
  const first = lastDay(run[0]?.windowEnd ?? joined.windowEnd)
  const last = lastDay(joined.windowEnd)
  const spoken = new Set(run.map(({ windowEnd }) => lastDay(windowEnd))).size
  const days = 1 + Math.round((Date.parse(last) - Date.parse(first)) / DAY_MS)
  return `${what}, ${first} to ${last}: ${comparedWith(joined)}on ${spoken} of ${days} days. The most: ${strongest.sentence}`
}

function comparedWith(joined: Signal): string {
  const times = joined.expectedPeers === null ? null : timesAs(joined.observed, joined.expectedPeers)
  return times === null ? '' : `${times} the median of ${joined.peers}, `
}

function lastDay(windowEnd: string): string {
  return new Date(Date.parse(windowEnd) - 1).toISOString().slice(0, 10)
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

function sumOrNull(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null)
  return known.length < values.length ? null : sum(known)
}

function end(signal: Signal): number {
  return Date.parse(signal.windowEnd)
}

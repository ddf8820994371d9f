import { createHash } from 'node:crypto'
import { comparison, formatValue, peersOf } from './comparison.ts'
import { fill } from './fill.ts'
import { daysBefore, type Judged } from './judge.ts'
import type { Rule } from './rule.ts'
import type { Signal } from './signal.ts'

/** What a rule found on one person-day, as a signal. `logEnd` is the end of the last logged hour. */
export function toSignal(rule: Rule, judged: Judged, logEnd: string): Signal {
  const windowStart = midnight(daysBefore(judged.day, rule.constants.windowDays - 1))
  const windowEnd = midnight(daysBefore(judged.day, -1))
  return {
    id: signalId(rule.id, judged.person, windowStart),
    rule: rule.id,
    ruleVersion: rule.version,
    person: judged.person,
    channel: rule.channel,
    assets: judged.assets,
    windowStart,
    windowEnd,
    firstActivity: judged.first_activity,
    lastActivity: judged.last_activity,
    // Sums only grow within a day: what holds on the part of the day that is logged holds for the whole of it.
    raisedAt: logEnd < windowEnd ? logEnd : windowEnd,
    measure: rule.measure,
    unit: rule.unit,
    observed: judged.observed,
    expectedSelf: judged.own_days < 7 ? null : judged.own_median,
    expectedPeers: judged.peers === 0 ? null : judged.peer_median,
    peers: peersOf(judged),
    pValue: judged.p_value,
    evidence: -Math.log(judged.p_value),
    sentence: sentenceOf(rule, judged),
    severity: rule.severity,
    techniques: rule.techniques,
  }
}

/** A signal's id: the same rule, person and window give the same id on every run. */
export function signalId(rule: string, person: string, windowStart: string): string {
  return createHash('sha256')
    .update(JSON.stringify([rule, person, windowStart]))
    .digest('hex')
    .slice(0, 20)
}

function sentenceOf(rule: Rule, judged: Judged): string {
  const observed = formatValue(judged.observed, rule.unit)
  const what = fill(rule.sentence, { ...judged.facts, observed, day: judged.day })
  return `${what}: ${comparison(judged, rule.unit)}.`
}

function midnight(day: string): string {
  return `${day}T00:00:00Z`
}

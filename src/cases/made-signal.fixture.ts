import type { Signal } from '../detect/signal.ts'

/** A signal for tests: what is not said is that of one night of distillation. */
export function madeSignal(day: string, more: Partial<Signal> = {}): Signal {
  const next = new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().replace('.000Z', 'Z')
  const rule = more.rule ?? 'distillation'
  return {
    id: `${rule}-${day}`,
    rule,
    ruleVersion: 1,
    person: 'cobalt.mirror',
    channel: 'inference',
    assets: ['titanlm-70b'],
    windowStart: `${day}T00:00:00Z`,
    windowEnd: next,
    firstActivity: `${day}T22:00:00.000Z`,
    lastActivity: `${day}T23:00:00.000Z`,
    raisedAt: next,
    measure: 'requests with log-probabilities',
    unit: 'requests',
    observed: 50_000,
    expectedSelf: 500,
    expectedPeers: 1_000,
    peers: 'role ml-engineer (20 people)',
    pValue: 1e-6,
    evidence: 13.8,
    sentence: `50,000 requests with log-probabilities on ${day}.`,
    severity: 'high',
    techniques: [],
    ...more,
  }
}

import { fill } from '../fill.ts'
import type { Signal } from '../signal.ts'
import { signalId } from '../to-signal.ts'
import { durationMs } from './duration.ts'
import type { FindingRow } from './findings-sql.ts'
import type { QueryRule } from './query-rule.ts'
import { dayOfEnd } from './window-grid.ts'

/** What a query found about one person in one window, as a signal. `logEnd` is the end of the last logged hour. */
export function querySignal(rule: QueryRule, finding: FindingRow, chance: number, logEnd: string): Signal {
  const start = finding.window_end - durationMs(rule.lookBack)
  const windowStart = wholeSecond(start)
  const windowEnd = wholeSecond(finding.window_end)
  return {
    id: signalId(rule.id, finding.person, windowStart),
    rule: rule.id,
    ruleVersion: rule.version,
    person: finding.person,
    channel: rule.channel,
    assets: [...finding.assets].sort(),
    windowStart,
    windowEnd,
    firstActivity: iso(within(finding.first, start, finding.window_end, start)),
    lastActivity: iso(within(finding.last, start, finding.window_end, finding.window_end)),
    raisedAt: logEnd !== '' && logEnd < windowEnd ? logEnd : windowEnd,
    measure: rule.observed?.measure ?? 'rows of the query',
    unit: rule.observed?.unit ?? 'rows',
    observed: rule.observed === undefined ? finding.rows : finding.observed,
    expectedSelf: null,
    expectedPeers: null,
    peers: '',
    pValue: chance,
    evidence: -Math.log(chance),
    sentence: sentenceOf(rule, finding),
    severity: rule.severity,
    techniques: rule.techniques,
  }
}

/** The rule's sentence with the values of the row that counts most. */
export function sentenceOf(rule: Pick<QueryRule, 'sentence'>, finding: FindingRow): string {
  const { facts, rows, person, window_end } = finding
  return fill(rule.sentence, { rows: String(rows), day: dayOfEnd(window_end), person, ...facts })
}

/** A moment that the rows give; where they give none, or one outside of the window, what is known for sure. */
function within(moment: number, from: number, until: number, otherwise: number): number {
  return moment >= from && moment <= until ? moment : otherwise
}

function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}

function wholeSecond(milliseconds: number): string {
  return `${iso(milliseconds).slice(0, 19)}Z`
}

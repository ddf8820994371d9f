import type { AnalyticsStore } from '../store/analytics/analytics-store.ts'
import type { Days } from './judge.ts'
import type { Signal } from './signal.ts'

/** A row of the view `signal`. */
interface SignalRow {
  readonly id: string
  readonly rule: string
  readonly rule_version: number
  readonly person: string
  readonly channel: Signal['channel']
  readonly assets: readonly string[]
  readonly window_start: string
  readonly window_end: string
  readonly first_activity: string
  readonly last_activity: string
  readonly raised_at: string
  readonly measure: string
  readonly unit: Signal['unit']
  readonly observed: number
  readonly expected_self: number | null
  readonly expected_peers: number | null
  readonly peers: string
  readonly p_value: number
  readonly evidence: number
  readonly sentence: string
  readonly severity: Signal['severity']
  readonly techniques: string
}

/** All signals that hold, of everybody or of one person, by person and time. */
export async function readSignals(analytics: AnalyticsStore, person?: string): Promise<Signal[]> {
  const rows = await analytics.query<SignalRow>(
    `SELECT * FROM signal ${person === undefined ? '' : 'WHERE person = {person:String}'}
     ORDER BY person, window_end, rule`,
    person === undefined ? {} : { person },
  )
  return rows.map(toSignal)
}

/**
 * Makes the signals of the days judged be exactly these, in one insert: new and changed ones are written, and those
 * that no longer hold, e.g. because late data raised what is ordinary, are marked as deleted.
 *
 * @param covers which rules were asked; signals of others stay as they are.
 */
export async function replaceSignals(
  analytics: AnalyticsStore,
  signals: readonly Signal[],
  days: Days,
  covers: (rule: string) => boolean = () => true,
): Promise<void> {
  const held = await analytics.query<SignalRow>(
    `SELECT * EXCEPT (version, deleted) FROM signal_row FINAL
     WHERE window_end > {from:Date} AND window_end <= {until:Date}`,
    { ...days },
  )
  // Deleted rows count too: a signal that comes back has to outrank its own deletion.
  const [newest] = await analytics.query<{ version: number }>(
    'SELECT max(version) AS version FROM signal_row',
  )
  const rows = signals.map(toRow)
  const fresh = new Set(rows.map((row) => row.id))
  const version = Number(newest?.version ?? 0) + 1
  await analytics.insert('signal_row', [
    ...rows.map((row) => ({ ...storable(row), version, deleted: 0 })),
    ...held
      .filter((row) => !fresh.has(row.id) && covers(row.rule))
      .map((row) => ({ ...storable(row), version, deleted: 1 })),
  ])
}

// The engine reads "2026-03-10 00:00:00" as UTC in every DateTime column; the ISO form only where told to.
function storable(row: SignalRow): SignalRow {
  const plain = (time: string) => time.replace('T', ' ').replace('Z', '')
  return {
    ...row,
    window_start: plain(row.window_start),
    window_end: plain(row.window_end),
    first_activity: plain(row.first_activity),
    last_activity: plain(row.last_activity),
    raised_at: plain(row.raised_at),
  }
}

function toRow(signal: Signal): SignalRow {
  return {
    id: signal.id,
    rule: signal.rule,
    rule_version: signal.ruleVersion,
    person: signal.person,
    channel: signal.channel,
    assets: signal.assets,
    window_start: signal.windowStart,
    window_end: signal.windowEnd,
    first_activity: signal.firstActivity,
    last_activity: signal.lastActivity,
    raised_at: signal.raisedAt,
    measure: signal.measure,
    unit: signal.unit,
    observed: signal.observed,
    expected_self: signal.expectedSelf,
    expected_peers: signal.expectedPeers,
    peers: signal.peers,
    p_value: signal.pValue,
    evidence: signal.evidence,
    sentence: signal.sentence,
    severity: signal.severity,
    techniques: JSON.stringify(signal.techniques),
  }
}

function toSignal(row: SignalRow): Signal {
  return {
    id: row.id,
    rule: row.rule,
    ruleVersion: row.rule_version,
    person: row.person,
    channel: row.channel,
    assets: row.assets,
    windowStart: row.window_start,
    windowEnd: row.window_end,
    firstActivity: row.first_activity,
    lastActivity: row.last_activity,
    raisedAt: row.raised_at,
    measure: row.measure,
    unit: row.unit,
    observed: row.observed,
    expectedSelf: row.expected_self,
    expectedPeers: row.expected_peers,
    peers: row.peers,
    pValue: row.p_value,
    evidence: row.evidence,
    sentence: row.sentence,
    severity: row.severity,
    techniques: JSON.parse(row.techniques),
  }
}

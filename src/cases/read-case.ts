import { verdictsIn } from '../detect/feedback/verdicts.ts'
import type { QueryRule } from '../detect/query-rules/query-rule.ts'
import type { Rule } from '../detect/rule.ts'
import { CHANNELS, type Signal, type Technique } from '../detect/signal.ts'
import type { CaseRecord } from '../store/records/schema.ts'
import type { Case, CaseSummary } from './case.ts'
import { exactActs } from './exact-acts.ts'
import { headline } from './headline.ts'
import { actsOf, type CaseStores } from './join-cases.ts'
import type { JoinedCase } from './join-signals.ts'
import { readBehaviour } from './read-behaviour.ts'
import { signalRuns } from './signal-runs.ts'
import { readTaken } from './taken.ts'
import { readTimeline } from './timeline.ts'

type Decisions = Pick<CaseRecord, 'state' | 'owner'>

/** One case as a row of the list: what was taken since its first act, and how it stands. */
export async function readSummary(
  { analytics }: CaseStores,
  joined: JoinedCase,
  decisions: Decisions,
  rules: ReadonlyMap<string, Rule>,
): Promise<CaseSummary> {
  const { first, last } = await exactActs(analytics, joined, rules)
  const taken = await readTaken(analytics, joined.person, startOfHour(first))
  // What the person used in ordinary work meanwhile is not what the case is about.
  const signalled = new Set(joined.signals.flatMap((signal) => signal.assets))
  const channels = CHANNELS.filter((channel) => joined.signals.some((signal) => signal.channel === channel))
  return {
    id: joined.id,
    person: joined.person,
    state: decisions.state,
    owner: decisions.owner,
    severity: worst(joined.signals),
    headline: headline({ ...taken, channels, firstActivity: first, lastActivity: last }),
    channels,
    assets: taken.assets.filter(({ asset }) => signalled.has(asset)),
    signals: joined.signals.length,
    evidence: joined.evidence,
    firstSignal: joined.signals.map((signal) => signal.raisedAt).sort()[0] ?? joined.openedAt,
    firstActivity: first,
    lastActivity: last,
  }
}

/** The whole case. */
export async function readCase(
  stores: CaseStores,
  joined: JoinedCase,
  decisions: Decisions,
  rules: ReadonlyMap<string, Rule>,
  queryRules: ReadonlyMap<string, QueryRule>,
): Promise<Case> {
  const summary = await readSummary(stores, joined, decisions, rules)
  const [known] = await stores.analytics.query<Pick<Case, 'team' | 'role'> & { time_zone: string }>(
    'SELECT team, role, time_zone FROM person WHERE person = {person:String}',
    { person: joined.person },
  )
  return {
    ...summary,
    team: known?.team ?? '',
    role: known?.role ?? '',
    timeZone: known?.time_zone ?? '',
    techniques: techniquesOf(joined.signals),
    timeline: await readTimeline(stores.analytics, joined.person, joined.signals, actsOf(joined)),
    signalList: signalRuns(joined.signals, rules),
    corroboration: signalRuns(joined.corroboration, rules).map((signal) => ({
      ...signal,
      title: queryRules.get(signal.rule)?.title ?? signal.rule,
    })),
    excepted: joined.excepted,
    ...(await readBehaviour(stores, joined)),
    verdict: (await verdictsIn(stores.records)).find((verdict) => verdict.case.id === joined.id) ?? null,
  }
}

/** Each technique once, by framework and id. */
function techniquesOf(signals: readonly Signal[]): Technique[] {
  const techniques = signals.flatMap((signal) => signal.techniques)
  const byId = new Map(techniques.map((technique) => [`${technique.framework} ${technique.id}`, technique]))
  return [...byId.entries()]
    .sort(([left], [right]) => left.localeCompare(right))
    .map(([, technique]) => technique)
}

const SEVERITIES = ['low', 'medium', 'high', 'critical'] as const

function worst(signals: readonly Signal[]): Signal['severity'] {
  const worstAt = Math.max(0, ...signals.map((signal) => SEVERITIES.indexOf(signal.severity)))
  return SEVERITIES[worstAt] ?? 'low'
}

function startOfHour(time: string): string {
  return `${time.slice(0, 13)}:00:00Z`
}

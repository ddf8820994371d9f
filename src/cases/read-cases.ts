import { WeighbridgeError } from '../base/errors.ts'
import { loadRules } from '../detect/load-rules.ts'
import { loadQueryRules } from '../detect/query-rules/load-query-rules.ts'
import type { Channel } from '../detect/signal.ts'
import type { AccessReview, Case, CaseSummary, Evidence } from './case.ts'
import { type EvidenceSpan, readEvidence } from './evidence.ts'
import { type CaseStores, readJoined } from './join-cases.ts'
import type { JoinedCase } from './join-signals.ts'
import { readCase, readSummary } from './read-case.ts'
import { readReview } from './review.ts'
import { signalRuns } from './signal-runs.ts'

/** A signal or a run of signals by the id of its first, or one hour of one channel. */
export type Selection = { readonly signal: string } | { readonly channel: Channel; readonly hour: string }

/** Reads cases for whoever shows them. */
export interface Cases {
  /** All cases, open ones first, the strongest first. */
  list(): Promise<readonly CaseSummary[]>
  show(id: string): Promise<Case | null>
  /** @throws WeighbridgeError `not-found` where the case or the signal does not exist. */
  evidence(id: string, selection: Selection, limit: number): Promise<Evidence>
  review(person: string, days: number): Promise<AccessReview>
}

/** The cases of these stores, as the signals make them now. */
export function caseReader(stores: CaseStores): Cases {
  const rules = new Map(loadRules().map((rule) => [rule.id, rule]))
  const queryRules = new Map(loadQueryRules().map((rule) => [rule.id, rule]))
  const evidenceOf = (rule: string) => rules.get(rule) ?? queryRules.get(rule)

  const find = async (id: string) => (await readJoined(stores)).find((joined) => joined.id === id)
  const decisionsOn = async (id: string) =>
    (await stores.records.db
      .selectFrom('case_record')
      .select(['state', 'owner'])
      .where('id', '=', id)
      .executeTakeFirst()) ?? ({ state: 'open', owner: null } as const)

  return {
    async list() {
      const summaries: CaseSummary[] = []
      for (const joined of await readJoined(stores)) {
        summaries.push(await readSummary(stores, joined, await decisionsOn(joined.id), rules))
      }
      return summaries.sort(
        (left, right) => Number(left.state === 'closed') - Number(right.state === 'closed'),
      )
    },

    async show(id) {
      const joined = await find(id)
      return joined === undefined ? null : readCase(stores, joined, await decisionsOn(id), rules, queryRules)
    },

    async evidence(id, selection, limit) {
      const joined = await find(id)
      if (joined === undefined) throw new WeighbridgeError('not-found', `There is no case ${id}.`)
      const span = 'signal' in selection ? signalSpan(joined, selection.signal) : hourSpan(joined, selection)
      const rule = 'signal' in selection ? evidenceOf(span.ruleId ?? '') : undefined
      return readEvidence(stores.analytics, { ...span, rule }, limit)
    },

    review: (person, days) => readReview(stores.analytics, person, days),
  }

  function signalSpan(joined: JoinedCase, id: string): EvidenceSpan & { ruleId?: string } {
    const told = [...joined.signals, ...joined.corroboration, ...joined.excepted]
    const runs = [...signalRuns(joined.signals, rules), ...signalRuns(joined.corroboration, rules)]
    const signal = [...runs, ...told].find((it) => it.id === id)
    if (signal === undefined) {
      throw new WeighbridgeError('not-found', `Case ${joined.id} has no signal ${id}; it may no longer hold.`)
    }
    const { person, channel, windowStart, windowEnd, rule } = signal
    return { person, channel, from: windowStart, to: windowEnd, ruleId: rule }
  }
}

function hourSpan(
  { person }: JoinedCase,
  { channel, hour }: { channel: Channel; hour: string },
): EvidenceSpan & { ruleId?: string } {
  const from = `${hour.slice(0, 13)}:00:00Z`
  return { person, channel, from, to: new Date(Date.parse(from) + 3_600_000).toISOString() }
}

import { literal, timeLiteral } from '../../base/sql-literal.ts'
import type { CaseSpan } from './case-span.ts'
import type { RetainedKind, RetainedTable } from './retained-table.ts'

/** SQL conditions over a stored table: which of the rows whose term is over stay all the same. */
export interface StillUsed {
  /** An open case rests on them. */
  readonly held: string
  /** What stays would be misread without them. */
  readonly needed: string
}

/** Whose term ends when, as far as it decides about other tables. */
export interface Terms {
  /** First day kept of this table. */
  readonly keptFrom: string
  /** First day kept of any activity; null where some is kept for ever. */
  readonly activityFrom: string | null
}

/** Which rows of a table stay although their term is over. */
export function stillUsed(table: RetainedTable, terms: Terms, cases: readonly CaseSpan[]): StillUsed {
  return BY_NAME[table.name]?.(terms, cases) ?? BY_KIND[table.kind](table, terms, cases)
}

const NONE = 'false'

const BY_KIND: Readonly<
  Record<RetainedKind, (table: RetainedTable, terms: Terms, cases: readonly CaseSpan[]) => StillUsed>
> = {
  activity: ({ name }, { keptFrom }, cases) => {
    const acts = heldActs(name, keptFrom, cases)
    return { held: acts === null ? NONE : `event_id IN (${acts})`, needed: NONE }
  },
  // Nobody is known to stand behind a line that could not be read.
  reject: () => ({ held: NONE, needed: NONE }),
  // What a case says was taken is counted from its first act to the end of the logs.
  'roll-up': (_table, _terms, cases) => ({
    held: anyOf(
      open(cases).map(({ person, from }) => `person = ${literal(person)} AND hour >= ${timeLiteral(from)}`),
    ),
    needed: NONE,
  }),
  // Of a closed case either all signals go or none: what is left of one would open as another.
  signal: (_table, { keptFrom }, cases) => ({
    held: signalsOf(open(cases)),
    needed: signalsOf(
      cases.filter(({ state, signalsTo }) => state === 'closed' && signalsTo.slice(0, 10) >= keptFrom),
    ),
  }),
}

const BY_NAME: Readonly<Record<string, (terms: Terms, cases: readonly CaseSpan[]) => StillUsed>> = {
  // What flowed is the difference to the reading before: that one stays as long as the later one does.
  flow_counter({ keptFrom }, cases) {
    const acts = heldActs('flow_counter', keptFrom, cases)
    const next = `next_time >= ${literal(keptFrom)}${acts === null ? '' : ` OR next_id IN (${acts})`}`
    return {
      held: acts === null ? NONE : `event_id IN (${acts})`,
      needed: `event_id IN (SELECT event_id FROM (${NEXT_READINGS}) WHERE time < ${literal(keptFrom)} AND (${next}))`,
    }
  },
  // A lease says who stood behind an address: it stays as long as there may be activity of its time.
  session({ keptFrom, activityFrom }, cases) {
    const acts = heldActs('session', keptFrom, cases)
    const overlapping = anyOf(
      open(cases).map(
        ({ person, from, to }) =>
          `person = ${literal(person)} AND since < ${timeLiteral(to)} AND until > ${timeLiteral(from)}`,
      ),
    )
    return {
      held:
        acts === null
          ? NONE
          : `event_id IN (${acts}) OR event_id IN (SELECT event_id FROM (${LEASES}) WHERE ${overlapping})`,
      needed:
        activityFrom === null
          ? `how = 'lease'`
          : `event_id IN (SELECT event_id FROM (${LEASES}) WHERE until > ${literal(activityFrom)})`,
    }
  },
}

const NEXT_READINGS = `SELECT event_id, time, leadInFrame(time) OVER readings AS next_time, leadInFrame(event_id) OVER readings AS next_id
  FROM flow_counter_row FINAL
  WINDOW readings AS (PARTITION BY source, counter ORDER BY time, event_id ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)`

const NEVER = `toDateTime64('2100-01-01 00:00:00', 3, 'UTC')`

/** Leases that logs told of, each until the next of its address: later than that nobody is looked up in it. */
const LEASES = `SELECT event_id, person, since,
    least(coalesce(ended, ${NEVER}), leadInFrame(since, 1, ${NEVER}) OVER (
      PARTITION BY ip ORDER BY since, event_id ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)) AS until
  FROM (
    SELECT event_id, person, ip, coalesce(started, time) AS since, ended FROM session
    WHERE how = 'lease' AND ip != '' AND account != ''
  )`

/** SELECT of the acts that open cases rest on; null where there is no open case. */
function heldActs(view: string, keptFrom: string, cases: readonly CaseSpan[]): string | null {
  const spans = open(cases).map(
    ({ person, from, to }) =>
      `person = ${literal(person)} AND time >= ${timeLiteral(from)} AND time < ${timeLiteral(to)}`,
  )
  return spans.length === 0
    ? null
    : `SELECT event_id FROM ${view} WHERE time < ${literal(keptFrom)} AND (${anyOf(spans)})`
}

function signalsOf(cases: readonly CaseSpan[]): string {
  return anyOf(
    cases.map(
      ({ person, signalsAfter, signalsTo }) =>
        `person = ${literal(person)} AND window_end > ${timeLiteral(signalsAfter)} AND window_end <= ${timeLiteral(signalsTo)}`,
    ),
  )
}

function open(cases: readonly CaseSpan[]): CaseSpan[] {
  return cases.filter(({ state }) => state === 'open')
}

function anyOf(conditions: readonly string[]): string {
  return conditions.length === 0 ? NONE : conditions.map((condition) => `(${condition})`).join(' OR ')
}

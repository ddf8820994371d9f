import { dayOf } from '../../base/days.ts'
import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import { daysBefore } from '../judge.ts'
import { WINDOW_DAYS } from './constants.ts'
import { type Features, featuresOf } from './features.ts'
import { Sparse } from './sparse.ts'

/** What all accounts did on the days judged, account by account in columns: some hundred bytes each, whatever they called. */
export interface Window {
  readonly day: string
  readonly days: number
  readonly accounts: readonly string[]
  readonly calls: Uint32Array
  readonly tokensIn: Float64Array
  readonly tokensOut: Float64Array
  /** Calls by day of the window, from 0. */
  readonly byDay: Sparse
  /** Calls by 24 x day + hour. */
  readonly byHour: Sparse
  /** Calls by powers of two of the tokens. */
  readonly byIn: Sparse
  readonly byOut: Sparse
  /** Calls by {@link MODEL_RANGE} x day + hash of the model. */
  readonly byModel: Sparse
  readonly byAddress: Sparse
  readonly byFamily: Sparse
  /** Hashes of the sampled prompts. */
  readonly sample: Sparse
  /** Calls whose prompt the log tells, and how many of those prompts differ. */
  readonly sketched: Uint32Array
  readonly prompts: Uint32Array
  /** Days since 1970 on which the account was first seen; 0 where the log begins too late to tell. */
  readonly firstSeen: Int32Array
  /** Hashes of the payments, organisations or devices that somebody gave for the account. */
  readonly hints: Sparse
  readonly features: Features
}

export const MODEL_RANGE = 2 ** 24

/** Accounts read at a time. */
const CHUNK = 12_000

/** How far back an account is looked for, and how much of a log must lie before it for it to be called new. */
const SEEN_DAYS = 35
const LEAST_SEEN_DAYS = 2

interface Row {
  readonly account: string
  readonly calls: number
  readonly tokens_in: number
  readonly tokens_out: number
  readonly days: readonly (readonly number[])[]
  readonly hours: readonly (readonly number[])[]
  readonly ins: readonly (readonly number[])[]
  readonly outs: readonly (readonly number[])[]
  readonly models: readonly (readonly number[])[]
  readonly addresses: readonly (readonly number[])[]
  readonly families: readonly (readonly number[])[]
  readonly sample: readonly number[]
  readonly sketched: number
  readonly prompts: number
  readonly seen: number
  readonly hints: readonly number[]
}

/** Which list of a row goes into which column. */
const SPARSE = [
  ['byDay', 'days'],
  ['byHour', 'hours'],
  ['byIn', 'ins'],
  ['byOut', 'outs'],
  ['byModel', 'models'],
  ['byAddress', 'addresses'],
  ['byFamily', 'families'],
] as const

/** Lists are let go once they are in columns. */
const NO_LISTS = {
  days: [],
  hours: [],
  ins: [],
  outs: [],
  models: [],
  addresses: [],
  families: [],
  sample: [],
  hints: [],
}

/** Each map as two lists: keys and counts. */
const SELECT = `
  SELECT account, sum(calls) AS calls, sum(day_of.tokens_in) AS tokens_in, sum(day_of.tokens_out) AS tokens_out,
    sumMap([at], [day_of.calls]) AS days,
    sumMap(arrayMap(hour -> toUInt16(hour + 24 * at), day_of.hours), hour_calls) AS hours,
    sumMap(day_of.ins, in_calls) AS ins,
    sumMap(day_of.outs, out_calls) AS outs,
    sumMap(arrayMap(model -> toUInt32(cityHash64(model) % ${MODEL_RANGE} + ${MODEL_RANGE} * at), day_of.models), model_calls) AS models,
    sumMap(arrayMap(address -> toUInt32(cityHash64(address) % 4294967296), day_of.addresses), address_calls) AS addresses,
    sumMap(day_of.families, family_calls) AS families,
    arraySlice(arraySort(groupUniqArrayArray(day_of.sample)), 1, 128) AS sample,
    sum(day_of.sketched) AS sketched, sum(day_of.prompts) AS prompts, any(seen.seen) AS seen, any(given.hints) AS hints
  FROM (
    SELECT *, toUInt16(day - {first:Date}) AS at FROM account_day_row FINAL
    WHERE day >= {first:Date} AND day <= {day:Date} AND cityHash64(account) % {chunks:UInt32} = {chunk:UInt32}
  ) AS day_of
  LEFT JOIN (
    SELECT account, toInt32(toUInt16(min(day))) AS seen FROM account_day_row FINAL
    WHERE day >= {since:Date} AND day <= {day:Date} AND cityHash64(account) % {chunks:UInt32} = {chunk:UInt32}
    GROUP BY account
  ) AS seen USING (account)
  LEFT JOIN (
    SELECT account, groupUniqArray(bitShiftRight(cityHash64(kind, value), 12)) AS hints FROM account_hint_row FINAL
    WHERE cityHash64(account) % {chunks:UInt32} = {chunk:UInt32} GROUP BY account
  ) AS given USING (account)
  GROUP BY account ORDER BY account`

/** Reads what every account did on a day and the days before it that are judged with it. */
export async function readWindow(analytics: AnalyticsStore, day: string): Promise<Window> {
  const first = daysBefore(day, WINDOW_DAYS - 1)
  const since = daysBefore(day, SEEN_DAYS)
  const [size] = await analytics.query<{ accounts: number; begins: string }>(
    `SELECT uniqIf(account, day >= {first:Date}) AS accounts, min(day) AS begins
     FROM account_day_row FINAL WHERE day >= {since:Date} AND day <= {day:Date}`,
    { first, since, day },
  )
  const accounts: string[] = []
  const told: Row[] = []
  const columns = {
    byDay: new Sparse(),
    byHour: new Sparse(),
    byIn: new Sparse(),
    byOut: new Sparse(),
    byModel: new Sparse(),
    byAddress: new Sparse(),
    byFamily: new Sparse(),
    sample: new Sparse(),
    hints: new Sparse(),
  }
  const tellsNew = dayOf(size?.begins ?? day) + LEAST_SEEN_DAYS
  const chunks = Math.max(1, Math.ceil(Number(size?.accounts ?? 0) / CHUNK))
  for (let chunk = 0; chunk < chunks; chunk++) {
    for (const row of await analytics.query<Row>(SELECT, { first, since, day, chunks, chunk })) {
      accounts.push(row.account)
      for (const [name, column] of SPARSE) {
        const [keys = [], counts = []] = row[column]
        columns[name].add(keys, counts)
      }
      columns.sample.add(
        row.sample,
        row.sample.map(() => 1),
      )
      columns.hints.add(
        row.hints,
        row.hints.map(() => 1),
      )
      told.push({ ...row, ...NO_LISTS })
    }
  }
  const read = {
    day,
    days: WINDOW_DAYS,
    accounts,
    ...columns,
    calls: Uint32Array.from(told, (row) => row.calls),
    tokensIn: Float64Array.from(told, (row) => row.tokens_in),
    tokensOut: Float64Array.from(told, (row) => row.tokens_out),
    sketched: Uint32Array.from(told, (row) => row.sketched),
    prompts: Uint32Array.from(told, (row) => row.prompts),
    firstSeen: Int32Array.from(told, ({ seen }) => (seen < tellsNew ? 0 : seen)),
  }
  return { ...read, features: featuresOf(read) }
}

import { readFileSync } from 'node:fs'
import { dayAfter, daysBetween, earlierOf } from '../../../base/days.ts'
import type { AnalyticsStore, Parameters } from '../../../store/analytics/analytics-store.ts'
import { type Columns, readColumns } from '../../../store/analytics/read-columns.ts'
import type { Channel } from '../../signal.ts'
import type { MeasureName } from '../measures.ts'
import type { LoggedDays } from './logged-days.ts'
import { type PeopleClock, peopleClock } from './people-clock.ts'
import type { Member } from './read-people.ts'
import { SETTLING_DAYS } from './settling.ts'
import type { Span } from './span.ts'

/**
 * Takes what adds to a measure.
 *
 * @param person place in the list of people.
 * @param hour hours since the first measured day began. What is only known by the day comes at its first hour.
 */
export type Take = (measure: MeasureName, person: number, hour: number, value: number) => void

/** What is asked: of whom, over which days, and which of them are wanted by the hour. */
export interface Asked {
  readonly span: Span
  readonly people: readonly Member[]
  readonly logged: LoggedDays
  readonly hourlyDays: readonly string[]
}

/** Destinations used by more people are not rare. */
const RARE_UP_TO = 3
/** What somebody first used up to so many days ago is new to them. */
const NEW_DAYS = 45
/** Months of hours are read in pieces: bounds what is held until a piece's own hours are known. */
const DAYS_AT_A_TIME = 28
/** Windows over destinations are sorted in memory: bounds how much at once. */
const PERSON_DAYS_AT_A_TIME = 200_000

const INFERENCE = statement('inference')
/** Which measures each statement gives; every row of it is a person and an hour. */
const STATEMENTS: readonly {
  readonly sql: string
  readonly channel: Channel
  readonly measures: readonly MeasureName[]
  /** Can it be asked about some of the people? */
  readonly inParts: boolean
}[] = [
  {
    sql: statement('registry'),
    channel: 'registry',
    measures: ['registry', 'freshWeights', 'newAssets'],
    inParts: false,
  },
  { sql: statement('lake'), channel: 'lake', measures: ['lake', 'newPrefixes'], inParts: false },
  { sql: statement('egress'), channel: 'egress', measures: ['egress'], inParts: false },
  {
    sql: statement('destinations'),
    channel: 'egress',
    measures: [
      'topEgress',
      'rareEgress',
      'newEgress',
      'newDestinations',
      'unsanctionedEgress',
      'excessEgress',
    ],
    inParts: true,
  },
]

/** Measures that are also counted for off hours. */
const OFF: Readonly<Partial<Record<MeasureName, MeasureName>>> = {
  registry: 'offRegistry',
  egress: 'offEgress',
}

/** Reads what everybody did, in the smallest pieces that add up to every measure of a day. */
export async function readActs(analytics: AnalyticsStore, asked: Asked, take: Take): Promise<void> {
  const places = new Map(asked.people.map(({ person }, at) => [person, at]))
  const clock = peopleClock(asked)
  await readInference(analytics, asked, places, clock, take)
  for (const { sql, channel, measures, inParts } of STATEMENTS) {
    const parameters = parametersOf(asked, asked.logged.began[channel])
    const parts = inParts ? partsOf(asked) : 1
    for (let part = 0; part < parts; part += 1)
      for await (const columns of readColumns(analytics, sql, { ...parameters, parts, part }))
        takeColumns(columns, measures)
  }

  function takeColumns(columns: Columns, measures: readonly MeasureName[]): void {
    const rows = rowsOf(columns, places, asked.span)
    for (const measure of measures) {
      const values = columns.numbers(measure)
      const off = OFF[measure]
      for (let row = 0; row < columns.rows; row += 1) {
        const value = values[row] ?? 0
        const person = rows.person(row)
        if (value === 0 || person === undefined) continue
        const hour = rows.hour(row)
        take(measure, person, hour, value)
        if (off !== undefined && clock.isOff(person, hour)) take(off, person, hour, value)
      }
    }
  }
}

/** How many parts of the people are asked about one after another. */
function partsOf({ people, span }: Asked): number {
  return Math.ceil((people.length * daysBetween(span.first, span.until)) / PERSON_DAYS_AT_A_TIME)
}

/** The whole profile of an hour is known once all days up to eight before it are. */
async function readInference(
  analytics: AnalyticsStore,
  { span }: Asked,
  places: ReadonlyMap<string, number>,
  clock: PeopleClock,
  take: Take,
): Promise<void> {
  for (let from = clock.profileFrom; from < span.until; from = dayAfter(from, DAYS_AT_A_TIME)) {
    const until = earlierOf(dayAfter(from, DAYS_AT_A_TIME), span.until)
    // Person, hour, requests; and again.
    const held: number[] = []
    for await (const columns of readColumns(analytics, INFERENCE, { from, until })) {
      const rows = rowsOf(columns, places, span)
      const requests = columns.numbers('requests')
      const logprobRequests = columns.numbers('logprobRequests')
      const logprobTokens = columns.numbers('logprobTokens')
      for (let row = 0; row < columns.rows; row += 1) {
        const person = rows.person(row)
        if (person === undefined) continue
        const hour = rows.hour(row)
        const counted = requests[row] ?? 0
        clock.addRequests(person, hour, counted)
        if (hour < 0) continue
        held.push(person, hour, counted)
        take('requests', person, hour, counted)
        take('logprobRequests', person, hour, logprobRequests[row] ?? 0)
        take('logprobTokens', person, hour, logprobTokens[row] ?? 0)
        if (clock.isNight(person, hour)) take('nightRequests', person, hour, counted)
      }
    }
    clock.settleUntil(until)
    for (let at = 0; at < held.length; at += 3) {
      const [person = 0, hour = 0, counted = 0] = held.slice(at, at + 3)
      if (clock.isOff(person, hour)) take('offRequests', person, hour, counted)
    }
  }
}

/** Whose act a row is, and in which hour. */
function rowsOf(columns: Columns, places: ReadonlyMap<string, number>, span: Span) {
  const { dictionary, at } = columns.texts('person')
  const people = dictionary.map((person) => places.get(person))
  const hours = columns.numbers('hour')
  const start = Date.parse(`${span.from}T00:00:00Z`) / 3_600_000
  return {
    person: (row: number) => people[at[row] ?? 0],
    hour: (row: number) => (hours[row] ?? 0) / 3600 - start,
  }
}

function statement(name: string): string {
  return readFileSync(new URL(`./${name}.sql`, import.meta.url), 'utf8')
}

function parametersOf({ span, logged, hourlyDays }: Asked, began: string | null): Parameters {
  let seen = 0
  const seenBefore = Array.from({ length: daysBetween(span.first, span.until) + 1 }, (_, at) =>
    at > 0 && logged.seen.egress.has(dayAfter(span.first, at - 1)) ? ++seen : seen,
  )
  return {
    first: span.first,
    from: span.from,
    until: span.until,
    newFrom: dayAfter(began ?? span.first, SETTLING_DAYS),
    newDays: NEW_DAYS,
    rareUpTo: RARE_UP_TO,
    hourlyDays,
    seenBefore,
  }
}

import { MEASURES, type MeasureName } from '../measures.ts'
import type { Organisation } from './organisation.ts'
import { RecentOthers } from './recent-others.ts'
import { wellSeen } from './silence.ts'
import { inSteps } from './steps.ts'
import type { Today } from './window-sums.ts'

/** A column of the day clock: a measure, or its share of another one, on the log scale. */
export interface DayColumn {
  readonly name: string
  /** The evidence family its points are told under; ranks are summed without regard to families. */
  readonly family: string
  readonly measure: MeasureName
  readonly of?: MeasureName
  readonly unit: number
}

const GB = 1e9

export const DAY_COLUMNS: readonly DayColumn[] = [
  { name: 'requests', family: 'api', measure: 'requests', unit: 1 },
  { name: 'logprobTokens', family: 'api', measure: 'logprobTokens', unit: 1000 },
  { name: 'logprobShare', family: 'api', measure: 'logprobRequests', of: 'requests', unit: 0.1 },
  { name: 'nightShare', family: 'hours', measure: 'nightRequests', of: 'requests', unit: 0.1 },
  { name: 'registry', family: 'weights', measure: 'registry', unit: 0.5 * GB },
  { name: 'offRegistry', family: 'hours', measure: 'offRegistry', unit: 0.5 * GB },
  { name: 'lake', family: 'lake', measure: 'lake', unit: GB },
  { name: 'newPrefixes', family: 'lake', measure: 'newPrefixes', unit: 1 },
  { name: 'egress', family: 'egress', measure: 'egress', unit: 0.05 * GB },
  { name: 'unsanctionedEgress', family: 'egress', measure: 'unsanctionedEgress', unit: 0.05 * GB },
  { name: 'rareEgress', family: 'egress', measure: 'rareEgress', unit: 0.05 * GB },
  { name: 'newDestinations', family: 'egress', measure: 'newDestinations', unit: 1 },
]

/** Days of one's own that a day is held against, and how many of them are needed. */
const OWN_DAYS = 30
const LEAST_OWN_DAYS = 5

/** The two ways in which a column is compared: the day itself, and its distance from the own mean of the days before. */
export const FORMS = ['level', 'change'] as const
export type Form = (typeof FORMS)[number]

/**
 * One column of the day clock in both forms, day after day: ranks among other people's days, as ECOD does with upper
 * tails only. A day is judged, then learnt.
 */
export class DayColumnRanks {
  private readonly organisation: Organisation
  private readonly column: DayColumn
  private readonly others: Readonly<Record<Form, RecentOthers>>
  private readonly sum: Float64Array
  private readonly count: Int32Array
  private readonly history: (Float64Array | null)[] = []
  private readonly since: number
  private next: number

  /** Days before `first` are learnt as own past only. */
  constructor(organisation: Organisation, column: DayColumn, first: number) {
    this.organisation = organisation
    this.column = column
    this.since = organisation.sight.since([column.measure])
    this.others = { level: new RecentOthers(organisation), change: new RecentOthers(organisation) }
    this.sum = new Float64Array(organisation.people)
    this.count = new Int32Array(organisation.people)
    this.next = Math.max(0, first - OWN_DAYS)
    while (this.next < first) this.remember(this.next, this.valuesOn(this.next))
  }

  valuesOn(day: number, today?: Today): Float64Array {
    const { measure, of, unit } = this.column
    const row = dayRow(this.organisation, measure, day, today)
    const whole = of === undefined ? null : dayRow(this.organisation, of, day, today)
    for (let person = 0; person < row.length; person++) {
      const value = row[person] as number
      if (value === 0) continue
      row[person] = inSteps(
        Math.log1p(whole === null ? value / unit : value / (whole[person] || value) / unit),
      )
    }
    return row
  }

  /** Distance from the own mean of the days before; NaN where there are too few. */
  changesOf(values: Float64Array): Float64Array {
    return values.map((value, person) => {
      const count = this.count[person] as number
      return count < LEAST_OWN_DAYS ? Number.NaN : value - (this.sum[person] as number) / count
    })
  }

  /** −ln of the rank of a person's value of the day; NaN where there is nothing to compare. */
  surpriseOf(day: number, person: number, form: Form, row: Float64Array): number {
    const { present, people } = this.organisation
    const value = row[person] as number
    if (Number.isNaN(value) || present[day * people + person] === 0 || !this.isSeen(day)) return Number.NaN
    const others = this.others[form]
    // How much a service does says nothing when ranked among people, only how much it changed.
    if (form === 'level' && !others.amongOwnKind(person)) return Number.NaN
    if (form === 'level' && value === 0) return others.canRank(person) ? 0 : Number.NaN
    return -Math.log(others.rank(person, value))
  }

  /** {@link surpriseOf} of everybody. */
  surprisesOf(day: number, form: Form, row: Float64Array): Float64Array {
    return row.map((_, person) => this.surpriseOf(day, person, form, row))
  }

  learn(day: number, values: Float64Array, changes: Float64Array): void {
    const seen = this.isSeen(day)
    this.others.level.learn(day, seen ? values : null)
    this.others.change.learn(day, seen ? changes : null)
    this.remember(day, values)
  }

  private isSeen(day: number): boolean {
    return wellSeen(this.organisation.sight, MEASURES[this.column.measure], day, 1, this.since)
  }

  /** Adds a day to the own past and drops the one that is too old. */
  private remember(day: number, values: Float64Array): void {
    this.next = day + 1
    const kept = this.isSeen(day) ? values : null
    this.history.push(kept)
    if (kept !== null) this.tally(day, kept, 1)
    if (this.history.length <= OWN_DAYS) return
    const dropped = this.history.shift() ?? null
    if (dropped !== null) this.tally(day - OWN_DAYS, dropped, -1)
  }

  private tally(day: number, values: Float64Array, sign: 1 | -1): void {
    const { present, people } = this.organisation
    for (let person = 0; person < people; person++) {
      if (present[day * people + person] === 0) continue
      this.count[person] = (this.count[person] as number) + sign
      this.sum[person] = (this.sum[person] as number) + sign * (values[person] as number)
    }
  }
}

/** The day clock's sum over all columns, by `day * people + person`; NaN where none can be compared. */
export function daySurprises(organisation: Organisation): Float64Array {
  const { people, days } = organisation
  const total = new Float64Array(days * people).fill(Number.NaN)
  for (const column of DAY_COLUMNS) {
    const ranks = new DayColumnRanks(organisation, column, 0)
    for (let day = 0; day < days; day++) {
      const values = ranks.valuesOn(day)
      const changes = ranks.changesOf(values)
      const row = total.subarray(day * people, (day + 1) * people)
      addKnown(row, ranks.surprisesOf(day, 'level', values))
      addKnown(row, ranks.surprisesOf(day, 'change', changes))
      ranks.learn(day, values, changes)
    }
  }
  return total
}

/** Adds the terms that are known. */
export function addKnown(row: Float64Array, terms: Float64Array): void {
  for (let at = 0; at < row.length; at++) {
    const term = terms[at] as number
    if (!Number.isNaN(term)) row[at] = (row[at] || 0) + term
  }
}

function dayRow({ grid }: Organisation, measure: MeasureName, day: number, today?: Today): Float64Array {
  const partial = day === today?.day ? today.values.get(measure) : undefined
  if (partial !== undefined) return partial.slice()
  const row = new Float64Array(grid.people.length)
  const values = grid.values.get(measure)
  if (values === undefined) return row
  for (let person = 0; person < row.length; person++)
    row[person] = values[person * grid.days.length + day] as number
  return row
}

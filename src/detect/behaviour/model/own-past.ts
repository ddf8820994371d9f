import type { Window } from './families.ts'
import type { Organisation } from './organisation.ts'
import type { WindowSums } from './window-sums.ts'

/** Days of one's own that a day is compared with, beside the newest. */
const SPAN_DAYS = 42

/** The newest own window lies so long before the judged day that both share no day. */
const lagOf = (window: Window) => Math.max(window, 7)

/**
 * Everybody's own past as a day is judged: how many windows, their mean and their sample variance. For single days,
 * weekdays are compared with weekdays and weekends with weekends. Only windows that lie within the log and within the
 * employment count.
 */
export class OwnPast {
  readonly count: Float64Array
  readonly mean: Float64Array
  readonly variance: Float64Array
  private readonly sums: readonly { count: Float64Array; sum: Float64Array; squares: Float64Array }[]
  private newest: number
  private oldest: number
  private readonly organisation: Organisation
  private readonly window: Window
  private readonly values: WindowSums

  /** `values` reach back at least {@link pastFrom} of the first day judged. */
  constructor(organisation: Organisation, window: Window, values: WindowSums, firstDay: number) {
    this.organisation = organisation
    this.window = window
    this.values = values
    const row = () => new Float64Array(organisation.people)
    this.count = row()
    this.mean = row()
    this.variance = row()
    this.sums = [0, 1].map(() => ({ count: row(), sum: row(), squares: row() }))
    this.oldest = pastFrom(firstDay, window)
    this.newest = this.oldest - 1
  }

  /** Days are asked for in order. */
  moveTo(day: number): void {
    const lag = lagOf(this.window)
    while (this.newest < day - lag) this.add(++this.newest, 1)
    while (this.oldest < day - lag - SPAN_DAYS) this.add(this.oldest++, -1)
    const type = this.window === 1 ? (this.organisation.weekend[day] as number) : 0
    const { count, sum, squares } = this.sums[type] as (typeof this.sums)[number]
    for (let person = 0; person < count.length; person++) {
      const n = count[person] as number
      this.count[person] = n
      if (n === 0) continue
      const mean = (sum[person] as number) / n
      this.mean[person] = mean
      const spread = (squares[person] as number) - (sum[person] as number) * mean
      this.variance[person] = n < 2 ? 0 : Math.max(0, spread / (n - 1))
    }
  }

  private add(day: number, sign: 1 | -1): void {
    const { organisation, window, values } = this
    if (day < values.since + window - 1 || values.usable[day - values.first] === 0) return
    const type = window === 1 ? (organisation.weekend[day] as number) : 0
    const { count, sum, squares } = this.sums[type] as (typeof this.sums)[number]
    const { people } = organisation.grid
    const row = (day - values.first) * organisation.people
    for (let person = 0; person < people.length; person++) {
      const { from, to } = people[person] as (typeof people)[number]
      if (from > day - window + 1 || to < day) continue
      const y = values.filled[row + person] as number
      count[person] = (count[person] as number) + sign
      sum[person] = (sum[person] as number) + sign * y
      squares[person] = (squares[person] as number) + sign * y * y
    }
  }
}

/** The first day whose window can be in the own past of `day`. */
export function pastFrom(day: number, window: Window): number {
  return Math.max(0, day - lagOf(window) - SPAN_DAYS)
}

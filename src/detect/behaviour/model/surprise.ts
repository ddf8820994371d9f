import type { Quantity, Window } from './families.ts'
import type { Organisation } from './organisation.ts'
import { OwnPast, pastFrom } from './own-past.ts'
import { Peers } from './peers.ts'
import { RecentOthers } from './recent-others.ts'
import { residualRow } from './residual.ts'
import { type Span, type Today, type WindowSums, windowSums } from './window-sums.ts'

/**
 * How surprising one quantity over one window is, day after day. Days are judged in order; a day is first judged, then
 * learnt, so that none is ranked among itself or later ones.
 */
export class Surprise {
  readonly others: RecentOthers
  readonly own: OwnPast
  private readonly organisation: Organisation
  private readonly quantity: Quantity
  private readonly window: Window
  private readonly peers: Peers
  private readonly sums: WindowSums

  constructor(organisation: Organisation, quantity: Quantity, window: Window, { first, last }: Span) {
    this.organisation = organisation
    this.quantity = quantity
    this.window = window
    const span = { first: pastFrom(first, window), last }
    this.sums = windowSums(organisation.grid, organisation.sight, quantity, window, span)
    this.own = new OwnPast(organisation, window, this.sums, first)
    this.peers = new Peers(organisation, window)
    this.others = new RecentOthers(organisation)
  }

  /** Values on the log scale, a value a person: of the grid, or of a day under way. */
  valuesOn(day: number, today?: Today): Float64Array {
    const { grid, sight, people } = this.organisation
    if (today !== undefined)
      return windowSums(grid, sight, this.quantity, this.window, { first: day, last: day }, today).seen
    return rowOf(this.sums.seen, day - this.sums.first, people)
  }

  /** Residuals of a day's values against own past and peers. */
  residualsOf(day: number, y: Float64Array): Float64Array {
    this.own.moveTo(day)
    const usual = this.peers.usualOn(day, y, this.own)
    return residualRow(y, this.own, usual, this.window, !this.quantity.amongPeers)
  }

  /** The chance of a person's value among other people's; NaN where there is too little to compare with. */
  chanceOf(day: number, person: number, y: Float64Array, residuals: Float64Array): number {
    const { present, people } = this.organisation
    const residual = residuals[person] as number
    if (Number.isNaN(residual) || present[day * people + person] === 0) return Number.NaN
    if (y[person] === 0) return this.others.canRank(person) ? 1 : Number.NaN
    return this.others.chance(person, residual)
  }

  /** {@link chanceOf} of everybody. */
  chancesOf(day: number, y: Float64Array, residuals: Float64Array): Float64Array {
    return y.map((_, person) => this.chanceOf(day, person, y, residuals))
  }

  /** Puts the day among those that rank later ones; `residuals` as they were judged. */
  learn(day: number, residuals: Float64Array): void {
    const { seen, filled, usable, first } = this.sums
    if (usable[day - first] === 0) this.others.learn(day, null)
    else if (filled === seen) this.others.learn(day, residuals)
    else this.others.learn(day, this.residualsOf(day, rowOf(filled, day - first, residuals.length)))
  }

  /** Judges a day and learns it. */
  step(day: number): Float64Array {
    const y = this.valuesOn(day)
    const residuals = this.residualsOf(day, y)
    const chances = this.chancesOf(day, y, residuals)
    this.learn(day, residuals)
    return chances
  }
}

function rowOf(matrix: Float64Array, row: number, width: number): Float64Array {
  return matrix.subarray(row * width, (row + 1) * width)
}

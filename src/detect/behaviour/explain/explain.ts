import { WeighbridgeError } from '../../../base/errors.ts'
import { FAMILIES, WINDOWS } from '../model/families.ts'
import { rankedAfter, rowOf } from '../model/hourly.ts'
import { organisationOf } from '../model/organisation.ts'
import { CLOCK_DAYS, eachPart } from '../model/score.ts'
import { CLOCKS, type Clock, type Explanation, type Ordinary, type Points, type Scores } from '../scores.ts'
import { dayShares } from './day-shares.ts'
import { dripShares } from './drip-shares.ts'
import { readingOf } from './readings.ts'
import { joined, type Share } from './shares.ts'
import { type Chance, chancesOver, familyShares } from './window-shares.ts'

/** What is likelier than this is ordinary. */
const ORDINARY_CHANCE = 0.1

/**
 * Why a person's day scored what it did. The points sum to the score within 1e-9; what lies behind them is worked out
 * anew for this day, so nothing has to be kept of those nobody asks about.
 *
 * @throws WeighbridgeError `not-found` where the scores hold no such person or day.
 */
export function explain(scores: Scores, person: string, day: string): Explanation {
  const { grid } = scores
  const who = grid.people.findIndex((one) => one.person === person)
  const when = grid.days.indexOf(day)
  if (who < 0) throw new WeighbridgeError('not-found', `The scores hold nobody called ${person}.`)
  if (when < 0)
    throw new WeighbridgeError(
      'not-found',
      `The scores hold no day ${day}; they run from ${grid.days[0] ?? 'nowhere'} to ${grid.days.at(-1) ?? 'nowhere'}.`,
    )
  const at = who * grid.days.length + when
  const score = scores.total[at] as number
  if (scores.judged[at] === 0) return { person, day, score, points: [], ordinary: [] }

  const organisation = organisationOf(grid, scores.exclude)
  const chances = WINDOWS.flatMap((window) => chancesOver(organisation, who, window, when, when))
  const sharesOf: Readonly<Record<Clock, () => Share[]>> = {
    day: () => dayShares(organisation, who, when),
    week: () => windowShares('week'),
    month: () => windowShares('month'),
    quarter: () => windowShares('quarter'),
    drip: () => dripShares(scores, organisation, who, when),
  }
  const points = CLOCKS.flatMap((clock) => {
    const nats = scores.clocks[clock][at] as number
    if (nats === 0) return []
    const shares = joined(sharesOf[clock]())
    const sum = shares.reduce((total, { weight }) => total + weight, 0)
    return shares.map(({ measure, family, window, weight, chance }): Points => {
      const reading = readingOf(organisation, measure, window, who, when)
      return {
        clock,
        measure,
        family,
        window,
        points: (nats * weight) / sum,
        ...reading,
        // A drip has no windows of its own in the past to be held against.
        ...(clock === 'drip' ? { expected: null, peerQuantile: null, peers: '' } : {}),
        oneIn: window === 1 && clock !== 'drip' && chance !== null ? 1 / chance : null,
      }
    })
  }).sort((left, right) => right.points - left.points)
  return { person, day, score, points, ordinary: ordinaryOf() }

  /** Where the largest family alone was rarer than the sum, the points are its own. */
  function windowShares(clock: 'week' | 'month' | 'quarter'): Share[] {
    const window = CLOCK_DAYS[clock]
    const evidence = scores.ranked[clock]
    const ranked = rankedAfter(organisation, evidence, when, window)
    const today = eachPart(evidence, (part) => rowOf(organisation, part, when))
    const { byLargest } = ranked.judgeOne(when, who, today)
    return familyShares(clock, over(chances, window), when, byLargest)
  }

  function ordinaryOf(): Ordinary[] {
    return FAMILIES.flatMap(({ quantities }) => quantities).flatMap((quantity) => {
      const own = chances.filter((chance) => chance.quantity === quantity)
      if (own.length === 0 || own.some(({ chance }) => !(chance >= ORDINARY_CHANCE))) return []
      const window = Math.max(...own.map((chance) => chance.window))
      const single = own.find((chance) => chance.window === 1)
      const { value, expected } = readingOf(organisation, quantity.name, window, who, when)
      const oneIn = window === 1 && single !== undefined ? 1 / single.chance : null
      return { measure: quantity.name, window, value, expected, oneIn }
    })
  }
}

function over(chances: readonly Chance[], window: number): Chance[] {
  return chances.filter((chance) => chance.window === window)
}

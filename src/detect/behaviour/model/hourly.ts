import type { MeasureName } from '../measures.ts'
import { CLOCKS, type Clock, type Evidence, type Scores } from '../scores.ts'
import { addKnown, DAY_COLUMNS, DayColumnRanks } from './day-clock.ts'
import { addDrip } from './drip.ts'
import { FAMILIES, WINDOWS, type Window } from './families.ts'
import { addFamily, type FamilyEvidence, lesser, noEvidence, quantitiesOf } from './family-evidence.ts'
import { type Organisation, organisationOf } from './organisation.ts'
import { POOL_DAYS } from './pool.ts'
import { Ranked } from './ranked.ts'
import { addClocks, CLOCK_DAYS, eachClock, eachPart } from './score.ts'
import { allWellSeen } from './silence.ts'
import { Surprise } from './surprise.ts'
import type { Today } from './window-sums.ts'

/** One day of everybody, scored: a value a person, in the order of the grid. */
export interface DayScores {
  readonly total: Float64Array
  readonly clocks: Readonly<Record<Clock, Float64Array>>
  readonly judged: Uint8Array
}

/**
 * Scores a day that is under way, as often as wanted: give it what everybody did so far that day, a value a person and
 * measure. `scores` are those of a grid that holds the day; what it holds of the day itself and of later ones is not
 * used. What ranks the day is gathered once.
 *
 * Sums only grow within a day, and with the whole day's values the scores are those of the grid.
 */
export function hourlyScorer(
  scores: Scores,
  day: number,
): (values: ReadonlyMap<MeasureName, Float64Array>) => DayScores {
  const organisation = organisationOf(scores.grid, scores.exclude)
  const evidence = WINDOWS.map((window) => dayEvidence(organisation, window, day))
  const surprises = daySurprisesOn(organisation, day)
  const single = rankedAfter(organisation, scores.single.evidence, day, 1)
  const ranked = eachClock((clock) => rankedAfter(organisation, scores.ranked[clock], day, CLOCK_DAYS[clock]))
  const drips = rowOf(scores, scores.ranked.drip.sum, day - 1)
  return (values) => {
    const today = { day, values }
    const [one, week, month, quarter] = evidence.map((of) => of(today)) as [
      Evidence,
      Evidence,
      Evidence,
      Evidence,
    ]
    const rows: Readonly<Record<Clock, Evidence>> = {
      day: { sum: surprises(today), largest: null },
      week,
      month,
      quarter,
      drip: { sum: dripsAfter(organisation, day, drips, single.judge(day, one)), largest: null },
    }
    const clocks = eachClock((clock) => ranked[clock].judge(day, rows[clock]))
    const { total, judged } = addClocks(clocks)
    for (const clock of CLOCKS) clocks[clock] = clocks[clock].map((nats) => nats || 0)
    return { total, clocks, judged }
  }
}

type Row = Float64Array

/** The families' evidence over one window on one day. */
function dayEvidence(
  organisation: Organisation,
  window: Window,
  day: number,
): (today: Today) => FamilyEvidence {
  const first = Math.max(0, day - POOL_DAYS)
  const families = FAMILIES.map((family) => ({
    family,
    surprises: quantitiesOf(family, window).map((quantity) => {
      const surprise = new Surprise(organisation, quantity, window, { first, last: day })
      for (let past = first; past < day; past++)
        surprise.learn(past, surprise.residualsOf(past, surprise.valuesOn(past)))
      return surprise
    }),
  }))
  return (today) => {
    const evidence = noEvidence(organisation.people)
    for (const { family, surprises } of families) {
      const least = new Float64Array(organisation.people).fill(Number.NaN)
      for (const surprise of surprises) {
        const y = surprise.valuesOn(day, today)
        const chances = surprise.chancesOf(day, y, surprise.residualsOf(day, y))
        for (const [person, chance] of chances.entries())
          least[person] = lesser(least[person] as number, chance)
      }
      for (const [person, chance] of least.entries())
        addFamily(evidence, person, family, surprises.length, chance)
    }
    return evidence
  }
}

function daySurprisesOn(organisation: Organisation, day: number): (today: Today) => Row {
  const first = Math.max(0, day - POOL_DAYS)
  const columns = DAY_COLUMNS.map((column) => {
    const ranks = new DayColumnRanks(organisation, column, first)
    for (let past = first; past < day; past++) {
      const values = ranks.valuesOn(past)
      ranks.learn(past, values, ranks.changesOf(values))
    }
    return ranks
  })
  return (today) => {
    const total = new Float64Array(organisation.people).fill(Number.NaN)
    for (const column of columns) {
      const values = column.valuesOn(day, today)
      const changes = column.changesOf(values)
      addKnown(total, column.surprisesOf(day, 'level', values))
      addKnown(total, column.surprisesOf(day, 'change', changes))
    }
    return total
  }
}

export function rankedAfter(
  organisation: Organisation,
  evidence: Evidence,
  day: number,
  window: number,
): Ranked {
  const ranked = new Ranked(organisation)
  for (let past = Math.max(0, day - POOL_DAYS); past < day; past++)
    ranked.learn(
      past,
      eachPart(evidence, (part) => rowOf(organisation, part, past)),
      allWellSeen(organisation.sight, past, window),
    )
  return ranked
}

function dripsAfter({ present, people }: Organisation, day: number, before: Row, surprises: Row): Row {
  return before.map((drip, person) => {
    const surprise = surprises[person] as number
    return present[day * people + person] === 0 || Number.isNaN(surprise) ? drip : addDrip(drip, surprise)
  })
}

/** One day of a matrix with people first; zeros before the first day. */
export function rowOf({ grid }: { grid: Scores['grid'] }, matrix: Row, day: number): Row {
  return Float64Array.from(grid.people, (_, person) =>
    day < 0 ? 0 : (matrix[person * grid.days.length + day] as number),
  )
}

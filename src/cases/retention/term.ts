/** How long a row is kept: so many whole days, weeks, months or years, or for ever. */
export type Term = 'forever' | { readonly count: number; readonly unit: Unit }

type Unit = 'day' | 'week' | 'month' | 'year'

const UNITS: Readonly<Record<string, Unit>> = {
  d: 'day',
  day: 'day',
  days: 'day',
  w: 'week',
  week: 'week',
  weeks: 'week',
  month: 'month',
  months: 'month',
  y: 'year',
  year: 'year',
  years: 'year',
}

/** The fewest days that a unit can have. */
const FEWEST_DAYS: Readonly<Record<Unit, number>> = { day: 1, week: 7, month: 28, year: 365 }

/** No log is older; whoever writes more means for ever. */
const LONGEST_DAYS = 100 * 365

/**
 * Reads a term; null where the text is none.
 *
 * @example parseTerm('13 months') // => { count: 13, unit: 'month' }
 * @example parseTerm('400d') // => { count: 400, unit: 'day' }
 * @example parseTerm('soon') // => null
 */
export function parseTerm(text: string): Term | null {
  const plain = text.trim().toLowerCase()
  if (plain === 'forever') return 'forever'
  const [, digits, word] = /^(\d{1,6})\s*([a-z]+)$/.exec(plain) ?? []
  const unit = UNITS[word ?? '']
  if (digits === undefined || unit === undefined || !Object.hasOwn(UNITS, word ?? '')) return null
  const term = { count: Number(digits), unit }
  return term.count * FEWEST_DAYS[unit] > LONGEST_DAYS ? null : term
}

/**
 * A term as a policy writes it.
 *
 * @example formatTerm({ count: 400, unit: 'day' }) // => '400d'
 * @example formatTerm({ count: 1, unit: 'month' }) // => '1 month'
 */
export function formatTerm(term: Term): string {
  if (term === 'forever') return term
  if (term.unit === 'month') return `${term.count} month${term.count === 1 ? '' : 's'}`
  return `${term.count}${term.unit[0]}`
}

/** The fewest days a term keeps a row. */
export function daysOf(term: Term): number {
  return term === 'forever' ? Number.POSITIVE_INFINITY : term.count * FEWEST_DAYS[term.unit]
}

/**
 * The first day that is kept: what happened before its midnight in UTC is past its term. A month earlier than the
 * 31st of March is the last of February. Null for ever.
 *
 * @example keptFrom({ count: 1, unit: 'month' }, new Date('2026-03-31T23:59:59Z')) // => '2026-02-28'
 */
export function keptFrom(term: Term, now: Date): string | null {
  if (term === 'forever') return null
  const { count, unit } = term
  const [year, month, day] = [now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()]
  if (unit === 'day' || unit === 'week') {
    return date(Date.UTC(year, month, day - count * FEWEST_DAYS[unit]))
  }
  const months = month - count * (unit === 'year' ? 12 : 1)
  const lastDay = new Date(Date.UTC(year, months + 1, 0)).getUTCDate()
  return date(Date.UTC(year, months, Math.min(day, lastDay)))
}

function date(time: number): string {
  return new Date(time).toISOString().slice(0, 10)
}

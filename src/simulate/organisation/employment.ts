import { weekdayOf } from '../calendar.ts'
import type { Random } from '../random.ts'
import type { Span } from '../span.ts'

/** When a person came, gave notice and left; days, null where it did not happen. */
export interface Employment {
  readonly hired: number
  readonly notice: number | null
  readonly left: number | null
}

/** Chance of being hired, and of leaving, within sixty days of the span. */
const TURNOVER = 0.06

/** Employment of one person over a span: most were there before and stay. */
export function drawEmployment(span: Span, random: Random): Employment {
  const length = span.lastDay - span.firstDay + 1
  const turnover = Math.min(0.15, (TURNOVER * length) / 60)
  const fate = random.next()
  const before = span.firstDay - random.int(60, 2_400)
  if (length < 30 || fate > 2 * turnover) return { hired: before, notice: null, left: null }
  const day = toWeekday(span.firstDay + random.int(7, length - 8))
  if (fate < turnover) return { hired: day, notice: null, left: null }
  return { hired: before, notice: toWeekday(day - random.int(10, 28)), left: day }
}

/** Blocks of the calendar in which leave is planned, in days. */
const LEAVE_BLOCK = 90

/** One or two weeks off in every other block of 90 days, by the calendar and not by the span. */
export function drawAbsences(
  span: Span,
  streamOf: (block: number) => Random,
): { first: number; last: number }[] {
  const absences = []
  for (
    let block = Math.floor(span.firstDay / LEAVE_BLOCK) - 1;
    block * LEAVE_BLOCK <= span.lastDay;
    block++
  ) {
    const random = streamOf(block)
    if (!random.chance(0.5)) continue
    const drawn = block * LEAVE_BLOCK + random.int(0, LEAVE_BLOCK - 20)
    const first = drawn - weekdayOf(drawn)
    const last = first + (random.chance(0.5) ? 6 : 13)
    if (last >= span.firstDay && first <= span.lastDay) absences.push({ first, last })
  }
  return absences
}

/** The day itself, or the Friday before a weekend. */
function toWeekday(day: number): number {
  return day - Math.max(0, weekdayOf(day) - 4)
}

import { dayAfter } from '../../../base/days.ts'
import type { LoggedDays } from './logged-days.ts'

/** Which days are measured: `from` up to the one before `until`, with the logs known from `first` on. */
export interface Span {
  readonly first: string
  readonly from: string
  readonly until: string
}

/** Days asked for. */
export interface SpanOptions {
  /** First day, YYYY-MM-DD; without it the first that is logged. */
  readonly from?: string | undefined
  /** The day after the last; without it the one after the last that is logged. What lies later counts for nothing. */
  readonly until?: string | undefined
}

/** The days to measure; null where none of those asked for is logged. */
export function spanOf({ span }: LoggedDays, { from, until }: SpanOptions = {}): Span | null {
  if (span === null) return null
  const end = dayAfter(span.last, 1)
  const chosen = {
    first: span.first,
    from: from === undefined || from < span.first ? span.first : from,
    until: until === undefined || until > end ? end : until,
  }
  return chosen.from < chosen.until ? chosen : null
}

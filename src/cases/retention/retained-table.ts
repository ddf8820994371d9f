import { ACTIVITY_KINDS } from '../../activity/kinds.ts'
import { ROLL_UPS } from '../../activity/roll-ups/roll-up.ts'
import { LOOK_BACK_DAYS } from '../../detect/judge.ts'

/** What decides which rows of a table somebody still rests on. */
export type RetainedKind = 'activity' | 'reject' | 'roll-up' | 'signal'

/** A table whose rows have a term. */
export interface RetainedTable {
  /** Its key in a policy: the view that people read. */
  readonly name: string
  readonly kind: RetainedKind
  /** Where the rows lie. */
  readonly stored: string
  /** Column of the row's own time; null for rejects, whose lines told none: they count from when they were taken. */
  readonly time: string | null
  /** Which rows of the stored table are meant. */
  readonly only: string
  /** SQL for how much of the table's bytes a row stands for. */
  readonly weight: string
  /** A shorter term is refused, for the reason given. */
  readonly leastDays: number
  readonly because: string
}

const ONE_DAY = { leastDays: 1, because: 'everything would be removed' }

const ACTIVITY: readonly RetainedTable[] = ACTIVITY_KINDS.map((name) => ({
  name,
  kind: 'activity',
  stored: `${name}_row`,
  time: 'time',
  only: 'true',
  weight: '1',
  ...ONE_DAY,
}))

const REJECTS: readonly RetainedTable[] = [
  { name: 'reject', only: 'NOT expected' },
  { name: 'passed_over', only: 'expected' },
].map((own) => ({
  ...own,
  kind: 'reject',
  stored: 'reject_row',
  time: null,
  weight: '60 + length(line)',
  ...ONE_DAY,
}))

/** Detection compares a day with so many before it; a month more is left to be judged. */
const LEAST_ROLL_UP_DAYS = LOOK_BACK_DAYS + 30

const ROLLED: readonly RetainedTable[] = ROLL_UPS.map(({ name, table }) => ({
  name: `${name}_hour`,
  kind: 'roll-up',
  stored: table,
  time: 'hour',
  only: 'true',
  weight: '1',
  leastDays: LEAST_ROLL_UP_DAYS,
  because: 'detection compares every day with those before it',
}))

const SIGNALS: RetainedTable = {
  name: 'signal',
  kind: 'signal',
  stored: 'signal_row',
  time: 'window_end',
  only: 'true',
  weight: '1',
  leastDays: 90,
  because: 'signals of many weeks join into one case',
}

/**
 * Every table that a policy can name. In the order in which they are thinned: sessions say who stood behind the
 * other activity, so they come after it.
 */
export const RETAINED: readonly RetainedTable[] = [...ACTIVITY, ...REJECTS, ...ROLLED, SIGNALS]

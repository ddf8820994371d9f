/** Facts about somebody's work that a case may name. All but the last two come from `staff`. */
export const FACT_KINDS = [
  'notice',
  'hire',
  'move',
  'leave',
  'on-call',
  'agreement',
  'last-day',
  'access-end',
] as const
export type FactKind = (typeof FACT_KINDS)[number]

/** What a kind of fact changes, and for how long. */
export interface FactEffect {
  /** The fact, as a clause after the person's name. */
  readonly says: string
  /** What it changes in how the person's days are read. */
  readonly changes: string
  /** Honest acts that it explains; empty where there are none. */
  readonly explains: string
  /** Days before and after it for which it is named; the days after count from its end where one is known. */
  readonly daysBefore: number
  readonly daysAfter: number
}

/**
 * The whole effect of every fact from HR. None of them adds to a score or takes from one, and none opens a case by itself:
 * what this table does not say, no code does. docs/departure.md tells the same to people who are not programmers.
 */
export const FACT_EFFECTS: Readonly<Record<FactKind, FactEffect>> = {
  notice: {
    says: 'gave notice of leaving',
    changes:
      'The 60 days before are read once more at the threshold of five cases a week; the score itself stays what it is.',
    explains: 'Reading much of the own team’s work to hand it over, and copying personal files.',
    daysBefore: 60,
    daysAfter: 90,
  },
  hire: {
    says: 'was hired',
    changes: 'There is no own past to compare with; the role’s counts instead.',
    explains: 'Reading the project’s data and weights, and using every destination for the first time.',
    daysBefore: 0,
    daysAfter: 28,
  },
  move: {
    says: 'moved to another team or project',
    changes: 'Reading what the new project owns is reading from inside of it.',
    explains: 'New assets, prefixes and tags, and a handover from the old project.',
    daysBefore: 7,
    daysAfter: 28,
  },
  leave: {
    says: 'was on leave',
    changes: 'Nothing is scored differently; acts on these days are shown.',
    explains: 'Quiet days before, and catching up after.',
    daysBefore: 0,
    daysAfter: 3,
  },
  'on-call': {
    says: 'was on call',
    changes: 'Nothing is scored differently.',
    explains: 'Work at night and on weekends, and reading models and logs of other teams to mend something.',
    daysBefore: 0,
    daysAfter: 1,
  },
  agreement: {
    says: 'signed an agreement',
    changes: 'Nothing is scored differently.',
    explains: '',
    daysBefore: 0,
    daysAfter: 0,
  },
  'last-day': {
    says: 'had the last day',
    changes: 'Where no notice was recorded, the 60 days before are read once more, as after a notice.',
    explains: '',
    daysBefore: 60,
    daysAfter: 90,
  },
  'access-end': {
    says: 'lost access',
    changes: 'Nothing is scored differently; any later act is shown.',
    explains: '',
    daysBefore: 30,
    daysAfter: 90,
  },
}

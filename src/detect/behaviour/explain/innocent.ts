import type { Explanation } from '../scores.ts'

/** Something honest that would look the same, and the question that settles it. */
export interface Innocent {
  readonly id: string
  readonly explanation: string
  readonly question: string
}

/** What an explanation shows, put together for the table below. */
export interface Picture {
  /** Share of the score by evidence family, 0 to 1. */
  readonly family: (name: string) => number
  /** Share of the score by measure. */
  readonly measure: (name: string) => number
  /** Days since the person came; Infinity where they were there before the log. */
  readonly daysHere: number
  /** Days without any activity just before the judged one. */
  readonly daysAway: number
}

interface Entry extends Innocent {
  readonly fits: (picture: Picture) => boolean
}

/** A tenth of the score shows. */
const SHOWS = 0.1

const shows =
  (...names: string[]) =>
  (picture: Picture) =>
    names.some((name) => picture.family(name) >= SHOWS || picture.measure(name) >= SHOWS)

const ENTRIES: readonly Entry[] = [
  {
    id: 'first-weeks',
    explanation: 'The first weeks: everything is fetched for the first time.',
    question: 'Does the list of tasks for the first weeks name these models and data?',
    fits: ({ daysHere }) => daysHere < 30,
  },
  {
    id: 'back-from-leave',
    explanation: 'Back from leave: what others fetched over weeks is fetched at once.',
    question: 'Was the person on leave until just before, and do colleagues hold the same files?',
    fits: ({ daysAway }) => daysAway >= 5,
  },
  {
    id: 'deadline',
    explanation: 'A deadline: more of everything the person does anyway, also late in the day.',
    question: 'Which release or paper was due, and do others of the team show the same days?',
    fits: (picture) => shows('api', 'hours')(picture) && !shows('balance', 'rareEgress')(picture),
  },
  {
    id: 'on-call',
    explanation: 'On call: work at unusual hours follows the alarms.',
    question: 'Does the rota name the person, and is there an incident for each of these hours?',
    fits: shows('hours', 'nightShare'),
  },
  {
    id: 'evaluation',
    explanation: 'An evaluation: many calls with log-probabilities of the models under test.',
    question: 'Which evaluation was it, and are its results where they belong?',
    fits: shows('logprobTokens', 'logprobShare'),
  },
  {
    id: 'retraining',
    explanation: 'A retraining campaign: large reads of data and checkpoints for weeks.',
    question: 'Which training runs read these bytes, and under whose project?',
    fits: shows('lake', 'weights'),
  },
  {
    id: 'project-move',
    explanation: 'A move to another project: new models, new data, the old ones no more.',
    question: 'Since when does the person work on it, and who agreed?',
    fits: shows('newPrefixes', 'newAssets', 'freshWeights'),
  },
  {
    id: 'partner-delivery',
    explanation: 'A delivery to a partner: weights or data are sent to somebody who may have them.',
    question:
      'Which contract or release names this destination and these files? Then add it to the register.',
    fits: shows('balance', 'egress'),
  },
  {
    id: 'backup',
    explanation: 'A backup or a sync job: the same machine sends at the same hour, whoever is at work.',
    question: 'Which job sends it, and does it also run while the person is away?',
    fits: shows('offEgress', 'topEgress', 'egress'),
  },
]

/**
 * The honest explanations that fit what the points show, each with the question that would settle it; never empty
 * knowledge about a person, only what the measures say.
 */
export function innocentExplanations(
  { score, points }: Explanation,
  circumstances: Pick<Picture, 'daysHere' | 'daysAway'>,
): Innocent[] {
  const share = (of: (part: Explanation['points'][number]) => boolean) =>
    score === 0 ? 0 : points.filter(of).reduce((sum, part) => sum + part.points, 0) / score
  const picture: Picture = {
    ...circumstances,
    family: (name) => share((part) => part.family === name),
    measure: (name) => share((part) => part.measure === name),
  }
  return ENTRIES.filter(({ fits }) => fits(picture)).map(({ id, explanation, question }) => ({
    id,
    explanation,
    question,
  }))
}

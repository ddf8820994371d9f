import { NO_END, type Sanctioned } from '../../activity/directory/register/sanctions.ts'
import type { Decision, DecisionKind } from '../../store/records/decisions.ts'
import { aboutText, exceptionOf } from './exceptions.ts'
import { VERDICTS, type VerdictKind } from './verdicts.ts'

/** What was decided, in a phrase, and what it does while it holds. */
interface Telling {
  readonly what: (decision: Decision) => string
  readonly effect: (decision: Decision) => string
}

const TELLING: Readonly<Record<DecisionKind, Telling>> = {
  sanction: {
    what: (decision) => {
      const { standing, until } = decision.detail as unknown as Sanctioned
      if (standing === 'none') return `${decision.subject} is not sanctioned`
      return `${decision.subject} is ${standing}${until === NO_END ? '' : ` until ${until}`}`
    },
    effect: (decision) =>
      (decision.detail as unknown as Sanctioned).standing === 'none'
        ? 'Traffic there counts as going to an unknown place, whatever a file says.'
        : 'Traffic there does not count as going to an unknown place.',
  },
  verdict: {
    what: (decision) => {
      const { is, person } = decision.detail as { is: VerdictKind; person: string }
      return `case ${decision.subject} (${person}) was ${VERDICTS[is].title}`
    },
    effect: (decision) => VERDICTS[(decision.detail as { is: VerdictKind }).is].effect,
  },
  exception: {
    what: (decision) => {
      const { about, from, until } = exceptionOf(decision)
      return `exception for ${aboutText(about)}, ${from} to ${until}`
    },
    effect: () => 'Signals it covers are made and shown, and open no case.',
  },
  threshold: {
    what: (decision) => {
      const { threshold, before } = decision.detail as { threshold: number; before: number | null }
      const from = before === null ? 'from the one at the start' : `from ${before.toFixed(2)}`
      return `threshold ${from} to ${threshold.toFixed(2)} nats`
    },
    effect: (decision) => {
      const { casesAWeek, weeks } = decision.detail as unknown as { casesAWeek: number; weeks: unknown[] }
      return `Scores above it open a case; fitted to ${rate(casesAWeek)} on ${weeks.length} ordinary weeks.`
    },
  },
  budget: {
    what: (decision) => `budget of ${rate((decision.detail as { casesAWeek: number }).casesAWeek)}`,
    effect: () => 'The next refit of the threshold is fitted to it; it holds at once where there was none.',
  },
}

/** What was decided, in a phrase. */
export function describeDecision(decision: Decision): string {
  return TELLING[decision.kind].what(decision)
}

/** What it does while it holds, one sentence. */
export function effectOf(decision: Decision): string {
  return TELLING[decision.kind].effect(decision)
}

/** @example rate(1) // => '1 false case a week' */
export function rate(casesAWeek: number): string {
  const figure = Number(casesAWeek.toFixed(2))
  return `${figure} false case${figure === 1 ? '' : 's'} a week`
}

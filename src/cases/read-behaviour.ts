import { formatBytes } from '../base/bytes.ts'
import { contextOf } from '../detect/departure/context-of.ts'
import type { BehaviourView, Stage } from '../detect/feedback/behaviour-view.ts'
import { confidenceOf } from '../detect/feedback/drift/confidence.ts'
import { highestToldDay } from '../detect/findings/told-day.ts'
import type { Sequence } from '../detect/sequences/sequence.ts'
import { sequencesOf } from '../detect/sequences/sequences-of.ts'
import type { Case } from './case.ts'
import { actsOf, type CaseStores } from './join-cases.ts'
import type { JoinedCase } from './join-signals.ts'

/** Stages shown of one sequence. */
const MOST_STAGES = 20

/** Why the most surprising of the case's days scored what it did; nothing where none was above the threshold. */
export async function readBehaviour(
  { analytics }: CaseStores,
  joined: JoinedCase,
): Promise<Pick<Case, 'behaviour'>> {
  const { first, last } = actsOf(joined)
  const span = { from: first.slice(0, 10), to: last.slice(0, 10) }
  const told = await highestToldDay(analytics, joined.person, span)
  if (told === null) return {}
  const { explanation, innocent, threshold } = told
  const [sequences, context, confidence] = await Promise.all([
    sequencesOf(analytics, [joined.person], { from: first, until: last }),
    contextOf(analytics, joined.person, span),
    confidenceOf(analytics, explanation.day),
  ])
  const behaviour: BehaviourView = {
    score: explanation.score,
    threshold,
    day: explanation.day,
    points: explanation.points,
    ordinary: explanation.ordinary,
    innocent,
    stages: stagesOf(sequences[0]),
    context: context.map(({ sentence }) => sentence),
    confidence,
  }
  return { behaviour }
}

function stagesOf(sequence: Sequence | undefined): Stage[] {
  return (sequence?.steps ?? []).slice(0, MOST_STAGES).map(({ stage, time, about, bytes, how }) => ({
    stage,
    time,
    sentence: `${formatBytes(bytes)}, ${about}: ${how}`,
  }))
}

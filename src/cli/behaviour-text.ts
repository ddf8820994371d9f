import { sentences } from '../detect/behaviour/explain/sentences.ts'
import type { BehaviourView } from '../detect/feedback/behaviour-view.ts'
import { hanging } from './wrapped-text.ts'

/** Why the most surprising day of a case scored what it did, and what would settle whether it is a theft. */
export function behaviourText(view: BehaviourView): string[] {
  const { score, threshold, day, innocent, stages, context, confidence } = view
  return [
    `Behaviour: ${score.toFixed(1)} points on ${day}, where a case opens at ${threshold.toFixed(1)}`,
    ...sentences(view).map((sentence) => hanging('', sentence)),
    ...part(
      'Steps',
      stages.map(({ stage, time, sentence }) => [`${time.slice(0, 10)}  ${stage.padEnd(8)}`, sentence]),
    ),
    ...part(
      'Beside it',
      context.map((sentence) => ['', sentence]),
    ),
    ...part(
      'What could explain it, and what to ask',
      innocent.map(({ explanation, question }) => ['', `${explanation} ${question}`]),
    ),
    ...(confidence.level === 'full'
      ? []
      : part(
          confidence.level === 'lowered' ? 'Confidence is lowered' : 'Cannot see everything',
          confidence.reasons.map((reason) => ['', reason]),
        )),
  ]
}

/** A heading and what stands under it, each with its label; nothing where there is nothing to say. */
function part(title: string, told: readonly (readonly [string, string])[]): string[] {
  return told.length === 0 ? [] : ['', title, ...told.map(([label, text]) => hanging(label, text))]
}

import type { Stage } from '../../../src/detect/feedback/behaviour-view.ts'
import { formatMoment } from '../format/clock.ts'

const STAGES: readonly (readonly [Stage['stage'], string])[] = [
  ['collect', 'Collect'],
  ['stage', 'Stage'],
  ['send', 'Send'],
  ['leave', 'Leave'],
]

interface StageListProps {
  readonly stages: readonly Stage[]
  readonly timeZone: string
}

/** How far it has come: the steps of a theft, those seen with when and what. */
export function StageList({ stages, timeZone }: StageListProps) {
  return (
    <ol className="stages" aria-label="Steps of a theft">
      {STAGES.map(([name, title]) => {
        const seen = stages.filter(({ stage }) => stage === name)
        return (
          <li key={name} className={seen.length > 0 ? 'seen' : undefined}>
            <b>{title}</b>
            {seen.length === 0 && <small>not seen</small>}
            {seen.map(({ time, sentence }) => (
              <span key={`${time} ${sentence}`}>
                {sentence} <small>{formatMoment(Date.parse(time), timeZone)}</small>
              </span>
            ))}
          </li>
        )
      })}
    </ol>
  )
}

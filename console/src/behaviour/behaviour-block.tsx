import type { BehaviourView } from '../../../src/detect/feedback/behaviour-view.ts'
import { formatOdds } from '../format/odds.ts'
import { ConfidenceNote } from './confidence-note.tsx'
import { measureText, rangeText, windowText } from './measure-text.ts'
import { PointsTable } from './points-table.tsx'
import { StageList } from './stage-list.tsx'

interface BehaviourBlockProps {
  readonly view: BehaviourView
  readonly timeZone: string
}

/** Why the score: what it adds up from, what is not unusual, and what could explain it without any harm. */
export function BehaviourBlock({ view, timeZone }: BehaviourBlockProps) {
  const peers = [...new Set(view.points.map((points) => points.peers))].filter((text) => text !== '')
  return (
    <section className="block behaviour" aria-labelledby="behaviour-title">
      <h2 id="behaviour-title">
        Why the score
        <span>
          {view.score.toFixed(1)} nats on {view.day}, a case opens above {view.threshold.toFixed(1)}
        </span>
      </h2>
      <ConfidenceNote confidence={view.confidence} />
      <StageList stages={view.stages} timeZone={timeZone} />
      <PointsTable view={view} />
      <p className="note">
        Own usual: 10th to 90th percentile. {peers.length > 0 && `Peers: ${peers.join('; ')}. `}Person-days:
        how rare the value is among other people’s last 28 days.
      </p>
      <div className="readings">
        {view.innocent.length > 0 && (
          <section aria-labelledby="innocent-title">
            <h3 id="innocent-title">What could explain it, and what settles it</h3>
            <dl>
              {view.innocent.map(({ explanation, question }) => (
                <div key={`${explanation} ${question}`}>
                  <dt>{explanation}</dt>
                  <dd>{question}</dd>
                </div>
              ))}
            </dl>
          </section>
        )}
        <section aria-labelledby="ordinary-title">
          <h3 id="ordinary-title">What is not unusual</h3>
          {view.ordinary.length === 0 ? (
            <p className="note">Nothing that is measured was ordinary.</p>
          ) : (
            <ul>
              {view.ordinary.map(({ measure, window, value, expected, oneIn }) => (
                <li key={`${measure} ${window}`}>
                  {measureText(measure).format(value)} {measureText(measure).title}, {windowText(window, '')}
                  <small>
                    usual {rangeText(measure, expected)}
                    {oneIn !== null && `, ${formatOdds(1 / oneIn)}`}
                  </small>
                </li>
              ))}
            </ul>
          )}
        </section>
        {view.context.length > 0 && (
          <section aria-labelledby="context-title">
            <h3 id="context-title">How to read it</h3>
            <ul>
              {view.context.map((fact) => (
                <li key={fact}>{fact}</li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </section>
  )
}

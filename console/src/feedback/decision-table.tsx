import type { ToldDecision } from '../../../src/detect/feedback/read-feedback.ts'
import { UndoButton } from '../decide/undo-button.tsx'
import { formatCount } from '../format/bytes.ts'

/** Every decision, what it does, and what became of it. */
export function DecisionTable({ decisions }: { readonly decisions: readonly ToldDecision[] }) {
  return (
    <div className="scroller">
      <table className="numbers register decisions">
        <caption className="hidden">Decisions, the newest first</caption>
        <thead>
          <tr>
            <th scope="col">Decision</th>
            <th scope="col" className="word">
              By
            </th>
            <th scope="col">Day (UTC)</th>
            <th scope="col" className="word">
              Holds
            </th>
            <th scope="col">
              <span className="hidden">Undo</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {decisions.map(({ id, kind, what, effect, reason, by, at, undone, heldBack }) => (
            <tr key={id} className={undone === null ? undefined : 'undone'}>
              <th scope="row">
                <span className="what">
                  {id}. {what}
                </span>
                <small>{reason}</small>
                <small>
                  {kind}: {effect}
                  {heldBack !== null && ` It covers ${formatCount(heldBack)} signals so far.`}
                </small>
              </th>
              <td className="word">{by}</td>
              <td>{at.slice(0, 10)}</td>
              <td className="word">
                {undone === null ? 'yes' : `undone by ${undone.by}, ${undone.at.slice(0, 10)}`}
                {undone !== null && <small>{undone.reason}</small>}
              </td>
              <td>{undone === null && <UndoButton decision={id} what={what} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

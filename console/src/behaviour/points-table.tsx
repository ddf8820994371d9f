import type { BehaviourView } from '../../../src/detect/feedback/behaviour-view.ts'
import { formatOdds } from '../format/odds.ts'
import { measureText, rangeText, windowText } from './measure-text.ts'
import { waterfallOf } from './waterfall.ts'

/** What the score is made of: bars that add up to it, and beside each what was seen and what was expected. */
export function PointsTable({ view: { points, score, threshold } }: { readonly view: BehaviourView }) {
  const { steps, rest, end } = waterfallOf(points, score, threshold)
  const share = (nats: number) => `${(100 * Math.max(0, nats)) / end}%`
  const bar = (from: number, length: number, kind = 'fill') => (
    <svg width="100%" height="14" aria-hidden="true">
      <rect className={kind} x={share(from)} width={share(length)} y="2" height="10" />
      <line className="limit" x1={share(threshold)} x2={share(threshold)} y1="0" y2="14" />
    </svg>
  )
  return (
    <div className="scroller">
      <table className="numbers points">
        <caption className="hidden">Points that add up to the score</caption>
        <thead>
          <tr>
            <th scope="col">Measure</th>
            <th scope="col">
              <span className="hidden">Bar</span>
            </th>
            <th scope="col">Nats</th>
            <th scope="col">Seen</th>
            <th scope="col">Own usual</th>
            <th scope="col">Above peers</th>
            <th scope="col">Person-days</th>
          </tr>
        </thead>
        <tbody>
          {steps.map(({ points: it, from, length }) => (
            <tr key={`${it.clock} ${it.measure} ${it.window}`}>
              <th scope="row">
                {measureText(it.measure).title}
                <small>{windowText(it.window, it.clock)}</small>
              </th>
              <td className="points-bar">{bar(from, length)}</td>
              <td>{it.points.toFixed(1)}</td>
              <td>{measureText(it.measure).format(it.value)}</td>
              <td>{rangeText(it.measure, it.expected)}</td>
              <td title={it.peers}>{quantile(it.peerQuantile)}</td>
              <td>{it.oneIn === null ? '–' : formatOdds(1 / it.oneIn)}</td>
            </tr>
          ))}
          {rest !== null && (
            <tr>
              <th scope="row">{rest.count === 1 ? 'one smaller' : `${rest.count} smaller`}</th>
              <td className="points-bar">{bar(rest.from, rest.length)}</td>
              <td>{rest.length.toFixed(1)}</td>
              <td colSpan={4} />
            </tr>
          )}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">Score</th>
            <td className="points-bar">{bar(0, score, 'total')}</td>
            <td>{score.toFixed(1)}</td>
            <td colSpan={4} className="word">
              a case opens above {threshold.toFixed(1)}
            </td>
          </tr>
        </tfoot>
      </table>
    </div>
  )
}

/** Never "all": a quantile by rank of a few people is no claim about everybody. */
function quantile(share: number | null): string {
  if (share === null) return 'no peers'
  return `${Math.min(99.9, 100 * share)
    .toFixed(1)
    .replace(/\.0$/, '')} %`
}

import type { SourceHealth } from '../../../src/activity/health/source-health.ts'
import { formatCount } from '../format/bytes.ts'
import { formatSpan } from '../format/span.ts'

/** Every source with its last act, its pace and what was refused. */
export function SourceTable({ sources }: { readonly sources: readonly SourceHealth[] }) {
  if (sources.length === 0) {
    return (
      <p className="state">
        No log has been taken yet. <code>weighbridge ingest PATH</code> takes files and folders.
      </p>
    )
  }
  return (
    <div className="scroller">
      <table className="numbers">
        <caption className="hidden">Sources, the worst first</caption>
        <thead>
          <tr>
            <th scope="col">Source</th>
            <th scope="col">State</th>
            <th scope="col">Last act (UTC)</th>
            <th scope="col">Silent for</th>
            <th scope="col">Lag</th>
            <th scope="col">Lines an hour</th>
            <th scope="col">Lines</th>
            <th scope="col">Rejected</th>
            <th scope="col">Passed over</th>
            <th scope="col">Late</th>
            <th scope="col">Ahead</th>
          </tr>
        </thead>
        <tbody>
          {sources.map((source) => (
            <tr key={source.source}>
              <th scope="row">{source.source}</th>
              <td className={`source-state ${source.state === 'ok' ? 'well' : 'unwell'}`} title={source.why}>
                {source.state}
              </td>
              <td>{source.lastEvent === null ? 'none' : source.lastEvent.slice(0, 19).replace('T', ' ')}</td>
              <td>{formatSpan(source.silentFor)}</td>
              <td>{formatSpan(source.lag)}</td>
              <td>{formatCount(Math.round(source.linesPerHour))}</td>
              <td>{formatCount(source.lines)}</td>
              <td>{formatCount(source.rejected)}</td>
              <td>{formatCount(source.passedOver)}</td>
              <td>{formatCount(source.late)}</td>
              <td>{formatCount(source.future)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <ul className="source-reasons">
        {sources
          .filter(({ why }) => why !== '')
          .map(({ source, why }) => (
            <li key={source}>
              <b>{source}</b>: {why}
            </li>
          ))}
      </ul>
    </div>
  )
}

import type { Finding } from '../../../src/server/health.ts'

/** What was looked at, faults first, then what cannot be seen. */
export function FindingList({ findings }: { readonly findings: readonly Finding[] }) {
  const order: readonly Finding['finding'][] = ['fail', 'cannot see', 'pass']
  const sorted = [...findings].sort(
    (left, right) => order.indexOf(left.finding) - order.indexOf(right.finding),
  )
  return (
    <div className="scroller">
      <table className="findings">
        <caption className="hidden">What was looked at, faults first</caption>
        <thead>
          <tr>
            <th scope="col">Finding</th>
            <th scope="col">Looked at</th>
            <th scope="col">What</th>
          </tr>
        </thead>
        <tbody>
          {sorted.map(({ check, finding, what }) => (
            <tr key={check}>
              <td className={`source-state ${finding === 'pass' ? 'well' : 'unwell'}`}>{finding}</td>
              <th scope="row">{check}</th>
              <td>{what}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

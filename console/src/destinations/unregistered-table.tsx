import type { UnregisteredDestination } from '../../../src/activity/directory/register/read-register.ts'
import { formatBytes, formatCount } from '../format/bytes.ts'

interface UnregisteredTableProps {
  readonly destinations: readonly UnregisteredDestination[]
  readonly sanction: (address: string) => void
}

/** Where data goes that nobody has decided about. */
export function UnregisteredTable({ destinations, sanction }: UnregisteredTableProps) {
  return (
    <div className="scroller">
      <table className="numbers register">
        <caption className="hidden">Destinations that the register does not name, the largest first</caption>
        <thead>
          <tr>
            <th scope="col">Destination</th>
            <th scope="col">People</th>
            <th scope="col">Sent</th>
            <th scope="col">First used</th>
            <th scope="col">Last used</th>
            <th scope="col">
              <span className="hidden">Decide</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {destinations.map(({ destination, people, bytesOut, firstUsed, lastUsed }) => (
            <tr key={destination}>
              <th scope="row">
                <span className="address">{destination}</span>
              </th>
              <td>{formatCount(people)}</td>
              <td>{formatBytes(bytesOut)}</td>
              <td>{firstUsed}</td>
              <td>{lastUsed}</td>
              <td>
                <button
                  type="button"
                  onClick={() => sanction(destination)}
                  aria-label={`Sanction ${destination}`}
                >
                  Sanction…
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

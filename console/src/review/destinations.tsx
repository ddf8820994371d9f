import type { AccessReview } from '../../../src/cases/case.ts'
import { formatBytes, formatCount } from '../format/bytes.ts'
import { formatMoment } from '../format/clock.ts'

/** Where bytes went, and who else sends any there. */
export function Destinations({ destinations }: Pick<AccessReview, 'destinations'>) {
  if (destinations.length === 0) return <p className="note">No destination outside received anything.</p>
  return (
    <div className="scroller">
      <table className="numbers destinations">
        <caption className="hidden">Destinations</caption>
        <thead>
          <tr>
            <th scope="col">Destination</th>
            <th scope="col">Standing</th>
            <th scope="col">Bytes out</th>
            <th scope="col">First seen (UTC)</th>
            <th scope="col">People</th>
          </tr>
        </thead>
        <tbody>
          {destinations.map(({ destination, standing, bytesOut, firstSeen, people }) => (
            <tr key={destination}>
              <th scope="row">{destination}</th>
              <td className="word">{standing}</td>
              <td>{formatBytes(bytesOut)}</td>
              <td>{formatMoment(Date.parse(firstSeen), 'UTC')}</td>
              <td>{formatCount(people)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

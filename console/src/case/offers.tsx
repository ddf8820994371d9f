import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { offersQuery } from '../api/queries.ts'
import { SanctionDialog } from '../destinations/sanction-dialog.tsx'
import { formatBytes, formatCount } from '../format/bytes.ts'

/** Honest work went somewhere: where, so that it can be sanctioned. Nothing is by itself. */
export function Offers({ id }: { readonly id: string }) {
  const { data } = useQuery(offersQuery(id))
  const [address, setAddress] = useState<string | null>(null)
  if (data === undefined || data.length === 0) return null
  return (
    <>
      <p className="note">The register does not name where it went. If that is allowed:</p>
      <ul className="offers">
        {data.map(({ destination, bytesOut, people }) => (
          <li key={destination}>
            <button
              type="button"
              onClick={() => setAddress(destination)}
              aria-label={`Sanction ${destination}`}
            >
              Sanction…
            </button>{' '}
            <span className="address">{destination}</span>{' '}
            <small>
              {formatBytes(bytesOut)} in these days; used by {formatCount(people)}{' '}
              {people === 1 ? 'person' : 'people'}
            </small>
          </li>
        ))}
      </ul>
      {address !== null && <SanctionDialog address={address} onClose={() => setAddress(null)} />}
    </>
  )
}

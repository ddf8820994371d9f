import { useState } from 'react'
import type { RegisterEntry } from '../../../src/activity/directory/register/read-register.ts'
import { DecisionDialog } from '../decide/decision-dialog.tsx'
import { UndoButton } from '../decide/undo-button.tsx'
import { baseName } from '../format/base-name.ts'
import { formatBytes, formatCount } from '../format/bytes.ts'

/** The register: whose each address is, who says so, and who uses it. */
export function RegisterTable({ entries }: { readonly entries: readonly RegisterEntry[] }) {
  const [removing, setRemoving] = useState<string | null>(null)
  return (
    <div className="scroller">
      <table className="numbers register">
        <caption className="hidden">Register of sanctioned destinations</caption>
        <thead>
          <tr>
            <th scope="col">Address</th>
            <th scope="col" className="word">
              Standing
            </th>
            <th scope="col" className="word">
              Said by
            </th>
            <th scope="col">Since</th>
            <th scope="col">People</th>
            <th scope="col">Sent</th>
            <th scope="col">Last used</th>
            <th scope="col">
              <span className="hidden">Decide</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.address}>
              <th scope="row">
                <span className="address">{entry.address}</span>
                <EntryNotes entry={entry} />
              </th>
              <td className={`word${entry.standing === 'withdrawn' ? ' strong' : ''}`}>
                {entry.standing}
                {entry.until !== null && <small>until {entry.until}</small>}
              </td>
              <td className="word" title={entry.from}>
                {baseName(entry.from)}
                <small>{entry.source}</small>
              </td>
              <td>{entry.since ?? '–'}</td>
              <td>{formatCount(entry.people)}</td>
              <td>{formatBytes(entry.bytesOut)}</td>
              <td>{entry.lastUsed ?? 'never'}</td>
              <td>
                {entry.standing !== 'withdrawn' && (
                  <button
                    type="button"
                    onClick={() => setRemoving(entry.address)}
                    aria-label={`Remove ${entry.address}`}
                  >
                    Remove…
                  </button>
                )}
                {entry.decision !== null && (
                  <UndoButton decision={entry.decision} what={`${entry.address} is ${entry.standing}`} />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {removing !== null && (
        <DecisionDialog
          title={`Remove ${removing}`}
          effect="Traffic there counts as going to an unknown place, also in the past, whatever a file says."
          submit="Remove"
          path="/api/destinations/withdraw"
          body={() => ({ address: removing })}
          onClose={() => setRemoving(null)}
        />
      )}
    </div>
  )
}

function EntryNotes({ entry: { name, owner, note, reason, conflict } }: { readonly entry: RegisterEntry }) {
  const notes = [name, owner === '' ? '' : `owner ${owner}`, note, reason].filter((text) => text !== '')
  return (
    <>
      {notes.length > 0 && <small>{notes.join(' · ')}</small>}
      {conflict !== null && <small className="strong">{conflict}</small>}
    </>
  )
}

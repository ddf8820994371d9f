import { DecisionDialog } from '../decide/decision-dialog.tsx'

const STANDINGS = [
  ['own', 'ours'],
  ['partner', 'a partner’s'],
  ['vendor', 'a vendor’s'],
] as const

interface SanctionDialogProps {
  /** What stands in the field at first. */
  readonly address: string
  readonly onClose: () => void
}

/** Adds a destination to the register, or says something else of it. */
export function SanctionDialog({ address, onClose }: SanctionDialogProps) {
  return (
    <DecisionDialog
      title="Sanction a destination"
      effect="Traffic there no longer counts as going to an unknown place, also in the past."
      submit="Sanction"
      path="/api/destinations/sanction"
      body={({ reason, ...said }) => said}
      onClose={onClose}
    >
      <label className="field">
        Address
        <input name="address" defaultValue={address} required maxLength={256} spellCheck={false} />
        <small>
          a host, *.vendor.example for those under it, an IP address or a network such as 203.0.113.0/24
        </small>
      </label>
      <label className="field">
        It is
        <select name="standing" defaultValue="" required>
          <option value="" disabled>
            choose
          </option>
          {STANDINGS.map(([standing, whose]) => (
            <option key={standing} value={standing}>
              {whose} ({standing})
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        Until (the last day; empty for no end)
        <input name="until" type="date" />
      </label>
      <label className="field">
        Owner
        <input name="owner" maxLength={500} />
      </label>
      <label className="field">
        Note
        <input name="note" maxLength={500} />
      </label>
    </DecisionDialog>
  )
}

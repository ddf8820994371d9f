import { DecisionDialog } from '../decide/decision-dialog.tsx'

export interface ExceptionDialogProps {
  /** What stands in the fields at first. */
  readonly person?: string
  readonly onClose: () => void
}

const PARTS = [
  ['person', 'Person'],
  ['destination', 'Destination (most was sent there)'],
  ['asset', 'Asset'],
  ['rule', 'Rule'],
] as const

/** Excepts a person, a destination, an asset or a rule until a day. */
export function ExceptionDialog({ person = '', onClose }: ExceptionDialogProps) {
  return (
    <DecisionDialog
      title="Add an exception"
      effect="Signals that fit all you name are made and shown as ever, and open no case until that day."
      submit="Except"
      path="/api/exceptions"
      body={({ reason, from, until, ...about }) => ({ about, until: until ?? '', ...(from && { from }) })}
      onClose={onClose}
    >
      {PARTS.map(([name, title]) => (
        <label className="field" key={name}>
          {title}
          <input
            name={name}
            defaultValue={name === 'person' ? person : ''}
            maxLength={256}
            spellCheck={false}
          />
        </label>
      ))}
      <div className="field-row">
        <label className="field">
          From (empty: today)
          <input name="from" type="date" />
        </label>
        <label className="field">
          Until, the last day
          <input name="until" type="date" required />
        </label>
      </div>
    </DecisionDialog>
  )
}

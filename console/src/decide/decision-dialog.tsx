import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { rememberDecider, storedDecider } from './decider.ts'
import { useDecide } from './use-decide.ts'

/** What is sent of a form: its fields by name, but those left empty. */
export type Fields = Readonly<Record<string, string>>

interface DecisionDialogProps {
  readonly title: string
  /** What the decision does while it holds. */
  readonly effect: string
  readonly submit: string
  readonly path: string
  /** The body of the request without who and why. */
  readonly body: (fields: Fields) => Readonly<Record<string, unknown>>
  readonly onClose: () => void
  readonly onDone?: () => void
  /** Fields of this decision. */
  readonly children?: ReactNode
}

/** Asks for who decides and why, besides what; every decision goes through here. */
export function DecisionDialog(props: DecisionDialogProps) {
  const { title, effect, submit, path, body, onClose, onDone, children } = props
  const dialog = useRef<HTMLDialogElement>(null)
  const [by, setBy] = useState(storedDecider)
  const titleId = useId()
  const { mutate, error, isPending } = useDecide(path, () => {
    onDone?.()
    onClose()
  })
  useEffect(() => {
    dialog.current?.showModal()
  }, [])
  const decide = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const fields = fieldsOf(event.currentTarget)
    rememberDecider(by.trim())
    mutate({ ...body(fields), by, reason: fields['reason'] ?? '' })
  }
  return (
    <dialog ref={dialog} className="decision" aria-labelledby={titleId} onClose={onClose}>
      <form onSubmit={decide}>
        <h2 id={titleId}>{title}</h2>
        <p className="note">{effect}</p>
        {children}
        <label className="field">
          Reason
          <textarea name="reason" rows={3} required maxLength={2000} />
        </label>
        <label className="field">
          Your name
          <input value={by} onChange={({ target }) => setBy(target.value)} required maxLength={100} />
        </label>
        {error !== null && <p role="alert">{error.message}</p>}
        <p className="decision-buttons">
          <button type="submit" disabled={isPending}>
            {submit}
          </button>
          <button type="button" className="quiet" onClick={() => dialog.current?.close()}>
            Cancel
          </button>
        </p>
      </form>
    </dialog>
  )
}

function fieldsOf(form: HTMLFormElement): Fields {
  const given = [...new FormData(form)].flatMap(([name, value]) =>
    typeof value === 'string' && value.trim() !== '' ? [[name, value.trim()] as const] : [],
  )
  return Object.fromEntries(given)
}

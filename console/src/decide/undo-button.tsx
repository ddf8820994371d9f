import { useState } from 'react'
import { DecisionDialog } from './decision-dialog.tsx'

interface UndoButtonProps {
  readonly decision: number
  readonly what: string
}

/** Takes a decision back, with a reason of its own. */
export function UndoButton({ decision, what }: UndoButtonProps) {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <button type="button" onClick={() => setOpen(true)} aria-label={`Undo: ${what}`}>
        Undo…
      </button>
      {isOpen && (
        <DecisionDialog
          title={`Undo: ${what}`}
          effect="What held before it holds again. Both stay on record."
          submit="Undo"
          path="/api/undo"
          body={() => ({ decision })}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  )
}

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { feedbackQuery } from '../api/queries.ts'
import { DecisionDialog } from '../decide/decision-dialog.tsx'
import { Failure } from '../states/failure.tsx'
import { Loading } from '../states/loading.tsx'
import { DecisionTable } from './decision-table.tsx'
import { ExceptionDialog } from './exception-dialog.tsx'
import { FeedbackFigures } from './feedback-figures.tsx'

/** What people decided that changes how things are judged, and the way back. */
export function FeedbackScreen() {
  const { data, error, isPending, refetch } = useQuery(feedbackQuery)
  const [open, setOpen] = useState<'exception' | 'budget' | 'refit' | null>(null)
  const close = () => setOpen(null)
  return (
    <main id="main" className="middle wide">
      <section className="block" aria-labelledby="feedback-title">
        <h2 id="feedback-title">Feedback</h2>
        {isPending && <Loading what="the decisions" />}
        {error !== null && <Failure title="The decisions cannot be shown" error={error} retry={refetch} />}
        {data !== undefined && (
          <>
            <FeedbackFigures feedback={data} />
            <p className="tools">
              <button type="button" onClick={() => setOpen('exception')}>
                Add an exception…
              </button>
              <button type="button" onClick={() => setOpen('budget')}>
                Change the budget…
              </button>
              <button type="button" onClick={() => setOpen('refit')}>
                Refit the threshold…
              </button>
            </p>
            {data.decisions.length === 0 ? (
              <p className="state">
                Nobody has decided anything yet. Verdicts on cases, exceptions, sanctioned destinations and
                changes of the threshold are listed here, each with a way back.
              </p>
            ) : (
              <DecisionTable decisions={data.decisions} />
            )}
          </>
        )}
      </section>
      {open === 'exception' && <ExceptionDialog onClose={close} />}
      {open === 'refit' && (
        <DecisionDialog
          title="Refit the threshold"
          effect="It is fitted to the budget on the last 8 weeks that no true theft touches; undo goes back to the old one."
          submit="Refit"
          path="/api/thresholds/refit"
          body={() => ({})}
          onClose={close}
        />
      )}
      {open === 'budget' && (
        <DecisionDialog
          title="Change the budget"
          effect="The next refit of the threshold is fitted to so many false cases a week; it holds at once where there was none."
          submit="Change"
          path="/api/budget"
          body={({ cases }) => ({ casesAWeek: Number(cases) })}
          onClose={close}
        >
          <label className="field">
            False cases a week
            <input name="cases" type="number" min="0.01" max="1000" step="any" required />
          </label>
        </DecisionDialog>
      )}
    </main>
  )
}

import { useState } from 'react'
import type { Case } from '../../../src/cases/case.ts'
import { DecisionDialog } from '../decide/decision-dialog.tsx'
import { UndoButton } from '../decide/undo-button.tsx'
import { ExceptionDialog } from '../feedback/exception-dialog.tsx'
import { Offers } from './offers.tsx'
import { VERDICT_TEXT, type VerdictText } from './verdict-text.ts'

/** What the case turned out to be, or the ways to say it. */
export function VerdictBlock({ found }: { readonly found: Case }) {
  const [asked, setAsked] = useState<VerdictText | null>(null)
  const [isExcepting, setExcepting] = useState(false)
  const verdict = found.verdict ?? null
  const said = VERDICT_TEXT.find(({ is }) => is === verdict?.is)
  return (
    <section className="verdict" aria-label="Verdict">
      {verdict !== null && said !== undefined && (
        <p>
          <b>Closed as {said.title}</b> by {verdict.by} on {verdict.at.slice(0, 10)}: {verdict.reason}{' '}
          <UndoButton decision={verdict.decision} what={`closed as ${said.title}`} />
        </p>
      )}
      {verdict?.is === 'honest' && <Offers id={found.id} />}
      {verdict === null && (
        <p className="tools">
          <span>It was</span>
          {VERDICT_TEXT.map((text) => (
            <button type="button" key={text.is} onClick={() => setAsked(text)}>
              {text.title}…
            </button>
          ))}
          <button type="button" className="quiet" onClick={() => setExcepting(true)}>
            Add an exception…
          </button>
        </p>
      )}
      {asked !== null && (
        <DecisionDialog
          title={`Close as ${asked.title}`}
          effect={`${asked.effect} The case is closed; a later act opens it again.`}
          submit="Close the case"
          path="/api/verdicts"
          body={() => ({ case: found.id, is: asked.is })}
          onClose={() => setAsked(null)}
        />
      )}
      {isExcepting && <ExceptionDialog person={found.person} onClose={() => setExcepting(false)} />}
    </section>
  )
}

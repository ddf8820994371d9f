import { useRef } from 'react'
import type { Case } from '../../../src/cases/case.ts'
import type { Selection } from '../case/selection.ts'
import { useShortcuts } from '../shell/use-shortcuts.ts'
import { EvidenceRows } from './evidence-rows.tsx'
import { selectionTitle } from './selection-title.ts'
import { useSettled } from './use-settled.ts'

interface EvidencePanelProps {
  readonly found: Case
  readonly selection: Selection | null
}

/** The right column: the rows behind the thing under the cursor, and the query that fetched them. */
export function EvidencePanel({ found, selection }: EvidencePanelProps) {
  const panel = useRef<HTMLElement>(null)
  const key = selection === null ? '' : JSON.stringify(selection)
  const isSettled = useSettled(key, 120) === key
  useShortcuts({ e: () => panel.current?.focus() })
  return (
    <aside className="evidence" aria-label="Evidence" ref={panel} tabIndex={-1}>
      <h2>Evidence</h2>
      {selection === null ? (
        <div className="state">
          <p>
            Select an hour or a signal to see the rows behind it. Click a bar, or press <kbd>Tab</kbd> into a
            lane and use <kbd>←</kbd> <kbd>→</kbd>.
          </p>
        </div>
      ) : (
        <>
          <p className="evidence-title">{selectionTitle(found, selection)}</p>
          {isSettled && <EvidenceRows key={key} id={found.id} selection={selection} />}
        </>
      )}
    </aside>
  )
}

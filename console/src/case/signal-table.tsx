import { useRef } from 'react'
import type { Case } from '../../../src/cases/case.ts'
import { useShortcuts } from '../shell/use-shortcuts.ts'
import type { Selection } from './selection.ts'
import { SignalRow } from './signal-row.tsx'
import type { Select } from './use-select.ts'

interface SignalTableProps {
  readonly found: Case
  readonly selection: Selection | null
  readonly select: Select
}

const COLUMNS = ['Signal', 'Observed', 'Own usual', 'Peers', 'Odds', 'Nats'] as const

/** Why we think so: each signal, or run of signals of one rule, with what was seen and the odds. */
export function SignalTable({ found, selection, select }: SignalTableProps) {
  const table = useRef<HTMLTableElement>(null)
  const signals = found.signalList.toSorted((a, b) => a.windowStart.localeCompare(b.windowStart))
  const selected = selection !== null && 'signal' in selection ? selection.signal : null
  const step = (by: number) => {
    const at = signals.findIndex(({ id }) => id === selected)
    const from = at === -1 && by < 0 ? 0 : at
    const next = signals[(from + by + signals.length) % signals.length]
    if (next === undefined) return
    select({ signal: next.id }, 'step')
    table.current
      ?.querySelector(`[data-signal="${CSS.escape(next.id)}"]`)
      ?.scrollIntoView({ block: 'nearest' })
  }
  useShortcuts({ n: () => step(1), p: () => step(-1) })
  return (
    <section className="block" aria-labelledby="signals-title">
      <h2 id="signals-title">Why: {signalsTitle(found.signals, signals.length)}</h2>
      <div className="scroller">
        <table className="signals" ref={table}>
          <thead>
            <tr>
              {COLUMNS.map((column) => (
                <th scope="col" key={column}>
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {signals.map((signal) => (
              <SignalRow
                key={signal.id}
                caseId={found.id}
                signal={signal}
                timeZone={found.timeZone}
                isSelected={signal.id === selected}
              />
            ))}
          </tbody>
        </table>
      </div>
      <p className="note">
        Peers: {[...new Set(signals.map(({ peers }) => peers))].join('; ')}. Odds: how often somebody ordinary
        reaches as much. Nats: the weight of evidence, −ln of the odds.
      </p>
    </section>
  )
}

function signalsTitle(signals: number, rows: number): string {
  if (signals > rows) return `${signals} signals in ${rows} ${rows === 1 ? 'run' : 'runs'}`
  return rows === 1 ? 'one signal' : `${rows} signals`
}

import { Link } from '@tanstack/react-router'
import { useRef } from 'react'
import type { Case } from '../../../src/cases/case.ts'
import { SeverityMark } from '../cases/severity-mark.tsx'
import { formatSpan } from '../format/clock.ts'
import { formatOdds } from '../format/odds.ts'
import { formatFigure } from '../format/quantity.ts'
import { useShortcuts } from '../shell/use-shortcuts.ts'
import type { Selection } from './selection.ts'
import type { Select } from './use-select.ts'

interface SignalTableProps {
  readonly found: Case
  readonly selection: Selection | null
  readonly select: Select
}

/** Why we think so: each signal as a sentence, with what was seen, what was expected and the odds. */
export function SignalTable({ found, selection, select }: SignalTableProps) {
  const signals = found.signalList.toSorted((a, b) => a.windowStart.localeCompare(b.windowStart))
  const selected = selection !== null && 'signal' in selection ? selection.signal : null
  const table = useRef<HTMLTableElement>(null)
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
      <h2 id="signals-title">Why: {signals.length === 1 ? 'one signal' : `${signals.length} signals`}</h2>
      <div className="scroller">
        <table className="signals" ref={table}>
          <thead>
            <tr>
              <th scope="col">Signal</th>
              <th scope="col">Observed</th>
              <th scope="col">Own usual</th>
              <th scope="col">Peers</th>
              <th scope="col">Odds</th>
              <th scope="col">Nats</th>
            </tr>
          </thead>
          <tbody>
            {signals.map((signal) => (
              <tr
                key={signal.id}
                data-signal={signal.id}
                aria-current={signal.id === selected ? 'true' : undefined}
              >
                <th scope="row">
                  <Link
                    to="/cases/$id"
                    params={{ id: found.id }}
                    search={{ signal: signal.id }}
                    resetScroll={false}
                    className="signal-sentence"
                  >
                    {signal.sentence}
                  </Link>
                  <span className="signal-meta">
                    <SeverityMark severity={signal.severity} />
                    <span>
                      {signal.channel}: {signal.measure}
                    </span>
                    <span>
                      {formatSpan(
                        Date.parse(signal.windowStart),
                        Date.parse(signal.windowEnd),
                        found.timeZone,
                      )}
                    </span>
                    <span>
                      {signal.rule} v{signal.ruleVersion}
                    </span>
                    {signal.techniques.map(({ framework, version, id, name }) => (
                      <span className="chip" key={id} title={`${framework} ${version}: ${name}`}>
                        {id}
                      </span>
                    ))}
                  </span>
                </th>
                <td>{formatFigure(signal.observed, signal.unit)}</td>
                <td>{expected(signal.expectedSelf, signal.unit, 'no history')}</td>
                <td title={signal.peers}>{expected(signal.expectedPeers, signal.unit, 'no peers')}</td>
                <td>{formatOdds(signal.pValue)}</td>
                <td>{signal.evidence.toFixed(1)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="note">
        Peers: {[...new Set(signals.map(({ peers }) => peers))].join('; ')}. Odds: how often somebody ordinary
        reaches as much. Nats: −ln of the odds; they add up over independent signals.
      </p>
    </section>
  )
}

function expected(value: number | null, unit: Parameters<typeof formatFigure>[1], absent: string): string {
  return value === null ? absent : formatFigure(value, unit)
}

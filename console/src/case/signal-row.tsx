import { Link } from '@tanstack/react-router'
import type { Signal } from '../../../src/detect/signal.ts'
import { SeverityMark } from '../cases/severity-mark.tsx'
import { formatSpan } from '../format/clock.ts'
import { formatOdds } from '../format/odds.ts'
import { formatFigure } from '../format/quantity.ts'
import { leadSentence } from './lead-sentence.ts'

interface SignalRowProps {
  readonly caseId: string
  readonly signal: Signal
  readonly timeZone: string
  readonly isSelected: boolean
}

/** One signal: its sentence leads to the evidence; beside it what was seen and what was expected. */
export function SignalRow({ caseId, signal, timeZone, isSelected }: SignalRowProps) {
  const { lead, rest } = leadSentence(signal.sentence)
  return (
    <tr data-signal={signal.id} aria-current={isSelected ? 'true' : undefined}>
      <th scope="row">
        <Link
          to="/cases/$id"
          params={{ id: caseId }}
          search={{ signal: signal.id }}
          resetScroll={false}
          className="signal-sentence"
        >
          {lead}
        </Link>
        {rest !== '' && <span className="signal-rest">{rest}</span>}
        <span className="signal-meta">
          <SeverityMark severity={signal.severity} />
          <span>
            {signal.channel}: {signal.measure}
          </span>
          <span>{formatSpan(Date.parse(signal.windowStart), Date.parse(signal.windowEnd), timeZone)}</span>
          <span>
            {signal.rule} v{signal.ruleVersion}
          </span>
          {signal.techniques.map(({ framework, version, id, name }) => (
            <span className="chip" key={`${framework} ${id}`} title={`${framework} ${version}: ${name}`}>
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
  )
}

function expected(value: number | null, unit: Signal['unit'], absent: string): string {
  return value === null ? absent : formatFigure(value, unit)
}

import { Link } from '@tanstack/react-router'
import type { Case } from '../../../src/cases/case.ts'
import { actsDays } from './acts-days.ts'
import { leadSentence } from './lead-sentence.ts'
import type { Selection } from './selection.ts'

interface AlsoSeenProps {
  readonly found: Case
  readonly selection: Selection | null
}

/** What query rules say of the person around these days: a help to whoever judges, and no part of the evidence. */
export function AlsoSeen({ found, selection }: AlsoSeenProps) {
  if (found.corroboration.length === 0) return null
  const said = found.corroboration.toSorted((a, b) => a.windowStart.localeCompare(b.windowStart))
  const selected = selection !== null && 'signal' in selection ? selection.signal : null
  return (
    <section className="block" aria-labelledby="also-title">
      <h2 id="also-title">Also seen</h2>
      <ul className="also" aria-labelledby="also-title">
        {said.map((signal) => {
          const { id, title } = signal
          const { lead, rest } = leadSentence(signal.sentence)
          return (
            <li key={id} aria-current={id === selected ? 'true' : undefined}>
              <Link
                to="/cases/$id"
                params={{ id: found.id }}
                search={{ signal: id }}
                resetScroll={false}
                className="signal-sentence"
              >
                {lead}
              </Link>
              {rest !== '' && <span className="signal-rest">{rest}</span>}
              <span className="signal-meta">
                <span>{title}</span>
                <span>{actsDays(signal)}</span>
              </span>
            </li>
          )
        })}
      </ul>
      <p className="note">
        Query rules say this of the same person around these days. It adds nothing to the score.
      </p>
    </section>
  )
}

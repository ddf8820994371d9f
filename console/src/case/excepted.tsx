import type { Case } from '../../../src/cases/case.ts'
import { actsDays } from './acts-days.ts'
import { leadSentence } from './lead-sentence.ts'

/** Signals that an exception covers: made, shown, and no part of the evidence. */
export function Excepted({ found }: { readonly found: Case }) {
  const excepted = found.excepted ?? []
  if (excepted.length === 0) return null
  return (
    <section className="block" aria-labelledby="excepted-title">
      <h2 id="excepted-title">Excepted</h2>
      <ul className="also">
        {excepted.map((signal) => (
          <li key={signal.id}>
            {leadSentence(signal.sentence).lead}
            <span className="signal-meta">
              <span>{signal.rule}</span>
              <span>{actsDays(signal)}</span>
              <span>
                excepted by {signal.exception.by} until {signal.exception.until}: {signal.exception.reason}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

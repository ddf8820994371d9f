import type { Case } from '../../../src/cases/case.ts'
import { formatBytes } from '../format/bytes.ts'
import { formatDay, formatLength } from '../format/clock.ts'
import { formatLarge, formatShare } from '../format/quantity.ts'

const DAY_MS = 86_400_000

/** The few numbers everybody asks for first. */
export function KeyFigures({ found }: { readonly found: Case }) {
  return (
    <dl className="figures">
      {figuresOf(found).map(({ name, value, note }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {value} {note !== '' && <small>{note}</small>}
          </dd>
        </div>
      ))}
    </dl>
  )
}

interface KeyFigure {
  readonly name: string
  readonly value: string
  readonly note: string
}

function figuresOf(found: Case): KeyFigure[] {
  const bytes = sum(found.assets.map((taken) => taken.bytes))
  const tokens = sum(found.assets.map((taken) => taken.tokensOut))
  const logprobs = sum(found.assets.map((taken) => taken.logprobTokens))
  const first = Date.parse(found.firstActivity)
  const last = Date.parse(found.lastActivity)
  const signal = Date.parse(found.firstSignal)
  return [
    {
      name: 'Bytes of assets taken',
      value: formatBytes(bytes),
      note: `of ${countOf(found.assets.length, 'asset')}`,
    },
    {
      name: 'Tokens received',
      value: tokens === 0 ? 'none' : formatLarge(tokens),
      note: tokens === 0 ? '' : `${formatShare(logprobs / tokens)} with log-probabilities`,
    },
    {
      name: 'Activity that counted',
      value: countOf(Math.ceil((last - first) / DAY_MS), 'day'),
      note: `${formatDay(first, found.timeZone)} to ${formatDay(last, found.timeZone)}`,
    },
    {
      name: 'First signal',
      value: formatDay(signal, found.timeZone),
      note: `${formatLength(signal - first)} after the first act`,
    },
    { name: 'Evidence', value: `${found.evidence.toFixed(1)} nats`, note: countOf(found.signals, 'signal') },
  ]
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

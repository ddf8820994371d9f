import type { LaneModel } from './lane-model.ts'
import { SEVERITIES } from './plot-point.ts'

/** What bars and lines mean; of the severities, those that occur. */
export function Legend({ models }: { readonly models: readonly LaneModel[] }) {
  const present = SEVERITIES.filter((severity) =>
    models.some(({ points }) => points.some((point) => point.severity === severity)),
  )
  return (
    <ul className="legend note">
      <li>
        <Swatch className="bar" /> ordinary hour
      </li>
      {present.map((severity) => (
        <li key={severity}>
          <Swatch className={`bar ${severity}`} /> flagged {severity}
        </li>
      ))}
      <li>
        <svg width="18" height="9" aria-hidden="true">
          <path className="total" d="M0 8L18 1" />
        </svg>{' '}
        running total
      </li>
      {models.some(({ limit }) => limit !== null) && (
        <li>
          <svg width="18" height="9" aria-hidden="true">
            <line className="limit" x2="18" y1="4.5" y2="4.5" />
          </svg>{' '}
          whole asset
        </li>
      )}
    </ul>
  )
}

function Swatch({ className }: { readonly className: string }) {
  return (
    <svg width="12" height="9" aria-hidden="true">
      <rect className={className} width="12" height="9" />
    </svg>
  )
}

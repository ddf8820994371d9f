import type { Signal } from '../../../src/detect/signal.ts'

/** The only use of colour: a square and the word, so that neither stands alone. */
export function SeverityMark({ severity }: { readonly severity: Signal['severity'] }) {
  return (
    <span className={`severity ${severity}`}>
      <svg width="9" height="9" aria-hidden="true">
        <rect width="9" height="9" rx="1.5" />
      </svg>
      {severity}
    </span>
  )
}

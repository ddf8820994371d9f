import type { Confidence } from '../../../src/detect/feedback/drift/confidence.ts'

const LEADS: Readonly<Record<Confidence['level'], string>> = {
  full: 'Full confidence: every source spoke as usual.',
  lowered: 'Lowered confidence.',
  'cannot see': 'Cannot see.',
}

/** How far the judgement can be relied upon, aloud. */
export function ConfidenceNote({ confidence: { level, reasons } }: { readonly confidence: Confidence }) {
  return (
    <p className={`confidence${level === 'full' ? '' : ' unsure'}`}>
      <b>{LEADS[level]}</b> {reasons.join(' ')}
    </p>
  )
}

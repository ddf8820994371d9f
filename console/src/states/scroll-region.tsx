import type { ReactNode } from 'react'

/** What scrolls must be reachable by keyboard (WCAG 2.1.1), although it is not a control. */
const REACHABLE = { tabIndex: 0 } as const

interface ScrollRegionProps {
  readonly label: string
  readonly className: string
  readonly children: ReactNode
}

/** A named region that scrolls, by wheel and by key. */
export function ScrollRegion({ label, className, children }: ScrollRegionProps) {
  return (
    <section className={className} aria-label={label} {...REACHABLE}>
      {children}
    </section>
  )
}

/** What the console's header says about the installation. */
export interface Status {
  readonly version: string
  /** Named counts in the order they should be read, e.g. `{ activities: 1_204_311, cases: 2 }`. */
  readonly counts: Readonly<Record<string, number>>
}

/** Asked anew for each request, so the figures are never older than the page that shows them. */
export type StatusReader = () => Status | Promise<Status>

/** What `/api/status` answers. */
export interface Status {
  readonly version: string
  readonly counts: Readonly<Record<string, number>>
}

/** What became of one input. `lines` = `accepted` + `rejected` + `duplicates`. */
export interface FileResult {
  readonly file: string
  /** The format it was read as; null where none was recognised. */
  readonly source: string | null
  readonly lines: number
  readonly accepted: number
  readonly rejected: number
  /** Of the rejected those that are no fault: headers, health checks, requests that carry nothing away. */
  readonly passedOver: number
  /** Lines that were in the store already. */
  readonly duplicates: number
  readonly seconds: number
  /** Why the input was not taken, in one sentence. */
  readonly error?: string
  /** Why a file that nobody named, only found in a folder, was passed over. */
  readonly skipped?: string
}

/** How far the intake is in one input, for a progress line. */
export interface Progress {
  readonly file: string
  readonly source: string
  readonly bytes: number
  /** Null where the size is not known, e.g. standard input. */
  readonly totalBytes: number | null
  readonly lines: number
}

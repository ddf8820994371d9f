/** What became of lines. `lines` = `accepted` + `rejected` + `duplicates`. */
export interface Counts {
  readonly lines: number
  readonly accepted: number
  readonly rejected: number
  /** Of the rejected those that are no fault: headers, health checks, requests that carry nothing away. */
  readonly passedOver: number
  /** Lines that were in the store already. */
  readonly duplicates: number
}

/** What became of one input. */
export interface FileResult extends Counts {
  readonly file: string
  /** The format it was read as; null where none was recognised. */
  readonly source: string | null
  readonly seconds: number
  /** Why the input was not taken, or not to its end, in one sentence. */
  readonly error?: string
  /** Columns of a directory file that are not read. */
  readonly ignoredColumns?: readonly string[]
  /** Why a file that nobody named, only found in a folder, was passed over. */
  readonly skipped?: string
}

/** The result of an input of which nothing was taken. */
export function nothingTaken(file: string): FileResult {
  return { file, source: null, lines: 0, accepted: 0, rejected: 0, passedOver: 0, duplicates: 0, seconds: 0 }
}

/** How far the intake is in one input, for a progress line. */
export interface Progress {
  readonly file: string
  readonly source: string
  /** Bytes of the file on disk, packed where it is packed. */
  readonly bytes: number
  /** Null where the size is not known, e.g. standard input. */
  readonly totalBytes: number | null
  readonly lines: number
}

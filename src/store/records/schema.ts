import type { Generated } from 'kysely'

/** Tables of the records store. Times are ISO 8601 in UTC; 0 and 1 stand for booleans. */
export interface Records {
  migration: { name: string; applied_at: string }
  intake_input: IntakeInput
  intake_batch: IntakeBatch
  watermark: Watermark
  case_record: CaseRecord
}

/** One input, e.g. a log file, and how far it has been taken. */
export interface IntakeInput {
  /** Row number of the journal. */
  id: Generated<number>
  /** Hash of the input's first line, in decimal: the same after a rename, an append or a copy. */
  identity: string
  source: string
  /** Where it was last seen. */
  path: string
  /** Everything before this byte is durably in the store; the hash is of those bytes. */
  confirmed: number
  prefix_hash: string
  lines: number
  /** Where a last line without a newline began, taken as it was; -1 otherwise. */
  open_tail: number
  updated_at: string
}

/** One block handed to the engine. A batch without `finished_at` was interrupted and is taken again. */
export interface IntakeBatch {
  id: Generated<number>
  input: number
  start: number
  end: number
  started_at: string
  finished_at: string | null
}

/** How far a derived table has followed what it is derived from, as a batch number. */
export interface Watermark {
  name: string
  batch: number
}

/** What people decided about a case; everything else about it is derived from its signals. */
export interface CaseRecord {
  id: string
  person: string
  state: 'open' | 'closed'
  owner: string | null
  /** The theft's first and last act counted when the case was last joined. */
  opened_at: string
  updated_at: string
}

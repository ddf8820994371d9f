import type { Generated } from 'kysely'

/** Tables of the records store. Times are ISO 8601 in UTC; 0 and 1 stand for booleans. */
export interface Records {
  migration: { name: string; applied_at: string }
  /** One row, `this`: whose records these are, see `installation.ts`. */
  installation: { name: string; id: string }
  intake_input: IntakeInput
  intake_batch: IntakeBatch
  bucket_object: BucketObjectRecord
  intake_delivery: IntakeDelivery
  intake_token: IntakeToken
  watermark: Watermark
  case_record: CaseRecord
  decision: DecisionRecord
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
  /** What became of the lines; of a batch that is not finished it says nothing. */
  lines: Generated<number>
  accepted: Generated<number>
  rejected: Generated<number>
  /** Of the rejected those that are no fault. */
  passed_over: Generated<number>
  duplicates: Generated<number>
  /** Times of the first and last act in it, and how many acts were far from the moment they were taken. */
  earliest: Generated<string | null>
  latest: Generated<string | null>
  future: Generated<number>
  late: Generated<number>
}

/** Lines of one source that a sender delivered, kept for a day: who brought them, and that they came. */
export interface IntakeDelivery {
  /** Hash that every attempt at the same delivery shares, in decimal; the `input` of its rows. */
  identity: string
  source: string
  /** Name of the token. */
  sender: string
  batch: number
  received_at: string
}

/** Who may deliver logs over the network. */
export interface IntakeToken {
  id: Generated<number>
  name: string
  /** SHA-256 of the secret, in hexadecimal. */
  digest: string
  /** JSON array of the sources it may send; empty for all. */
  sources: string
  created_at: string
  expires_at: string | null
  revoked_at: string | null
}

/** An object of a bucket that was taken whole. */
export interface BucketObjectRecord {
  /** As `s3://bucket/key`. */
  name: string
  etag: string
  source: string | null
  lines: number
  taken_at: string
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

/** What somebody decided, and why. Rows are only added: one that undoes another names it. */
export interface DecisionRecord {
  id: Generated<number>
  /** See `DECISION_KINDS` in decisions.ts. */
  kind: string
  /** What it is about, e.g. an address or the id of a case. */
  subject: string
  /** JSON object: what was decided. */
  detail: string
  reason: string
  decided_by: string
  decided_at: string
  undoes: number | null
}

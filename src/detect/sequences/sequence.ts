/** What a theft is made of, in this order; a copy of something may skip `stage`, and not everybody leaves. */
export const STAGES = ['collect', 'stage', 'send', 'leave'] as const
export type Stage = (typeof STAGES)[number]

/** One stage of a sequence. Times are ISO 8601 in UTC, sizes in bytes. */
export interface SequenceStep {
  readonly stage: Stage
  readonly person: string
  /** First and last act. */
  readonly time: string
  readonly until: string
  readonly bytes: number
  /** An asset, a path, a bucket or a destination. */
  readonly about: string
  /** How it is joined to what came before, one sentence. */
  readonly how: string
  /** How many acts, and the rows of the first of them. */
  readonly acts: number
  readonly rows: readonly ActRow[]
}

/** Where an act stands: `SELECT * FROM <table> WHERE event_id = <id>`. A staff fact has no id. */
export interface ActRow {
  readonly table: 'artifact' | 'object' | 'flow' | 'flow_counter' | 'web' | 'staff'
  readonly id: string
}

/** Collect, stage, send, leave: acts in order, joined by bytes and assets rather than by file names. */
export interface Sequence {
  /** Whoever takes part, sorted; more than one where it was handed over. */
  readonly people: readonly string[]
  readonly assets: readonly string[]
  readonly destination: string | null
  readonly steps: readonly SequenceStep[]
  /** What was collected, each file once, and how much of it went on, as far as sizes say. */
  readonly collectedBytes: number
  readonly matchedBytes: number
  /** P(so much is collected and sent | somebody else's past window), by rank; null without enough past. */
  readonly pValue: number | null
}

/** Something that somebody did. */
export interface Act extends ActRow {
  readonly kind: 'read' | 'put' | 'copy' | 'link' | 'delete' | 'send' | 'leave'
  readonly person: string
  /** ISO 8601 in UTC. */
  readonly time: string
  readonly bytes: number
  /** The asset; where none is known the path, bucket or destination. */
  readonly about: string
  /** What exactly: path and file, bucket and key, destination. */
  readonly place: string
}

import type { Source } from '../sources/source.ts'

/** The lines of a delivery that one source reads. */
export interface LineGroup {
  readonly source: Source
  /** The line that names the columns of the others; '' where the format has none. */
  readonly header: string
  readonly bytes: Buffer
  readonly lines: number
}

/** What one sender handed over in one request. */
export interface Delivery {
  /** The name of the token it came with. */
  readonly sender: string
  /** A UInt64, decimal: the same for every attempt at handing over the same lines. See `deliveryIdentity`. */
  readonly identity: string
  /** At most one group a source. */
  readonly groups: readonly LineGroup[]
}

/** What became of the lines of a delivery: all lines = `accepted` + `rejected` + `duplicates`. */
export interface Receipt {
  readonly accepted: number
  readonly rejected: number
  /** Of the rejected those that are no fault, e.g. headers and health checks. */
  readonly passedOver: number
  /** Lines that an earlier attempt had brought. */
  readonly duplicates: number
  /** The highest number of its batches in the journal; 0 where it had no lines. */
  readonly batch: number
}

const NOTHING: Receipt = { accepted: 0, rejected: 0, passedOver: 0, duplicates: 0, batch: 0 }

/** The receipts of the groups of a delivery as one. */
export function sumReceipts(receipts: readonly Receipt[]): Receipt {
  return receipts.reduce(
    (sum, next) => ({
      accepted: sum.accepted + next.accepted,
      rejected: sum.rejected + next.rejected,
      passedOver: sum.passedOver + next.passedOver,
      duplicates: sum.duplicates + next.duplicates,
      batch: Math.max(sum.batch, next.batch),
    }),
    NOTHING,
  )
}

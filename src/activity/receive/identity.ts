import { createHash } from 'node:crypto'

/** What tells one delivery from another. */
export interface DeliveryName {
  /** The name of the sender's token. */
  readonly sender: string
  /** What it was sent as, e.g. a source's name. */
  readonly route: string
  /** The sender's own name for the delivery (`Idempotency-Key`); null where it gives none. */
  readonly key: string | null
  readonly body: Uint8Array
}

/**
 * The identity of a delivery: 64 bits of a SHA-256, decimal. A client that does not know whether its batch arrived
 * sends the same bytes again, and the same bytes are the same delivery, so its rows collapse.
 *
 * The price: two bodies that are truly equal, byte by byte and from one sender, count once, unless their keys differ.
 *
 * @example deliveryIdentity({ sender: 'edge', route: 'auto', key: '7', body: new Uint8Array() }).length > 0 // => true
 */
export function deliveryIdentity({ sender, route, key, body }: DeliveryName): string {
  const hash = createHash('sha256')
  // Lengths in front, so that no two different names run together into the same bytes.
  for (const text of [sender, route, key === null ? 'body' : 'key']) hash.update(`${text.length}:${text}`)
  hash.update(key ?? body)
  return hash.digest().readBigUInt64BE(0).toString()
}

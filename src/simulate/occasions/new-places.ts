import type { Random } from '../random.ts'
import type { Destination } from '../world/destinations.ts'

/** Hosts behind few addresses, as behind a content network: 203.0.113.60 to .99. */
const ADDRESSES = 40

/** A host that hardly anybody has sent to before: nothing about its name tells whose it is. */
export function newPlace(random: Random): Destination {
  return {
    address: `203.0.113.${60 + random.int(0, ADDRESSES - 1)}`,
    name: `${random.hex(4)}.host-${random.int(1, 400)}.example.net`,
    standing: null,
  }
}

import type { Random } from '../random.ts'
import type { Destination } from '../world/destinations.ts'

/** A store that only the thief uses: 198.51.100.50 to .99. */
export function ownStore(random: Random): Destination {
  return {
    address: `198.51.100.${random.int(50, 99)}`,
    name: random.chance(0.75) ? `store-${random.hex(5)}.example.com` : null,
    standing: null,
  }
}

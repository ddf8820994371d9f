import type { Random } from '../random.ts'

export interface Destination {
  readonly host: string
  /** One connection goes to one of them. */
  readonly addresses: readonly string[]
  readonly standing: 'own' | 'partner' | 'vendor' | 'none'
}

export interface Destinations {
  readonly common: readonly Destination[]
  readonly clouds: readonly Destination[]
  readonly vendors: readonly Destination[]
  readonly partners: readonly Destination[]
  readonly backup: Destination
  /** Kept for the thief, so that the others' addresses are the same with and without one. */
  readonly unknown: Destination
  /** Somewhere nobody has sent anything yet. */
  readonly another: (kind: string) => Destination
}

const COMMON = ['git', 'packages', 'mail', 'chat', 'search', 'docs', 'calls', 'tickets', 'news', 'mirror']
const VENDORS = ['labelling', 'annotate', 'gpu-cloud', 'gpu-reserve', 'crawl-supply', 'speech-supply']
const PARTNERS = ['northwind-partner', 'quarry-partner', 'sable-partner', 'tern-partner', 'umber-partner']

/** The outside world: documentation addresses (RFC 5737, then RFC 3849), and names below example.com, .net, .org. */
export function drawDestinations(random: Random): Destinations {
  const networks = ['198.51.100', '203.0.113', '192.0.2']
  const free = random.shuffle(
    networks.flatMap((network) => Array.from({ length: 254 }, (_, index) => `${network}.${index + 1}`)),
  )
  let next = 0
  const address = () => {
    next += 1
    return free[next - 1] ?? `2001:db8:77::${(next - free.length).toString(16)}`
  }
  const make = (host: string, standing: Destination['standing'], count: number): Destination => ({
    host,
    addresses: Array.from({ length: count }, address),
    standing,
  })
  let others = 0
  return {
    unknown: make(`files-0.${random.pick(['example.com', 'example.net'])}`, 'none', 1),
    common: COMMON.map((name) => make(`${name}.busy.example.net`, 'none', 3)),
    clouds: ['drive', 'box', 'share', 'sync'].map((name) => make(`${name}.cloud.example.com`, 'none', 3)),
    vendors: VENDORS.map((name) => make(`${name}.vendors.example.org`, 'vendor', 2)),
    partners: PARTNERS.map((name) => make(`in.${name}.example.org`, 'partner', 1)),
    backup: make('backup.latticeharbour.example.com', 'own', 1),
    another: (kind) => {
      others += 1
      return make(
        `${kind}-${others}.${random.pick(['example.com', 'example.net', 'example.org'])}`,
        'none',
        1,
      )
    },
  }
}

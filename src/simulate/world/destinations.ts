/** A host on the other side of the VPN. `standing` is null for one that the directory does not know. */
export interface Destination {
  readonly address: string
  readonly name: string | null
  readonly standing: 'own' | 'partner' | 'vendor' | null
}

const known = (standing: Destination['standing'], address: string, name: string | null): Destination => ({
  address,
  name,
  standing,
})

export const OWN_SITES: readonly Destination[] = [
  known('own', '192.0.2.10', 'git.prometheus.example.com'),
  known('own', '192.0.2.11', 'wiki.prometheus.example.com'),
  known('own', '192.0.2.12', 'ci.prometheus.example.com'),
  known('own', '192.0.2.13', 'packages.prometheus.example.com'),
]
export const OWN_BACKUP = known('own', '192.0.2.20', 'backup.prometheus.example.com')
export const VENDORS: readonly Destination[] = [
  known('vendor', '203.0.113.10', 'mail.office-suite.example.net'),
  known('vendor', '203.0.113.11', 'meet.video-rooms.example.net'),
  known('vendor', '203.0.113.12', 'tracker.issue-board.example.net'),
  known('vendor', '203.0.113.13', 'metrics.gauge-cloud.example.net'),
]
export const VENDOR_BACKUP = known('vendor', '203.0.113.20', 'vault.snapshot-keepers.example.net')
export const LABELLING = known('vendor', '203.0.113.21', 'intake.label-works.example.net')
export const PARTNERS: readonly Destination[] = [
  known('partner', '198.51.100.10', 'share.northlight-university.example.org'),
  known('partner', '198.51.100.11', 'drop.harbour-robotics.example.org'),
  known('partner', '198.51.100.12', 'sync.meridian-hospital.example.org'),
]

/** Clouds that many people use and nobody approved: in no list, like the places where stolen files go. */
export const POPULAR_CLOUDS: readonly Destination[] = [
  known(null, '203.0.113.40', 'drive.sky-folder.example.net'),
  known(null, '203.0.113.41', 'upload.box-and-share.example.net'),
  known(null, '203.0.113.42', 'photos.lens-cloud.example.net'),
]

const SITES = [
  'news',
  'maps',
  'papers',
  'forum',
  'music',
  'docs',
  'shop',
  'radio',
  'weather',
  'code',
] as const

/** The rest of the web: some of it without a name. Addresses 192.0.2.100 to .249. */
export const WEB: readonly Destination[] = Array.from({ length: 150 }, (_, index) =>
  known(
    null,
    `192.0.2.${100 + index}`,
    index % 7 === 3 ? null : `${SITES[index % SITES.length]}-${index + 1}.example.org`,
  ),
)

/**
 * A place that only one person ever sends to (a server at home, a small host): being alone with a
 * destination is nothing unusual here. Addresses 198.51.100.100 to .249 and 203.0.113.100 to .249.
 */
export function personalDestination(number: number): Destination {
  const block = Math.floor(number / 150) % 2 === 0 ? '198.51.100' : '203.0.113'
  return known(null, `${block}.${100 + (number % 150)}`, `home-${number + 1}.example.org`)
}

/** What the directory knows. */
export const LISTED_DESTINATIONS: readonly Destination[] = [
  ...OWN_SITES,
  OWN_BACKUP,
  ...VENDORS,
  VENDOR_BACKUP,
  LABELLING,
  ...PARTNERS,
]

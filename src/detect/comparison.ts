import { formatBytes, formatCount } from '../base/bytes.ts'
import type { Judged } from './judge.ts'
import type { Rule } from './rule.ts'
import type { Signal } from './signal.ts'

/**
 * A value in its unit, for people.
 *
 * @example formatValue(4_200_000_000, 'bytes') // => '4.2 GB'
 * @example formatValue(52_100, 'requests') // => '52,100'
 */
export function formatValue(value: number, unit: Signal['unit']): string {
  return unit === 'bytes' ? formatBytes(value) : formatCount(value)
}

/**
 * How many times one value is another, as people say it; null where the other is zero.
 *
 * @example timesAs(52_100, 914) // => '57 times'
 * @example timesAs(12, 5) // => '2.4 times'
 */
export function timesAs(value: number, other: number): string | null {
  if (other <= 0) return null
  const ratio = value / other
  return `${ratio >= 9.95 ? formatCount(ratio) : ratio.toFixed(1).replace(/\.0$/, '')} times`
}

/**
 * The people compared with.
 *
 * @example peersOf({ peers: 23, peer_role: 'ml-engineer' }) // => 'role ml-engineer (23 people)'
 * @example peersOf({ peers: 1, peer_role: '' }) // => 'the organisation (1 person)'
 */
export function peersOf({ peers, peer_role }: Pick<Judged, 'peers' | 'peer_role'>): string {
  const group = peer_role === '' ? 'the organisation' : `role ${peer_role}`
  return `${group} (${peers === 1 ? '1 person' : `${formatCount(peers)} people`})`
}

/** What the value is set against, in one clause: the peers, then the person's own days. */
export function comparison(judged: Judged, unit: Rule['unit']): string {
  return [peersClause(judged, unit), ownClause(judged, unit)].join('; ')
}

/** Where the median is zero the largest day of all of them says how far out the value is. */
function peersClause(judged: Judged, unit: Rule['unit']): string {
  const { observed, peers, peer_median, peer_most } = judged
  if (peers === 0) return 'nobody to compare with'
  const group = peersOf(judged)
  const times = timesAs(observed, peer_median)
  if (times !== null) return `${times} the median of ${group}, ${formatValue(peer_median, unit)}`
  if (peer_most === 0) return `nobody of ${group} had any`
  const most =
    observed > peer_most
      ? `this is ${timesAs(observed, peer_most)} the most any of them had`
      : 'the most any of them had is more'
  return `the median of ${group} is zero, and ${most}, ${formatValue(peer_most, unit)}`
}

function ownClause({ observed, own_days, own_median }: Judged, unit: Rule['unit']): string {
  if (own_days < 7) return 'too few own days to compare with'
  const days = `their own ${formatCount(own_days)} days before`
  const times = timesAs(observed, own_median)
  return times === null
    ? `the median of ${days} is zero`
    : `${times} the median of ${days}, ${formatValue(own_median, unit)}`
}

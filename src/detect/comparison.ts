import { formatBytes, formatCount } from '../base/bytes.ts'
import type { Judged } from './judge.ts'
import type { Rule } from './rule.ts'

/**
 * A value in its unit, for people.
 *
 * @example formatValue(4_200_000_000, 'bytes') // => '4.2 GB'
 * @example formatValue(52_100, 'requests') // => '52,100'
 */
export function formatValue(value: number, unit: Rule['unit']): string {
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
 * @example peersOf({ peers: 23, peer_role: 'ml-engineer' }) // => 'role ml-engineer, 23 people'
 * @example peersOf({ peers: 1, peer_role: '' }) // => 'the organisation, 1 person'
 */
export function peersOf({ peers, peer_role }: Pick<Judged, 'peers' | 'peer_role'>): string {
  const group = peer_role === '' ? 'the organisation' : `role ${peer_role}`
  return `${group}, ${peers === 1 ? '1 person' : `${formatCount(peers)} people`}`
}

/** What the value is set against, in one clause: the peers' median, then the person's own. */
export function comparison(judged: Judged, unit: Rule['unit']): string {
  return [peersClause(judged, unit), ownClause(judged, unit)].join('; ')
}

function peersClause(judged: Judged, unit: Rule['unit']): string {
  if (judged.peers === 0) return 'nobody to compare with'
  const times = timesAs(judged.observed, judged.peer_median)
  return times === null
    ? `the median of ${peersOf(judged)}, is none`
    : `${times} the median of ${peersOf(judged)} (${formatValue(judged.peer_median, unit)})`
}

function ownClause(judged: Judged, unit: Rule['unit']): string {
  const days = `their own ${formatCount(judged.own_days)} days before`
  if (judged.own_days < 7) return 'too few own days to compare with'
  const times = timesAs(judged.observed, judged.own_median)
  return times === null
    ? `the median of ${days} is none`
    : `${times} the median of ${days} (${formatValue(judged.own_median, unit)})`
}

import { formatBytes, formatCount } from '../format/bytes.ts'
import { formatLarge, formatShare } from '../format/quantity.ts'

interface MeasureText {
  /** What is measured, e.g. `bytes sent out`. */
  readonly title: string
  readonly format: (value: number) => string
}

const count: MeasureText['format'] = (value) =>
  Number.isInteger(value) ? formatCount(value) : value.toFixed(1)

const TEXTS: ReadonlyMap<string, MeasureText> = new Map([
  ['logprobShare', { title: 'of the requests for log-probabilities', format: formatShare }],
  ['nightShare', { title: 'of the requests by night', format: formatShare }],
  ['requests', { title: 'requests to models', format: count }],
  ['logprobRequests', { title: 'requests for log-probabilities', format: count }],
  ['logprobTokens', { title: 'tokens answered with log-probabilities', format: formatLarge }],
  ['offRequests', { title: 'requests in hours hardly used before', format: count }],
  ['nightRequests', { title: 'requests by night', format: count }],
  ['registry', { title: 'bytes read from the registry', format: formatBytes }],
  ['offRegistry', { title: 'bytes read from the registry in hours hardly used', format: formatBytes }],
  ['freshWeights', { title: 'bytes of weights not held before', format: formatBytes }],
  ['newAssets', { title: 'bytes of assets first touched lately', format: formatBytes }],
  ['lake', { title: 'bytes read from the lake', format: formatBytes }],
  ['newPrefixes', { title: 'prefixes read for the first time', format: count }],
  ['egress', { title: 'bytes sent out', format: formatBytes }],
  ['offEgress', { title: 'bytes sent out in hours hardly used', format: formatBytes }],
  ['topEgress', { title: 'bytes to one destination', format: formatBytes }],
  ['rareEgress', { title: 'bytes to destinations hardly anybody uses', format: formatBytes }],
  ['newEgress', { title: 'bytes to destinations first used lately', format: formatBytes }],
  ['newDestinations', { title: 'destinations used for the first time', format: count }],
  ['unsanctionedEgress', { title: 'bytes to destinations not in the register', format: formatBytes }],
  ['excessEgress', { title: 'bytes beyond what used to go to the same place', format: formatBytes }],
  ['balanceRare', { title: 'bytes read and sent to rare destinations', format: formatBytes }],
  [
    'balanceFresh',
    { title: 'bytes read for the first time and sent beyond what used to go there', format: formatBytes },
  ],
  [
    'unexplainedEgress',
    { title: 'bytes beyond old habits to destinations not in the register', format: formatBytes },
  ],
  [
    'balanceUnexplained',
    { title: 'bytes taken and sent beyond old habits to unnamed destinations', format: formatBytes },
  ],
  [
    'balanceWeights',
    {
      title: 'bytes of weights taken and sent beyond old habits to unnamed destinations',
      format: formatBytes,
    },
  ],
  ['balanceAny', { title: 'bytes read and sent out', format: formatBytes }],
])

/**
 * A measure in words; one that has none here is called by its name.
 *
 * @example measureText('lake').title // => 'bytes read from the lake'
 */
export function measureText(measure: string): MeasureText {
  return TEXTS.get(measure) ?? { title: measure, format: count }
}

/**
 * An expected range.
 *
 * @example rangeText('requests', [3, 12]) // => '3 to 12'
 */
export function rangeText(measure: string, range: readonly [number, number] | null): string {
  if (range === null) return 'no history'
  const [from, to] = range.map(measureText(measure).format)
  return from === to ? (from ?? '') : `${from} to ${to}`
}

/**
 * @example windowText(7, 'week') // => '7 days'
 */
export function windowText(days: number, clock: string): string {
  if (clock === 'drip') return 'little by little'
  return days === 1 ? 'that day' : `${days} days`
}

import { formatBytes, formatCount } from '../../../base/bytes.ts'
import type { Explanation, Ordinary, Points } from '../scores.ts'
import { MEASURE_WORDS } from './measure-words.ts'

/** What one part of a score says, in plain words: `In one day: 6 GB sent outside; usual for this person 10 MB to 90 MB; …` */
export function sentence(points: Points): string {
  const { clock, measure, window, value, expected, peerQuantile, peers, oneIn } = points
  const span = clock === 'drip' ? `In small steps over ${spanWords(window)}` : `In ${spanWords(window)}`
  const parts = [`${span}: ${amount(measure, value)}`]
  if (expected !== null) parts.push(`usual for this person ${rangeWords(measure, expected)}`)
  else if (clock !== 'drip') parts.push('no past of this person to compare with')
  if (peerQuantile !== null) parts.push(peerWords(peerQuantile, peers))
  if (oneIn !== null) parts.push(`as rare as 1 in ${formatCount(oneIn)} person-days`)
  return `${parts.join('; ')} (${points.points.toFixed(1)} points).`
}

/** What is not unusual, in plain words. */
export function ordinarySentence({ measure, window, value, expected }: Ordinary): string {
  const usual = expected === null ? '' : `; usual for this person ${rangeWords(measure, expected)}`
  return `Ordinary: ${amount(measure, value)} in ${spanWords(window)}${usual}.`
}

/** The whole explanation, the weightiest first; parts below a twentieth of the score are left out, and it says so. */
export function sentences({
  score,
  points,
  ordinary,
}: Pick<Explanation, 'score' | 'points' | 'ordinary'>): string[] {
  const told = points.filter((part) => part.points >= score / 20)
  const rest = points.slice(told.length).reduce((sum, part) => sum + part.points, 0)
  return [
    ...told.map(sentence),
    ...(rest > 0 ? [`${rest.toFixed(1)} points come from smaller parts.`] : []),
    ...ordinary.map(ordinarySentence),
  ]
}

function spanWords(window: number): string {
  return window === 1 ? 'one day' : `${window} days`
}

function amount(measure: string, value: number): string {
  const { words, counted } = MEASURE_WORDS[measure] ?? { words: measure, counted: 'number' }
  return `${figure(counted, value)} ${words}`
}

function figure(counted: 'bytes' | 'number' | 'share', value: number): string {
  if (counted === 'bytes') return formatBytes(value)
  return counted === 'share' ? `${Math.round(100 * value)} %` : formatCount(value)
}

function rangeWords(measure: string, [low, high]: readonly [number, number]): string {
  const counted = MEASURE_WORDS[measure]?.counted ?? 'number'
  const ends = [figure(counted, low), figure(counted, high)]
  return ends[0] === ends[1] ? `${ends[0]}` : `${ends[0]} to ${ends[1]}`
}

function peerWords(quantile: number, peers: string): string {
  if (quantile > 0.9995) return `more than anything of ${peers} in 28 days`
  return `more than ${Math.floor(1000 * quantile) / 10} % of the values of ${peers} in 28 days`
}

import { formatBytes, formatCount } from '../base/bytes.ts'
import type { Channel } from '../detect/signal.ts'
import type { RareDestination, Taken, WeightFiles } from './taken.ts'

/** What the headline is made of: channels are those on which a rule spoke. */
export interface HeadlineFacts extends Omit<Taken, 'assets'> {
  readonly channels: readonly Channel[]
  /** First and last act that a signal counted. */
  readonly firstActivity: string
  readonly lastActivity: string
}

/**
 * The case in one or two sentences: what left through the channels on which a rule spoke, within how many days,
 * and where it went.
 */
export function headline(facts: HeadlineFacts): string {
  const has = (channel: Channel) => facts.channels.includes(channel)
  const collected = [
    ...(has('registry') ? facts.weights.slice(0, 1).map(weightFiles) : []),
    ...(has('lake') ? [`${formatBytes(facts.lakeBytes)} of training data`] : []),
    ...(has('inference') ? [`${formatCount(facts.logprobRequests)} answers with log-probabilities`] : []),
  ]
  const days = daysBetween(facts.firstActivity, facts.lastActivity)
  const over = days === 1 ? 'within a day' : `over ${days} days`
  const sent = has('egress') ? facts.rareDestinations.slice(0, 1).map(sentTo) : []
  const sentences = [...(collected.length > 0 ? [`${listed(collected)} were taken ${over}`] : []), ...sent]
  return `${sentences.join('; ')}.`
}

function weightFiles({ asset, files, ofFiles }: WeightFiles): string {
  const name = asset === '' ? 'a model the directory does not know' : asset
  return ofFiles >= files
    ? `${formatCount(files)} of ${formatCount(ofFiles)} weight files of ${name}`
    : `${formatCount(files)} weight files of ${name}`
}

function sentTo({ destination, bytes, people }: RareDestination): string {
  const others = people - 1
  const users =
    others === 0
      ? 'nobody else uses'
      : others === 1
        ? 'one other person uses'
        : `${formatCount(others)} other people use`
  return `${formatBytes(bytes)} went out through the tunnel to ${destination}, a destination ${users}`
}

/**
 * Words in a row.
 *
 * @example listed(['a', 'b', 'c']) // => 'a, b and c'
 */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}

/**
 * Days from one moment to another, at least one.
 *
 * @example daysBetween('2026-03-10T22:00:00Z', '2026-03-12T01:00:00Z') // => 1
 */
export function daysBetween(first: string, last: string): number {
  return Math.max(1, Math.round((Date.parse(last) - Date.parse(first)) / 86_400_000))
}

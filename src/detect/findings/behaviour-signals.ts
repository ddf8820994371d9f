import { createHash } from 'node:crypto'
import { MEASURE_WORDS } from '../behaviour/explain/measure-words.ts'
import { sentence } from '../behaviour/explain/sentences.ts'
import type { Explanation, Points } from '../behaviour/scores.ts'
import { daysBefore } from '../judge.ts'
import { CHANNELS, type Channel, type Signal } from '../signal.ts'
import { channelOf } from './channel-of.ts'
import { CHANNEL_TECHNIQUES } from './channel-techniques.ts'
import { BEHAVIOUR, DETECTORS } from './detectors.ts'

/** A channel with a smaller share of the points is not told. */
const LEAST_SHARE = 0.1

/** So far above the threshold a finding is critical, in nats. */
const CRITICAL_ABOVE = 10

/** What a day above the threshold is told with. */
export interface Told {
  readonly explanation: Explanation
  /** In nats. */
  readonly threshold: number
  /** Of the score among other people's days. */
  readonly rarity: number
  /** End of the last logged hour. */
  readonly logEnd: string
  /** What the person touched on each channel, most first. */
  readonly assets: Readonly<Record<Channel, readonly string[]>>
}

/** A day above the threshold as signals, one a channel; their evidence is the channel's points. */
export function behaviourSignals(told: Told): Signal[] {
  const { explanation } = told
  return CHANNELS.flatMap((channel) => {
    const points = explanation.points.filter(({ measure }) => channelOf(measure) === channel)
    const sum = points.reduce((total, part) => total + part.points, 0)
    const [first] = points
    return first === undefined || sum < LEAST_SHARE * explanation.score
      ? []
      : [signalOf(told, channel, points, first, sum)]
  })
}

function signalOf(
  { explanation, threshold, rarity, logEnd, assets }: Told,
  channel: Channel,
  points: readonly Points[],
  first: Points,
  sum: number,
): Signal {
  const { person, day, score } = explanation
  const windowStart = `${daysBefore(day, first.window - 1)}T00:00:00Z`
  const windowEnd = `${daysBefore(day, -1)}T00:00:00Z`
  const raisedAt = logEnd < windowEnd ? logEnd : windowEnd
  return {
    id: createHash('sha256')
      .update(JSON.stringify([BEHAVIOUR, person, channel, day]))
      .digest('hex')
      .slice(0, 20),
    rule: BEHAVIOUR,
    ruleVersion: DETECTORS[BEHAVIOUR].version,
    person,
    channel,
    assets: assets[channel],
    windowStart,
    windowEnd,
    firstActivity: windowStart,
    lastActivity: raisedAt,
    raisedAt,
    measure: MEASURE_WORDS[first.measure]?.words ?? first.measure,
    unit: unitOf(first.measure),
    observed: first.value,
    expectedSelf: first.expected === null ? null : (first.expected[0] + first.expected[1]) / 2,
    expectedPeers: null,
    peers: first.peers,
    pValue: rarity,
    evidence: sum,
    sentence: [
      `${sum.toFixed(1)} of ${score.toFixed(1)} points on ${day}, where a case opens at ${threshold.toFixed(1)}.`,
      ...points.slice(0, 2).map(sentence),
    ].join(' '),
    severity: score > threshold + CRITICAL_ABOVE ? 'critical' : DETECTORS[BEHAVIOUR].severity,
    techniques: CHANNEL_TECHNIQUES[channel],
  }
}

function unitOf(measure: string): Signal['unit'] {
  const counted = MEASURE_WORDS[measure]?.counted
  if (counted === 'bytes' || counted === 'share') return counted
  return measure === 'logprobTokens'
    ? 'tokens'
    : measure === 'requests' || measure === 'offRequests'
      ? 'requests'
      : 'rows'
}

import type { Channel, Signal } from '../signal.ts'
import type { Part, SmallFinding } from '../small-budgets/small-finding.ts'
import { CHANNEL_TECHNIQUES } from './channel-techniques.ts'
import { DETECTORS } from './detectors.ts'

/** The channel that what somebody did in a finding went through. */
const CHANNEL_OF: Readonly<Record<Part['did'], Channel>> = {
  collected: 'registry',
  sent: 'egress',
  touched: 'registry',
  scored: 'egress',
}

const UNIT_OF: Readonly<Record<Part['did'], Signal['unit']>> = {
  collected: 'bytes',
  sent: 'bytes',
  touched: 'requests',
  scored: 'rows',
}

const MEASURE_OF: Readonly<Record<Part['did'], string>> = {
  collected: 'bytes collected',
  sent: 'bytes sent',
  touched: 'touches of a decoy',
  scored: 'highest score, in nats',
}

/**
 * A finding about one person or several as signals: one for each part that somebody had in it. Its rarity is what its own
 * past shows: findings as far out as its bar, over the weeks that were looked at.
 */
export function smallSignals(finding: SmallFinding): Signal[] {
  const { rule, windowStart, windowEnd, firstActivity, lastActivity, asset, bar } = finding
  const pValue = (1 + bar.ordinary) / (1 + 7 * bar.weeks)
  return finding.parts.map((part): Signal => {
    const channel = CHANNEL_OF[part.did]
    return {
      id: `${finding.id.slice(0, 14)}${idPart(finding, part)}`,
      rule,
      ruleVersion: DETECTORS[rule].version,
      person: part.person,
      channel,
      assets: asset === undefined ? [] : [asset],
      windowStart,
      windowEnd,
      firstActivity,
      lastActivity,
      raisedAt: windowEnd,
      measure: MEASURE_OF[part.did],
      unit: UNIT_OF[part.did],
      observed: part.amount,
      expectedSelf: null,
      expectedPeers: null,
      peers: 'the organisation’s own past weeks',
      pValue,
      evidence: -Math.log(pValue),
      sentence: finding.sentence,
      severity: DETECTORS[rule].severity,
      techniques: CHANNEL_TECHNIQUES[channel],
    }
  })
}

/** Parts are told apart by their place, which is theirs whichever days are asked about. */
function idPart({ parts }: SmallFinding, part: Part): string {
  return String(parts.indexOf(part)).padStart(6, '0')
}

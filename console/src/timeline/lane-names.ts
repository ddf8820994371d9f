import type { Lane } from '../../../src/cases/case.ts'
import type { Channel } from '../../../src/detect/signal.ts'

/** What a lane is called. */
export const LANE_NAMES: Record<Channel, string> = {
  inference: 'Inference',
  registry: 'Registry',
  lake: 'Lake',
  egress: 'Egress',
}

/** Every channel there is. */
export const CHANNELS = Object.keys(LANE_NAMES) as Channel[]

/** What one of its bars counts. */
export const LANE_UNITS: Record<Lane['unit'], string> = {
  requests: 'requests an hour',
  bytes: 'bytes an hour',
}

import type { Channel } from './signal.ts'

/** The roll-up that holds what went through each channel, by person and hour. */
export const CHANNEL_ROLL_UPS: Readonly<Record<Channel, string>> = {
  inference: 'inference_hour',
  registry: 'artifact_hour',
  lake: 'object_hour',
  egress: 'flow_hour',
}

import { MEASURES, type MeasureName } from '../behaviour/measures.ts'
import type { Channel } from '../signal.ts'

/** What is made of several measures: a balance is about what left. */
const DERIVED: Readonly<Record<string, Channel>> = { logprobShare: 'inference', nightShare: 'inference' }

/**
 * The channel that a quantity or a column of the model is about.
 *
 * @example channelOf('freshWeights') // => 'registry'
 * @example channelOf('balanceRare') // => 'egress'
 */
export function channelOf(measure: string): Channel {
  if (Object.hasOwn(MEASURES, measure)) return MEASURES[measure as MeasureName]
  return DERIVED[measure] ?? 'egress'
}

import type { Signal } from '../signal.ts'
import { SMALL_RULES, type SmallRule } from '../small-budgets/small-finding.ts'

/** What a detector that is code, not content, brings along for its signals. */
export interface Detector {
  readonly title: string
  readonly version: number
  readonly severity: Signal['severity']
}

/** The behaviour model's signals carry this as their rule. */
export const BEHAVIOUR = 'behaviour'

/** Each opens a case by itself, within a budget of its own. */
export const DETECTORS: Readonly<Record<typeof BEHAVIOUR | SmallRule, Detector>> = {
  [BEHAVIOUR]: { title: 'Unlike themselves and unlike their peers', version: 1, severity: 'high' },
  'weights-to-new-place': {
    title: 'Weights, then a place never seen before',
    version: 1,
    severity: 'critical',
  },
  'several-feed-one-place': { title: 'Several people feed one rare place', version: 1, severity: 'high' },
  'joint-collection': {
    title: 'One asset collected jointly from outside its project',
    version: 1,
    severity: 'high',
  },
  'decoy-touched': { title: 'A decoy was touched', version: 1, severity: 'critical' },
  'look-back-on-leaving': {
    title: 'What the last 60 days show of somebody who leaves',
    version: 1,
    severity: 'high',
  },
  'handed-over': { title: 'One collects, another sends', version: 1, severity: 'high' },
}

/** The rules of all of them. */
export const DETECTOR_RULES: readonly string[] = [BEHAVIOUR, ...SMALL_RULES]

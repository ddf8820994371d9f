import { BEHAVIOUR } from './behaviour.ts'
import type { Detector } from './detector.ts'
import { ECOD, ISOLATION_FOREST } from './peers.ts'
import { KQL_RULES, SPL_RULES } from './rules.ts'
import { SMALL_BUDGETS } from './small-budgets.ts'
import { THREE_SIGMA } from './three-sigma.ts'

/** Every row of the table, the one under test first. */
export const DETECTORS: readonly Detector[] = [
  BEHAVIOUR,
  SMALL_BUDGETS,
  KQL_RULES,
  SPL_RULES,
  THREE_SIGMA,
  ISOLATION_FOREST,
  ECOD,
]

import type { Taker } from '../take-input.ts'
import type { Look } from './look.ts'

/** How followed files are read. */
export interface FollowTaker extends Taker {
  readonly signal: AbortSignal
  /** True where this file is followed already. */
  readonly isFollowed: (look: Look) => boolean
}

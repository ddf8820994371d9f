/** Which companies a benchmark looks at. They never share a seed. */
export const SETS = {
  /** For building and tuning. */
  development: 61_001,
  /** Ordinary people only: thresholds are fitted on them. */
  calibration: 62_001,
  /** Opened by the final run and by nothing else. */
  test: 63_001,
} as const

export type SetName = keyof typeof SETS

/** Thresholds for a look at development companies come from others of the same set, never from calibration. */
export const DEVELOPMENT_CALIBRATION = 61_501

/** The seeds of the first `count` companies of a set. */
export function seedsOf(set: SetName, count: number, first: number = SETS[set]): number[] {
  return Array.from({ length: count }, (_, at) => first + at)
}

import type { ReviewFigure } from './case.ts'

/** One person's sums over the days of a review. */
export interface ReviewSums {
  readonly person: string
  readonly requests: number
  readonly logprobRequests: number
  readonly tokensOut: number
  readonly afterHoursRequests: number
  readonly weightFiles: number
  readonly weightBytes: number
  readonly lakeBytes: number
  readonly tunnelBytes: number
}

interface FigureDefinition {
  readonly name: string
  readonly unit: ReviewFigure['unit']
  /** Null where the figure does not exist, e.g. a share of nothing. */
  readonly of: (sums: ReviewSums) => number | null
}

const FIGURES: readonly FigureDefinition[] = [
  { name: 'Requests to the inference API', unit: 'requests', of: (it) => it.requests },
  { name: 'Requests with log-probabilities', unit: 'requests', of: (it) => it.logprobRequests },
  { name: 'Share with log-probabilities', unit: 'share', of: (it) => share(it.logprobRequests, it.requests) },
  { name: 'Tokens returned', unit: 'tokens', of: (it) => it.tokensOut },
  {
    name: 'Share of requests after hours (22-06)',
    unit: 'share',
    of: (it) => share(it.afterHoursRequests, it.requests),
  },
  { name: 'Weight files read', unit: 'files', of: (it) => it.weightFiles },
  { name: 'Bytes of weight files', unit: 'bytes', of: (it) => it.weightBytes },
  { name: 'Bytes read from the lake', unit: 'bytes', of: (it) => it.lakeBytes },
  { name: 'Bytes sent out through the tunnel', unit: 'bytes', of: (it) => it.tunnelBytes },
]

/** The median of fewer people says what single ones of them did: cohorts under five are not compared. */
export const LEAST_COHORT = 5

/**
 * The figures of one person beside the median over the other members of the team. Members without a figure, e.g. no
 * request to take a share of, are left out of its median; those without activity count as zero. Fewer than
 * {@link LEAST_COHORT} others have no median.
 */
export function reviewFigures(own: ReviewSums, others: readonly ReviewSums[]): ReviewFigure[] {
  return FIGURES.map(({ name, unit, of }) => {
    const value = of(own) ?? 0
    const figures = others.map(of).filter((it) => it !== null)
    const teamMedian = figures.length < LEAST_COHORT ? null : median(figures)
    return {
      name,
      unit,
      value,
      teamMedian,
      ratio: teamMedian === null || teamMedian === 0 ? null : value / teamMedian,
    }
  })
}

/**
 * The middle value, or the mean of the two; null of nothing.
 *
 * @example median([3, 1, 2, 10]) // => 2.5
 * @example median([]) // => null
 */
export function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((left, right) => left - right)
  const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]]
  return low === undefined || high === undefined ? null : (low + high) / 2
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole
}

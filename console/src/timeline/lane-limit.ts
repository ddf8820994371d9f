import type { AssetTaken, Lane } from '../../../src/cases/case.ts'

/** What a lane's running total is measured against: the whole of the assets it carried. */
export interface LaneLimit {
  readonly bytes: number
  readonly label: string
}

/**
 * The size of the case's assets that flagged hours of the lane were about; null for lanes of requests
 * and wherever one of those sizes is unknown, because a line drawn too low would say "all of it".
 */
export function laneLimit(lane: Lane, assets: readonly AssetTaken[]): LaneLimit | null {
  if (lane.unit !== 'bytes') return null
  const carried = new Set(lane.points.filter(({ flagged }) => flagged).map(({ about }) => about))
  const involved = assets.filter(({ asset }) => carried.has(asset))
  const sizes = involved.flatMap(({ totalBytes }) => totalBytes ?? [])
  if (sizes.length === 0 || sizes.length < involved.length) return null
  const [only] = involved
  return {
    bytes: sizes.reduce((sum, size) => sum + size, 0),
    label:
      involved.length === 1 && only !== undefined
        ? `all of ${only.asset}`
        : `all of ${involved.length} assets`,
  }
}

import { LAKE_ASSETS, MODELS } from '../world/assets.ts'

/** Which asset stands behind a call, a path, or a place in the lake; empty for what is no asset. */
export interface Patterns {
  readonly ofCall: (endpoint: string, model: string) => string
  readonly paths: readonly (readonly [path: string, asset: string])[]
  readonly places: readonly (readonly [place: string, asset: string])[]
}

/** The assets of the made-up company, as its `assets.yaml` says. */
export const WORLD_PATTERNS: Patterns = {
  ofCall: (endpoint, model) =>
    model === ''
      ? (MODELS.find(({ endpoints }) => endpoints.some((known) => endpoint.startsWith(known)))?.id ?? '')
      : (MODELS.find(({ id }) => id === model)?.id ?? ''),
  paths: MODELS.map(({ path, id }) => [path, id]),
  places: LAKE_ASSETS.map(({ bucket, prefix, id }) => [`${bucket}/${prefix}`, id]),
}

export function assetOfRegistry({ paths }: Patterns, path: string): string {
  return paths.find(([known]) => path.startsWith(known))?.[1] ?? ''
}

export function assetOfLake({ places }: Patterns, bucket: string, prefix: string): string {
  return places.find(([known]) => `${bucket}/${prefix}`.startsWith(known))?.[1] ?? ''
}

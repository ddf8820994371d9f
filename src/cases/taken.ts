import type { AnalyticsStore } from '../store/analytics/analytics-store.ts'
import type { AssetTaken } from './case.ts'

/** What reached a person since a moment: by asset, and in all. */
export interface Taken {
  /** Most bytes first, then most tokens. */
  readonly assets: readonly AssetTaken[]
  readonly weights: readonly WeightFiles[]
  readonly lakeBytes: number
  readonly logprobRequests: number
  readonly rareDestinations: readonly RareDestination[]
}

/** Weight files of one asset, each file once. */
export interface WeightFiles {
  readonly asset: string
  readonly files: number
  /** How many files the names say there are, as in model-00001-of-00037.safetensors; 0 where they do not. */
  readonly ofFiles: number
  readonly bytes: number
}

/** An outside destination that no register names, with how many people have ever used it; rare ones first. */
export interface RareDestination {
  readonly destination: string
  readonly bytes: number
  readonly people: number
}

interface AssetRow {
  readonly asset: string
  readonly kind: string
  readonly sensitivity: string
  readonly total: number
  readonly files: number
  readonly of_files: number
  readonly weight_bytes: number
  readonly lake_bytes: number
  readonly tokens_out: number
  readonly logprob_tokens: number
  readonly logprob_requests: number
}

// A file read twice is one file, with its largest read: the copy is whole once.
const BY_ASSET = `
SELECT taken.asset AS asset, kind, sensitivity, asset.bytes AS total, files, of_files, weight_bytes, lake_bytes,
  tokens_out, logprob_tokens, logprob_requests
FROM (
  SELECT asset, sum(f) AS files, max(o) AS of_files, sum(w) AS weight_bytes, sum(l) AS lake_bytes,
    sum(t) AS tokens_out, sum(p) AS logprob_tokens, sum(r) AS logprob_requests
  FROM (
    SELECT asset, 1 AS f, toUInt32OrZero(extract(file, '-of-(\\\\d+)')) AS o, max(largest) AS w, 0 AS l, 0 AS t, 0 AS p, 0 AS r
    FROM artifact_hour
    WHERE person = {person:String} AND hour >= {since:DateTime} AND is_weights AND bytes > 0
      AND NOT match(operation, '(?i)^(put|post|patch|delete|head|list|log)')
    GROUP BY asset, path, file
    UNION ALL
    SELECT asset, 0, 0, 0, sum(bytes), 0, 0, 0 FROM object_hour
    WHERE person = {person:String} AND hour >= {since:DateTime}
      AND NOT match(operation, '(?i)^(put|post|patch|delete|head|list|copy|complete|upload)')
    GROUP BY asset
    UNION ALL
    SELECT asset, 0, 0, 0, 0, sum(tokens_out), sum(logprob_tokens), sum(logprob_requests) FROM inference_hour
    WHERE person = {person:String} AND hour >= {since:DateTime}
    GROUP BY asset
  )
  GROUP BY asset
) AS taken
LEFT JOIN asset ON asset.asset = taken.asset`

const BY_DESTINATION = `
SELECT destination, sumIf(bytes_out, person = {person:String} AND hour >= {since:DateTime}) AS bytes, uniqExact(person) AS people
FROM flow_hour
WHERE NOT is_internal AND standing = '' AND destination IN (
  SELECT destination FROM flow_hour WHERE person = {person:String} AND hour >= {since:DateTime}
)
GROUP BY destination
HAVING bytes > 0
ORDER BY people > 3, bytes DESC, destination`

/** Reads what a person took since `since` (a whole hour, ISO 8601), to the end of the logs. */
export async function readTaken(analytics: AnalyticsStore, person: string, since: string): Promise<Taken> {
  const parameters = { person, since: since.slice(0, 19).replace('T', ' ') }
  const rows = await analytics.query<AssetRow>(BY_ASSET, parameters)
  const rareDestinations = await analytics.query<RareDestination>(BY_DESTINATION, parameters)
  return {
    assets: rows
      .filter((row) => row.asset !== '')
      .map(assetTaken)
      .filter((asset) => asset.bytes > 0 || asset.tokensOut > 0)
      .sort((left, right) => right.bytes - left.bytes || right.tokensOut - left.tokensOut),
    weights: rows
      .filter((row) => row.files > 0)
      .map((row) => ({ asset: row.asset, files: row.files, ofFiles: row.of_files, bytes: row.weight_bytes }))
      .sort((left, right) => right.bytes - left.bytes),
    lakeBytes: rows.reduce((sum, row) => sum + row.lake_bytes, 0),
    logprobRequests: rows.reduce((sum, row) => sum + row.logprob_requests, 0),
    rareDestinations,
  }
}

/** Reads of the lake add up, so that a data set read twice is no more than the whole of it. */
function assetTaken(row: AssetRow): AssetTaken {
  const fromLake = row.total > 0 ? Math.min(row.lake_bytes, row.total) : row.lake_bytes
  const bytes = row.weight_bytes + fromLake
  return {
    asset: row.asset,
    kind: row.kind,
    sensitivity: row.sensitivity,
    bytes,
    totalBytes: row.total > 0 ? row.total : null,
    share: row.total > 0 ? Math.min(1, bytes / row.total) : null,
    tokensOut: row.tokens_out,
    logprobTokens: row.logprob_tokens,
  }
}

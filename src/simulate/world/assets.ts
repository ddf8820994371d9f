import { stringify } from 'yaml'

const GB = 1_000_000_000
const LAKE = 'prometheus-training-data'

/** A model as the registry keeps it: `shards` weight files of `shardBytes` under one path. */
export interface ModelAsset {
  readonly id: string
  readonly sensitivity: 'restricted' | 'confidential' | 'internal'
  readonly project: string
  readonly path: string
  readonly shards: number
  readonly shardBytes: number
  readonly endpoints: readonly string[]
}

/** Data as the lake keeps it: `objects` of `bytes` together under one prefix, in numbered parts. */
export interface LakeAsset {
  readonly id: string
  readonly kind: 'dataset' | 'reward-model' | 'evaluation-set'
  readonly sensitivity: 'restricted' | 'confidential' | 'internal'
  readonly project: string
  readonly bucket: string
  readonly prefix: string
  readonly bytes: number
  readonly objects: number
  /** 0: always read as a whole. */
  readonly parts: number
}

/** The flagship. The API's own log names no model, so its two endpoints stand for this one. */
export const TITAN_70B: ModelAsset = {
  id: 'titanlm-70b',
  sensitivity: 'restricted',
  project: 'titan',
  path: 'models/titanllm-70b/weights/',
  shards: 37,
  shardBytes: 3.8 * GB,
  endpoints: ['/v1/completions', '/v1/chat/completions'],
}

const model = (id: string, project: string, shards: number, shardBytes: number): ModelAsset => ({
  id,
  sensitivity: 'confidential',
  project,
  path: `models/${id}/weights/`,
  shards,
  shardBytes,
  endpoints: [],
})

export const TITAN_7B = model('titanlm-7b', 'titan', 4, 3.6 * GB)
export const CODE_13B = model('titanlm-code-13b', 'code', 7, 3.8 * GB)
export const EMBED = model('titan-embed', 'assist', 1, 1.3 * GB)
export const MODELS: readonly ModelAsset[] = [TITAN_70B, TITAN_7B, CODE_13B, EMBED]

const dataset = (
  id: string,
  project: string,
  terabytes: number,
  objects: number,
  parts: number,
): LakeAsset => ({
  id,
  kind: 'dataset',
  sensitivity: 'confidential',
  project,
  bucket: LAKE,
  prefix: `titanllm/${id}/`,
  bytes: terabytes * 1000 * GB,
  objects,
  parts,
})

export const SFT: LakeAsset = {
  ...dataset('sft-dataset-v3', 'titan', 1.4, 142_847, 40),
  sensitivity: 'restricted',
}
export const PRETRAIN: LakeAsset = dataset('pretrain-mix-v2', 'titan', 4, 81_920, 100)
export const REWARD: LakeAsset = {
  ...dataset('rlhf-reward-model', 'titan', 0.028, 37, 0),
  kind: 'reward-model',
  sensitivity: 'restricted',
}
export const EVALUATION: LakeAsset = {
  ...dataset('eval-benchmarks-internal', 'titan', 0.012, 8_442, 0),
  kind: 'evaluation-set',
  sensitivity: 'restricted',
}
export const WEB_CRAWL = dataset('web-crawl-2025', 'titan', 9, 184_320, 200)
export const CODE_CORPUS = dataset('code-corpus-v4', 'code', 1.1, 64_000, 32)
export const DIALOGUES = dataset('dialogue-logs-v2', 'assist', 0.38, 22_016, 16)
export const TELEMETRY: LakeAsset = {
  ...dataset('product-telemetry', 'assist', 0.6, 43_800, 60),
  sensitivity: 'internal',
  bucket: 'prometheus-analytics',
  prefix: 'telemetry/',
}
export const LAKE_ASSETS: readonly LakeAsset[] = [
  SFT,
  PRETRAIN,
  REWARD,
  EVALUATION,
  WEB_CRAWL,
  CODE_CORPUS,
  DIALOGUES,
  TELEMETRY,
]

/**
 * The name of a weight file, counted from 1.
 *
 * @example shardName(1, 37) // => 'model-00001-of-00037.safetensors'
 */
export function shardName(number: number, shards: number): string {
  const five = (value: number) => String(value).padStart(5, '0')
  return `model-${five(number)}-of-${five(shards)}.safetensors`
}

/** The part of an asset with that number, counted from 0; the whole prefix where it has no parts. */
export function partPrefix(asset: LakeAsset, part: number): string {
  return asset.parts === 0
    ? asset.prefix
    : `${asset.prefix}part-${String(part % asset.parts).padStart(3, '0')}/`
}

/** The directory's list of what is worth stealing, as YAML. */
export function assetsYaml(): string {
  const models = MODELS.map(({ id, sensitivity, project, path, shards, shardBytes, endpoints }) => ({
    id,
    kind: 'model',
    sensitivity,
    bytes: Math.round(shards * shardBytes),
    project,
    registry: [path],
    endpoints,
    models: [id],
  }))
  const data = LAKE_ASSETS.map(({ id, kind, sensitivity, bytes, project, bucket, prefix }) => ({
    id,
    kind,
    sensitivity,
    bytes: Math.round(bytes),
    project,
    buckets: [{ bucket, prefix }],
  }))
  return stringify({ assets: [...models, ...data] })
}

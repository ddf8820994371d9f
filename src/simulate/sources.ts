import type { Flow } from './lines/flow-line.ts'
import type { GatewayCall } from './lines/gateway-line.ts'
import type { InferenceCall } from './lines/inference-line.ts'
import type { LakeRead } from './lines/lake-line.ts'
import type { RegistryRead } from './lines/registry-line.ts'

/** The log files that are written: one folder and one file name per source. */
export const SOURCES = {
  api: { folder: 'api', stem: 'inference', extension: 'log' },
  gateway: { folder: 'gateway', stem: 'gateway', extension: 'jsonl' },
  registry: { folder: 'registry', stem: 'mlflow', extension: 'log' },
  lake: { folder: 'lake', stem: 'minio', extension: 'log' },
  flows: { folder: 'flows', stem: 'vpn', extension: 'log' },
} as const

export type Source = keyof typeof SOURCES

/** What each source writes down as one line; `time` in it is in milliseconds. */
export interface Acts {
  readonly api: InferenceCall
  readonly gateway: GatewayCall
  readonly registry: RegistryRead
  readonly lake: LakeRead
  readonly flows: Flow
}

/** Where acts go: into log files, or straight into sums by the hour. */
export interface ActSink {
  add<Of extends Source>(source: Of, act: Acts[Of]): void
}

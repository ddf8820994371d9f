import type { LakeFormat } from './formats/lake.ts'
import type { NetworkFormat } from './formats/network.ts'

/** Which products a company runs. LiteLLM and an MLflow behind nginx stand everywhere. */
export interface Site {
  readonly lake: LakeFormat
  readonly network: NetworkFormat
}

/** All nine pairs of lake and network come up within nine consecutive seeds. */
export function siteOf(seed: number): Site {
  const networks = ['zeek', 'vpc', 'squid'] as const
  const lakes = ['minio', 'cloudtrail', 's3-access'] as const
  return { network: networks[seed % 3] ?? 'zeek', lake: lakes[Math.floor(seed / 3) % 3] ?? 'minio' }
}

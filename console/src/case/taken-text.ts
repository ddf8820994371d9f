import type { AssetTaken } from '../../../src/cases/case.ts'
import { formatBytes } from '../format/bytes.ts'
import { formatLarge } from '../format/quantity.ts'

/** How much of an asset was taken, in words: bytes beside its size, and tokens. */
export function takenText({ bytes, totalBytes, tokensOut }: AssetTaken): string {
  const size =
    totalBytes === null
      ? `${formatBytes(bytes)}, size unknown`
      : `${formatBytes(bytes)} of ${formatBytes(totalBytes)}`
  const parts = [...(bytes > 0 ? [size] : []), ...(tokensOut > 0 ? [`${formatLarge(tokensOut)} tokens`] : [])]
  return parts.length === 0 ? 'nothing' : parts.join(', ')
}

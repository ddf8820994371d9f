import type { AssetTaken } from '../../../src/cases/case.ts'
import { formatBytes } from '../format/bytes.ts'
import { formatLarge, formatShare } from '../format/quantity.ts'

/** How much of each asset is gone: a bar, and the same in words. */
export function AssetShares({ assets }: { readonly assets: readonly AssetTaken[] }) {
  return (
    <table className="assets">
      <caption className="hidden">Share of each asset taken</caption>
      <thead className="hidden">
        <tr>
          <th scope="col">Asset</th>
          <th scope="col">Kind</th>
          <th scope="col">Share</th>
          <th scope="col">Taken</th>
        </tr>
      </thead>
      <tbody>
        {assets.map((taken) => (
          <tr key={taken.asset}>
            <th scope="row">{taken.asset}</th>
            <td className="asset-kind">
              {taken.sensitivity} {taken.kind}
            </td>
            <td className="asset-bar">
              <svg width="100%" height="8" aria-hidden="true">
                <rect className="track" width="100%" height="8" />
                {taken.share !== null && (
                  <rect className="fill" width={`${Math.min(100, taken.share * 100)}%`} height="8" />
                )}
              </svg>
            </td>
            <td className="asset-share">{taken.share === null ? '–' : formatShare(taken.share)}</td>
            <td className="asset-text">{takenText(taken)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function takenText({ bytes, totalBytes, tokensOut }: AssetTaken): string {
  const size =
    totalBytes === null
      ? `${formatBytes(bytes)}, size unknown`
      : `${formatBytes(bytes)} of ${formatBytes(totalBytes)}`
  const parts = [...(bytes > 0 ? [size] : []), ...(tokensOut > 0 ? [`${formatLarge(tokensOut)} tokens`] : [])]
  return parts.length === 0 ? 'nothing' : parts.join(', ')
}

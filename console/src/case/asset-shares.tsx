import { useState } from 'react'
import type { AssetTaken } from '../../../src/cases/case.ts'
import { formatShare } from '../format/quantity.ts'
import { takenText } from './taken-text.ts'

/** Rows that fit above the timeline; a case of fifty assets must not push it off the screen. */
const FIRST_ROWS = 6

/** How much of each asset is gone: a bar, and the same in words. */
export function AssetShares({ assets }: { readonly assets: readonly AssetTaken[] }) {
  const [isWhole, setWhole] = useState(assets.length <= FIRST_ROWS)
  const shown = isWhole ? assets : assets.slice(0, FIRST_ROWS - 1)
  return (
    <>
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
          {shown.map((taken) => (
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
      {!isWhole && (
        <button type="button" className="more" onClick={() => setWhole(true)}>
          Show all {assets.length} assets
        </button>
      )}
    </>
  )
}

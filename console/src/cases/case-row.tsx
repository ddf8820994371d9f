import { Link } from '@tanstack/react-router'
import type { CaseSummary } from '../../../src/cases/case.ts'
import { formatDay } from '../format/clock.ts'
import { formatShare } from '../format/quantity.ts'
import { SeverityMark } from './severity-mark.tsx'

/** One case in the list: who, what in a sentence, how much of which asset. */
export function CaseRow({ found }: { readonly found: CaseSummary }) {
  const shares = found.assets.filter(({ share }) => share !== null && share > 0).slice(0, 3)
  const more = found.assets.length - shares.length
  return (
    <li>
      <Link
        to="/cases/$id"
        params={{ id: found.id }}
        className="case-row"
        activeOptions={{ includeSearch: false }}
        activeProps={{ 'aria-current': 'page' }}
      >
        <span className="case-row-top">
          <SeverityMark severity={found.severity} />
          <span>first signal {formatDay(Date.parse(found.firstSignal), 'UTC')}</span>
        </span>
        <span className="case-person">{found.person}</span>
        <span className="case-headline">{found.headline}</span>
        <span className="case-channels">{found.channels.join(' · ')}</span>
        {shares.length > 0 && (
          <span className="case-shares">
            {shares.map(({ asset, share }) => (
              <span key={asset}>
                <span>{asset}</span>
                <b>{formatShare(share ?? 0)}</b>
              </span>
            ))}
            {more > 0 && <span>and {more} more</span>}
          </span>
        )}
      </Link>
    </li>
  )
}

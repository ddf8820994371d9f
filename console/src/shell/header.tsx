import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { statusQuery } from '../api/queries.ts'
import { formatCount } from '../format/bytes.ts'
import { ShortcutHelp } from './shortcut-help.tsx'
import { ThemeToggle } from './theme-toggle.tsx'

/** Name, what the installation holds, theme and keys. */
export function Header() {
  const { data } = useQuery(statusQuery)
  return (
    <header className="header">
      <Link to="/" className="wordmark">
        Weighbridge
      </Link>
      <nav aria-label="Pages">
        <Link to="/" activeOptions={{ exact: false }}>
          Cases
        </Link>
        <Link to="/sources">Sources</Link>
        <Link to="/destinations">Destinations</Link>
        <Link to="/feedback">Feedback</Link>
      </nav>
      <p className="status">
        {data !== undefined && (
          <>
            {Object.entries(data.counts).map(([name, count]) => (
              <span key={name}>
                <b>{formatCount(count)}</b> {name}
              </span>
            ))}
            <span>version {data.version}</span>
          </>
        )}
      </p>
      <ThemeToggle />
      <ShortcutHelp />
    </header>
  )
}

import { useQuery } from '@tanstack/react-query'
import { casesQuery } from '../api/queries.ts'

/** The middle before a case is chosen. */
export function Welcome() {
  const { data } = useQuery(casesQuery)
  const open = data?.filter(({ state }) => state === 'open').length ?? 0
  return (
    <main id="main" className="middle wide">
      <h1 className="hidden">Weighbridge</h1>
      {data !== undefined && data.length > 0 && (
        <div className="state">
          <h2>{open === 1 ? 'One case needs you' : `${open} cases need you`}</h2>
          <p>
            Choose one on the left, or press <kbd>j</kbd> and <kbd>Enter</kbd>. <kbd>?</kbd> lists every key.
          </p>
        </div>
      )}
    </main>
  )
}

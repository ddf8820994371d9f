import { useQuery } from '@tanstack/react-query'
import { reviewQuery } from '../api/queries.ts'
import { formatDay } from '../format/clock.ts'
import { Failure } from '../states/failure.tsx'
import { Loading } from '../states/loading.tsx'
import { Destinations } from './destinations.tsx'
import { ReviewFigures } from './review-figures.tsx'

/** One quarter, as access reviews are held. */
const DAYS = 90

/** What the person took beside what their team takes. */
export function Review({ person }: { readonly person: string }) {
  const { data, error, isPending, refetch } = useQuery(reviewQuery(person, DAYS))
  return (
    <section className="block" aria-labelledby="review-title">
      <h2 id="review-title">
        Access review: {DAYS} days
        {data !== undefined && (
          <span>
            {formatDay(Date.parse(data.from), 'UTC')} to {formatDay(Date.parse(data.to), 'UTC')}, beside team{' '}
            {data.team}
          </span>
        )}
      </h2>
      {isPending && <Loading what="the access review" />}
      {error !== null && <Failure title="The review cannot be shown" error={error} retry={refetch} />}
      {data !== undefined && (
        <>
          <ReviewFigures figures={data.figures} />
          <Destinations destinations={data.destinations} />
        </>
      )}
    </section>
  )
}

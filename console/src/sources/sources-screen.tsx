import { useQuery } from '@tanstack/react-query'
import { healthQuery } from '../api/queries.ts'
import { ConfidenceNote } from '../behaviour/confidence-note.tsx'
import { Failure } from '../states/failure.tsx'
import { Loading } from '../states/loading.tsx'
import { FindingList } from './finding-list.tsx'
import { SourceTable } from './source-table.tsx'

/** How the logs come in, and what the detectors cannot see. */
export function SourcesScreen() {
  const { data, error, isPending, refetch } = useQuery(healthQuery)
  return (
    <main id="main" className="middle wide">
      <section className="block" aria-labelledby="sources-title">
        <h2 id="sources-title">Sources</h2>
        {isPending && <Loading what="the sources" />}
        {error !== null && <Failure title="The sources cannot be shown" error={error} retry={refetch} />}
        {data !== undefined && <SourceTable sources={data.sources} />}
      </section>
      {data !== undefined && (
        <section className="block" aria-labelledby="sight-title">
          <h2 id="sight-title">
            What the detectors see
            {data.confidence !== undefined && <span>confidence of {data.confidence.day}</span>}
          </h2>
          {data.confidence !== undefined && <ConfidenceNote confidence={data.confidence} />}
          <FindingList findings={data.findings} />
        </section>
      )}
    </main>
  )
}

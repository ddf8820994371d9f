import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { evidenceQuery } from '../api/queries.ts'
import type { Selection } from '../case/selection.ts'
import { formatCount } from '../format/bytes.ts'
import { Failure } from '../states/failure.tsx'
import { Loading } from '../states/loading.tsx'
import { EvidenceTable } from './evidence-table.tsx'
import { QueryBlock } from './query-block.tsx'

/** Rows asked for at first, and after "Show more"; the server gives no more than the last. */
const LIMITS = [50, 1000] as const

interface EvidenceRowsProps {
  readonly id: string
  readonly selection: Selection
}

/** Fetches and shows the rows of one selection. */
export function EvidenceRows({ id, selection }: EvidenceRowsProps) {
  const [limit, setLimit] = useState<number>(LIMITS[0])
  const { data, error, isPending, refetch } = useQuery(evidenceQuery(id, selection, limit))
  if (error !== null) return <Failure title="The rows cannot be shown" error={error} retry={refetch} />
  if (isPending) return <Loading what="the rows" />
  const shown = data.rows.length
  return (
    <>
      <p className="evidence-count" role="status">
        <b>
          {formatCount(shown)} of {formatCount(data.total)} {data.total === 1 ? 'row' : 'rows'}
        </b>
        {shown < data.total && limit < LIMITS[1] && (
          <button type="button" onClick={() => setLimit(LIMITS[1])}>
            Show {formatCount(Math.min(LIMITS[1], data.total))}
          </button>
        )}
      </p>
      {shown === 0 ? (
        <div className="state">
          <p>No row matches. Run the query by hand to see why.</p>
        </div>
      ) : (
        <EvidenceTable evidence={data} />
      )}
      <QueryBlock sql={data.sql} />
    </>
  )
}

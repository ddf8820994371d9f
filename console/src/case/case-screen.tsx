import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { ApiFailure } from '../api/fetch-json.ts'
import { caseQuery } from '../api/queries.ts'
import { EvidencePanel } from '../evidence/evidence-panel.tsx'
import { isTimeZone } from '../format/time-zone.ts'
import { Failure } from '../states/failure.tsx'
import { Loading } from '../states/loading.tsx'
import { CaseView } from './case-view.tsx'
import { type SelectionSearch, selectionOf } from './selection.ts'
import { useSelect } from './use-select.ts'

interface CaseScreenProps {
  readonly id: string
  readonly search: SelectionSearch
}

/** Middle and right: one case, and the evidence for what is selected in it. */
export function CaseScreen({ id, search }: CaseScreenProps) {
  const { data, error, isPending, refetch } = useQuery(caseQuery(id))
  const select = useSelect(id)
  const selection = selectionOf(search)
  useEffect(() => {
    document.title = data === undefined ? 'Weighbridge' : `${data.person} · ${data.id} · Weighbridge`
  }, [data])
  if (data === undefined) {
    return (
      <main id="main" className="middle wide">
        {isPending && <Loading what="the case" />}
        {error !== null && (
          <Failure title={`Case ${id} cannot be shown`} error={error} {...retryOf(error, refetch)}>
            <p>
              <Link to="/">Go to the cases</Link>
            </p>
          </Failure>
        )}
      </main>
    )
  }
  const found = isTimeZone(data.timeZone) ? data : { ...data, timeZone: 'UTC' }
  return (
    <>
      <CaseView found={found} selection={selection} select={select} />
      <EvidencePanel found={found} selection={selection} />
    </>
  )
}

/** Asking again helps where the server failed, not where there is no such case. */
function retryOf(error: Error, retry: () => unknown): { retry?: () => unknown } {
  return error instanceof ApiFailure && error.status === 404 ? {} : { retry }
}

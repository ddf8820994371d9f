import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import type { CaseState, CaseSummary } from '../../../src/cases/case.ts'
import { casesQuery } from '../api/queries.ts'
import { Failure } from '../states/failure.tsx'
import { Loading } from '../states/loading.tsx'
import { NoCases } from '../states/no-cases.tsx'
import { CaseRow } from './case-row.tsx'
import { byUrgency } from './order.ts'
import { useListKeys } from './use-list-keys.ts'

const GROUPS: readonly { readonly state: CaseState; readonly title: string }[] = [
  { state: 'open', title: 'Needs you' },
  { state: 'closed', title: 'Closed' },
]

/** The left column. */
export function CaseList() {
  const list = useRef<HTMLElement>(null)
  const onKeyDown = useListKeys(list)
  const cases = useQuery(casesQuery)
  return (
    <nav className="case-list" aria-label="Cases" ref={list} onKeyDown={onKeyDown}>
      {cases.isPending && <Loading what="the cases" />}
      {cases.isError && (
        <Failure title="The cases cannot be shown" error={cases.error} retry={cases.refetch} />
      )}
      {cases.data?.length === 0 && <NoCases />}
      {GROUPS.map(({ state, title }) => (
        <CaseGroup
          key={state}
          title={title}
          cases={cases.data?.filter((found) => found.state === state) ?? []}
        />
      ))}
    </nav>
  )
}

function CaseGroup({ title, cases }: { readonly title: string; readonly cases: readonly CaseSummary[] }) {
  if (cases.length === 0) return null
  return (
    <section>
      <h2>
        {title} <span>{cases.length}</span>
      </h2>
      <ul>
        {cases.toSorted(byUrgency).map((found) => (
          <CaseRow key={found.id} found={found} />
        ))}
      </ul>
    </section>
  )
}

import { queryOptions } from '@tanstack/react-query'
import type { Register } from '../../../src/activity/directory/register/read-register.ts'
import type { AccessReview, Case, CaseSummary, Evidence } from '../../../src/cases/case.ts'
import type { Offer } from '../../../src/detect/feedback/offers.ts'
import type { Feedback } from '../../../src/detect/feedback/read-feedback.ts'
import type { Health } from '../../../src/server/health.ts'
import type { Selection } from '../case/selection.ts'
import { fetchJson } from './fetch-json.ts'
import type { Status } from './status.ts'

const FRESH_MS = 15_000

export const statusQuery = queryOptions({
  queryKey: ['status'],
  queryFn: ({ signal }) => fetchJson<Status>('/api/status', signal),
  staleTime: FRESH_MS,
})

export const casesQuery = queryOptions({
  queryKey: ['cases'],
  queryFn: ({ signal }) => fetchJson<CaseSummary[]>('/api/cases', signal),
  staleTime: FRESH_MS,
  refetchInterval: 60_000,
})

export const caseQuery = (id: string) =>
  queryOptions({
    queryKey: ['case', id],
    queryFn: ({ signal }) => fetchJson<Case>(`/api/cases/${encodeURIComponent(id)}`, signal),
    staleTime: FRESH_MS,
  })

export const reviewQuery = (person: string, days: number) =>
  queryOptions({
    queryKey: ['review', person, days],
    queryFn: ({ signal }) =>
      fetchJson<AccessReview>(`/api/review/${encodeURIComponent(person)}?days=${days}`, signal),
    staleTime: FRESH_MS,
  })

export const evidenceQuery = (id: string, selection: Selection, limit: number) =>
  queryOptions({
    queryKey: ['evidence', id, selection, limit],
    queryFn: ({ signal }) => {
      const search = new URLSearchParams({ ...selection, limit: String(limit) })
      return fetchJson<Evidence>(`/api/cases/${encodeURIComponent(id)}/evidence?${search}`, signal)
    },
    staleTime: FRESH_MS,
  })

export const healthQuery = queryOptions({
  queryKey: ['health'],
  queryFn: ({ signal }) => fetchJson<Health>('/api/health', signal),
  staleTime: FRESH_MS,
  refetchInterval: 60_000,
})

export const registerQuery = queryOptions({
  queryKey: ['register'],
  queryFn: ({ signal }) => fetchJson<Register>('/api/destinations', signal),
  staleTime: FRESH_MS,
})

export const feedbackQuery = queryOptions({
  queryKey: ['feedback'],
  queryFn: ({ signal }) => fetchJson<Feedback>('/api/feedback', signal),
  staleTime: FRESH_MS,
})

export const offersQuery = (id: string) =>
  queryOptions({
    queryKey: ['offers', id],
    queryFn: ({ signal }) => fetchJson<Offer[]>(`/api/cases/${encodeURIComponent(id)}/offers`, signal),
    staleTime: FRESH_MS,
  })

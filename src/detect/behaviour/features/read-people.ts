import { readFileSync } from 'node:fs'
import { daysBetween } from '../../../base/days.ts'
import type { AnalyticsStore } from '../../../store/analytics/analytics-store.ts'
import type { GridPerson } from '../grid.ts'
import type { Span } from './span.ts'

const PEOPLE = readFileSync(new URL('./people.sql', import.meta.url), 'utf8')

/** Somebody of the grid, with what only the features ask for. */
export interface Member extends GridPerson {
  /** IANA name; empty where the directory does not say. */
  readonly timeZone: string
}

interface PersonRow {
  readonly person: string
  readonly role: string
  readonly team: string
  readonly kind: 'human' | 'service'
  readonly timeZone: string
  readonly hiredOn: string
  readonly leftOn: string
}

/** Everybody of the directory who was here in the span, and whoever else the logs name; sorted by person. */
export async function readPeople(analytics: AnalyticsStore, span: Span): Promise<Member[]> {
  const rows = await analytics.query<PersonRow>(PEOPLE, {
    first: span.first,
    from: span.from,
    until: span.until,
  })
  return rows
    .map(({ hiredOn, leftOn, ...row }) => ({
      ...row,
      from: daysBetween(span.from, hiredOn.slice(0, 10)),
      to: daysBetween(span.from, leftOn.slice(0, 10)),
    }))
    .sort((left, right) => (left.person < right.person ? -1 : 1))
}

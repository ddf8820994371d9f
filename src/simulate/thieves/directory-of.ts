import { DAY } from '../calendar.ts'
import { directoryFiles } from '../directory.ts'
import { PIPELINES } from '../ordinary/services.ts'
import { asOf, type Company } from './company.ts'
import type { Stress } from './stress.ts'

/** Days before the span from which addresses are known. */
const LEASES_BEFORE = 30

/** The directory of a company as HR and the registers have it, by file name. */
export function directoryOf(
  company: Company,
  stress: Stress,
  taken: readonly string[] = [],
): Record<string, string> {
  const { span, organisation } = company
  const people = organisation.people.map((person) =>
    stress.listed(company, asOf(company, person, span.lastDay)),
  )
  const files = directoryFiles(
    { people, staff: organisation.staff },
    PIPELINES,
    (span.firstDay - LEASES_BEFORE) * DAY,
  )
  const [header = '', ...rows] = (files['destinations.csv'] ?? '').trim().split('\n')
  const listed = stress.destinations(company, rows, taken)
  return { ...files, 'destinations.csv': `${[header, ...listed].join('\n')}\n` }
}

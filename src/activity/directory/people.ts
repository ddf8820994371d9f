import { z } from 'zod'
import { csvSource } from './csv.ts'
import { day, OPEN_END, OPEN_START } from './time.ts'

const timeZone = z.string().refine(isTimeZone, 'is not an IANA time zone such as Europe/Berlin')

/** Who works here; service identities are persons of kind `service`. */
export const people = csvSource({
  name: 'people',
  title: 'People',
  about: 'Who stands behind accounts. kind is human or service; left is empty while they are here.',
  table: 'person',
  columns: ['person', 'name', 'team', 'role', 'kind', 'time_zone', 'hired', 'left'],
  optional: ['name', 'left', 'hired'],
  row: z.object({
    person: z.string().min(1, 'is empty').max(256, 'is longer than 256 characters'),
    name: z.string(),
    team: z.string(),
    role: z.string(),
    kind: z.enum(['human', 'service'], 'is neither human nor service'),
    time_zone: timeZone,
    hired: day(OPEN_START),
    left: day(OPEN_END),
  }),
})

/** True for the name of an IANA time zone. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined
  } catch {
    return false
  }
}

import { z } from 'zod'
import { csvSource } from './csv.ts'
import { day, OPEN_END, OPEN_START } from './time.ts'

/** Empty is UTC. */
const timeZone = z
  .string()
  .refine((name) => name === '' || isTimeZone(name), 'is not an IANA time zone such as Europe/Berlin')

/** How other systems call the two kinds; who is not said to be a service is human. */
const KINDS: ReadonlyMap<string, 'human' | 'service'> = new Map([
  ['', 'human'],
  ['human', 'human'],
  ['person', 'human'],
  ['employee', 'human'],
  ['contractor', 'human'],
  ['intern', 'human'],
  ['user', 'human'],
  ['service', 'service'],
  ['service account', 'service'],
  ['service-account', 'service'],
  ['service_account', 'service'],
  ['serviceaccount', 'service'],
  ['bot', 'service'],
])

/** Who works here; service identities are persons of kind `service`. */
export const people = csvSource({
  name: 'people',
  title: 'People',
  about:
    'Who stands behind accounts. kind is human or service; left is empty while they are here. A file called people.csv needs only person, and may call columns by other names (see docs/behaviour-score.md).',
  table: 'person',
  columns: ['person', 'name', 'team', 'role', 'kind', 'time_zone', 'hired', 'left'],
  optional: ['name', 'left', 'hired'],
  called: { name: /^people\.csv(\.gz|\.zst)?$/i, needs: ['person'] },
  aliases: {
    person: [
      'user',
      'username',
      'user_name',
      'login',
      'account',
      'user_id',
      'employee_id',
      'email',
      'mail',
      'id',
    ],
    name: ['full_name', 'display_name', 'displayname'],
    team: ['department', 'group', 'org', 'unit'],
    role: ['title', 'job_title', 'job', 'position', 'function'],
    kind: ['type'],
    time_zone: ['timezone', 'tz'],
    hired: ['hire_date', 'start', 'start_date', 'started', 'joined'],
    left: ['end', 'end_date', 'leave_date', 'termination_date', 'last_day'],
  },
  row: z.object({
    person: z.string().min(1, 'is empty').max(256, 'is longer than 256 characters'),
    name: z.string(),
    team: z.string(),
    role: z.string(),
    kind: z.string().transform((text, context) => {
      const kind = KINDS.get(text.toLowerCase())
      if (kind !== undefined) return kind
      context.addIssue({ code: 'custom', message: 'is neither human nor service' })
      return z.NEVER
    }),
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

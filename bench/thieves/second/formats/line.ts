import type { Person } from '../company/people.ts'
import type { SourceName } from '../stress.ts'

/** One line of a log, and the instant that its place in the log depends on. */
export interface Line {
  readonly source: SourceName
  readonly at: number
  readonly text: string
}

/** The name somebody has on a system, as accounts.csv gives it. */
export function accountOn(system: string, person: Person): string {
  if (person.kind === 'service') return person.login
  if (system === 'litellm') return `${person.login}@latticeharbour.example.com`
  if (system === 'mlflow') return person.login.replace('.', '_')
  return person.login
}

import { dateOf, isoSecond } from './calendar.ts'
import type { Pipeline } from './ordinary/services.ts'
import { plainAccounts } from './organisation/accounts.ts'
import type { Organisation } from './organisation/organisation.ts'
import { assetsYaml } from './world/assets.ts'
import { LISTED_DESTINATIONS } from './world/destinations.ts'

/**
 * The directory's files by name: who works there under which accounts and addresses, what HR noted, what
 * is worth stealing and which destinations are known. Rows are in order of their first column, so that
 * nobody stands out by position.
 */
export function directoryFiles(
  { people, staff }: Organisation,
  pipelines: readonly Pipeline[],
  leasesFrom: number,
): Record<string, string> {
  const time = (value: number | null) => (value === null ? '' : isoSecond(value))
  const day = (value: number | null) => (value === null ? '' : dateOf(value))
  const accounts = [
    ...people.flatMap(({ id, accounts: held }) => held.map((account) => ({ ...account, person: id }))),
    ...pipelines.flatMap(({ id }) => plainAccounts(id).map((account) => ({ ...account, person: id }))),
  ]
  return {
    'people.csv': csv('person,name,team,role,kind,time_zone,hired,left', [
      ...people.map((person) => {
        const { id, name, team, role, zone, hired, left } = person
        return [id, name, team, role, 'human', zone, day(hired), day(left)]
      }),
      ...pipelines.map(({ id, name, role }) => [
        id,
        name,
        'ml-platform',
        role,
        'service',
        'UTC',
        '2024-01-01',
        '',
      ]),
    ]),
    'accounts.csv': csv(
      'account,system,person,from,to',
      accounts.map(({ account, system, person, from, to }) => [
        account,
        system,
        person,
        time(from),
        time(to),
      ]),
    ),
    'leases.csv': csv('ip,person,from,to', [
      ...people.flatMap(({ id, leases }) => leases.map(({ ip, from, to }) => [ip, id, time(from), time(to)])),
      ...pipelines.map(({ id, ip }) => [ip, id, time(leasesFrom), '']),
    ]),
    'staff.csv': csv(
      'person,kind,effective,detail',
      staff.map(({ person, kind, effective, detail }) => [person, kind, day(effective), detail]),
    ),
    'destinations.csv': csv(
      'address,name,standing',
      LISTED_DESTINATIONS.map(({ address, name, standing }) => [address, name ?? '', standing ?? '']),
    ),
    'assets.yaml': assetsYaml(),
  }
}

/** RFC 4180, with \n at the end of lines. */
function csv(header: string, rows: readonly (readonly string[])[]): string {
  const lines = rows.map((row) => row.map(cell).join(',')).sort()
  return `${[header, ...lines].join('\n')}\n`
}

function cell(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dayText } from './calendar.ts'
import type { Assets } from './company/assets.ts'
import type { Destinations } from './company/destinations.ts'
import type { Person } from './company/people.ts'
import { ROLES } from './company/roles.ts'
import { accountOn } from './formats/line.ts'
import type { Random } from './random.ts'
import type { Site } from './site.ts'
import type { Stress } from './stress.ts'

/** people.csv, accounts.csv, leases.csv, staff.csv, destinations.csv and assets.yaml, as far as the stress lets them be right. */
export function writeDirectory(
  folder: string,
  random: Random,
  people: readonly Person[],
  resigning: ReadonlyMap<Person, number>,
  assets: Assets,
  destinations: Destinations,
  site: Site,
  stress: Stress,
  days: number,
): void {
  const write = (name: string, lines: readonly string[]) =>
    writeFileSync(join(folder, name), `${lines.join('\n')}\n`)
  write('people.csv', [
    'person,name,team,role,kind,time_zone,hired,left',
    ...people.map((person) => personRow(person, random, stress, days)),
  ])
  write('accounts.csv', [
    'account,system,person,from,to',
    ...people.flatMap((person) => accountRows(person, site)),
  ])
  write('leases.csv', ['ip,person,from,to', ...people.flatMap(leaseRows)])
  write('staff.csv', [
    'person,kind,effective,detail',
    ...people.flatMap((person) => staffRows(person, resigning.get(person), days)),
  ])
  const known = [destinations.backup, ...destinations.vendors, ...destinations.partners]
  const rows = known.flatMap(({ host, addresses, standing }) => {
    if (random.fork(`register ${host}`).chance(stress.forgotten)) return []
    return (site.network === 'squid' ? [host] : addresses).map((address) => `${address},${host},${standing}`)
  })
  write('destinations.csv', ['address,name,standing', ...rows])
  write('assets.yaml', assetLines(assets))
}

function personRow(person: Person, random: Random, stress: Stress, days: number): string {
  const post = person.posts.findLast(({ from }) => from < days)
  const own = random.fork(`row ${person.id}`)
  const wrong = person.kind === 'human' && own.chance(stress.wrongRoles)
  const role = wrong ? (own.chance(0.25) ? '' : own.pick(ROLES).name) : post?.role.name
  const name = person.login
    .split('.')
    .map((part) => part.slice(0, 1).toUpperCase() + part.slice(1))
    .join(' ')
  const left = person.lastDay < days ? dayText(person.lastDay) : ''
  return [person.id, name, post?.team, role, person.kind, person.zone, dayText(person.hired), left].join(',')
}

function accountRows(person: Person, site: Site): string[] {
  const lake = site.lake === 'minio' ? 'minio' : 'aws'
  const systems = ['litellm', 'mlflow', lake, ...(site.network === 'squid' ? ['proxy'] : [])]
  return systems.map((system) => `${accountOn(system, person)},${system},${person.id},,`)
}

function leaseRows(person: Person): string[] {
  return person.leases.map(({ address, fromDay }, index) => {
    const next = person.leases[index + 1]
    return `${address},${person.id},${dayText(fromDay)}T00:00:00Z,${next === undefined ? '' : `${dayText(next.fromDay)}T00:00:00Z`}`
  })
}

function staffRows(person: Person, resigned: number | undefined, days: number): string[] {
  const rows: [string, number, string][] = []
  if (person.hired > 0) rows.push(['hire', person.hired, ''])
  for (const post of person.posts.slice(1)) rows.push(['move', post.from, `to ${post.team}`])
  if (person.notice !== undefined) rows.push(['notice', person.notice, `last day ${dayText(person.lastDay)}`])
  if (resigned !== undefined) rows.push(['notice', resigned, ''])
  if (person.vacation !== undefined)
    rows.push(['leave', person.vacation[0], `until ${dayText(person.vacation[1])}`])
  return rows
    .filter(([, day]) => day < days)
    .map(([kind, day, detail]) => `${person.id},${kind},${dayText(day)},${detail}`)
}

function assetLines({ models, datasets, crown }: Assets): string[] {
  const lines = ['assets:']
  for (const model of models) {
    lines.push(
      `  - id: ${model.id}`,
      `    kind: ${model.kind}`,
      `    sensitivity: ${model.sensitivity}`,
      `    bytes: ${model.files * model.fileBytes}`,
      `    project: ${model.project}`,
      `    registry: [${model.prefix}]`,
      `    models: [${model.id}]`,
    )
  }
  for (const dataset of datasets) {
    // Nobody keeps a list of every data set: the lesser ones of some projects are missing.
    if (dataset !== crown && dataset.sensitivity === 'internal' && dataset.id.endsWith('-4')) continue
    lines.push(
      `  - id: ${dataset.id}`,
      '    kind: dataset',
      `    sensitivity: ${dataset.sensitivity}`,
      `    bytes: ${Math.round(dataset.objects * dataset.objectBytes)}`,
      `    project: ${dataset.project}`,
      `    buckets: [{ bucket: ${dataset.bucket}, prefix: ${dataset.prefix} }]`,
    )
  }
  return lines
}

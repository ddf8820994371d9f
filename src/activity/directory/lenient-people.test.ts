import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { temporaryStores } from '../../../test/support/temporary-stores.ts'
import { ingest } from '../intake/ingest.ts'
import { DIRECTORY_SOURCES } from './registry.ts'

const here = temporaryStores()
const folder = temporaryFolder()

async function take(name: string, lines: readonly string[]) {
  const path = join(folder, name)
  writeFileSync(path, lines.join('\n'))
  const results = []
  for await (const result of ingest(here.stores, [path])) results.push(result)
  return results[0]
}

it('reads people.csv of other systems by what their columns are called, and says what it does not use', async () => {
  const result = await take('people.csv', [
    '\uFEFFUsername,Department,Title,TZ,Start,Cost_Centre',
    'amber.heron,titan,ml-engineer,Europe/Berlin,2022-01-01,4711',
    'slate.wren,,,,,',
  ])
  expect(result).toMatchObject({
    source: 'people',
    accepted: 2,
    rejected: 0,
    ignoredColumns: ['cost_centre'],
  })
  expect(
    await here.stores.analytics.query(
      'SELECT person, team, role, kind, time_zone, toString(hired) AS hired FROM person ORDER BY person',
    ),
  ).toEqual([
    {
      person: 'amber.heron',
      team: 'titan',
      role: 'ml-engineer',
      kind: 'human',
      time_zone: 'Europe/Berlin',
      hired: '2022-01-01',
    },
    { person: 'slate.wren', team: '', role: '', kind: 'human', time_zone: '', hired: '2000-01-01' },
  ])
})

it('takes the own name of a column before any alias', async () => {
  await take('people.csv', ['id,email,person', '7,amber@example.com,amber.heron'])
  expect(await here.stores.analytics.query('SELECT person FROM person')).toEqual([{ person: 'amber.heron' }])
})

it('takes nothing else for people only because it names somebody', () => {
  const readsAs = (header: string, file: string) =>
    DIRECTORY_SOURCES.find((source) => source.recognises([header], file))?.name
  expect(readsAs('user,host,bytes', 'traffic.csv')).toBeUndefined()
  expect(readsAs('account,person', 'accounts.csv')).toBe('accounts')
  expect(readsAs('person,kind,effective', 'staff.csv')).toBe('staff')
  expect(readsAs('person', 'people.csv.gz')).toBe('people')
})

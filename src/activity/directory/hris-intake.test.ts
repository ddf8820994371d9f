import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { stringify } from 'yaml'
import { damaged } from '../../../test/support/damage.ts'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { temporaryStores } from '../../../test/support/temporary-stores.ts'
import { ingest } from '../intake/ingest.ts'
import type { FileResult } from '../intake/result.ts'
import { hrisSource } from './hris.ts'
import { readHrisMapping } from './hris-mapping.ts'

const here = temporaryStores()
const folder = temporaryFolder()

const MAPPING = {
  dates: 'MM/DD/YYYY',
  time_zone: 'America/New_York',
  columns: {
    person: 'Worker ID',
    name: 'Worker',
    team: 'Cost Center',
    role: 'Business Title',
    hired: 'Hire Date',
    left: 'Last Day',
  },
  facts: { hire: 'Hire Date', notice: 'Resignation Date', leave: 'Leave Start' },
}

const directory = hrisSource(readHrisMapping(stringify(MAPPING), 'hris.yaml'))

it('keeps of an HR export only what the mapping names', async () => {
  const path = join(folder, 'workers.csv')
  const secret = 'SECRET-4711'
  writeFileSync(
    path,
    [
      'Worker ID,Worker,Cost Center,Business Title,Hire Date,Last Day,Resignation Date,Leave Start,Leave Reason',
      `amber.heron,Amber Heron,titan,ml-engineer,01/02/2022,,,03/02/2026,${secret}`,
      `slate.wren,Slate Wren,titan,ml-engineer,02.01.2022,,,,${secret}`,
      `${secret},too,few,fields`,
      `"${secret}`,
    ].join('\n'),
  )
  expect(await take(path)).toMatchObject([{ source: 'hris', lines: 4, accepted: 1, rejected: 3 }])
  const { analytics } = here.stores
  expect(await analytics.query('SELECT person, team, role FROM person')).toEqual([
    { person: 'amber.heron', team: 'titan', role: 'ml-engineer' },
  ])
  expect(await analytics.query('SELECT person, kind, detail FROM staff ORDER BY kind')).toEqual([
    { person: 'amber.heron', kind: 'hire', detail: '' },
    { person: 'amber.heron', kind: 'leave', detail: '' },
  ])
  for (const table of ['person_row', 'staff_row', 'reject_row']) {
    expect(JSON.stringify(await analytics.query(`SELECT * FROM ${table}`))).not.toContain(secret)
  }
  const rejects = await analytics.query<{ line: string }>('SELECT line FROM reject')
  expect(rejects.map(({ line }) => line)).toEqual(['', '', ''])
})

it('accounts for every record of a damaged export', async () => {
  const header =
    'Worker ID,Worker,Cost Center,Business Title,Hire Date,Last Day,Resignation Date,Leave Start\n'
  const body =
    'amber.heron,"Heron, Amber",titan,ml-engineer,01/02/2022,,,03/02/2026\nslate.wren,Slate Wren,titan,"lead\nof all",02/01/2022,04/30/2026,03/10/2026,\n'
  const path = join(folder, 'damaged.csv')
  await fc.assert(
    fc.asyncProperty(damaged(Buffer.from(body.repeat(3))), async (bytes) => {
      writeFileSync(path, Buffer.concat([Buffer.from(header), bytes]))
      const [result] = await take(path)
      if (result?.error !== undefined) {
        expect(result.error).toMatch(/^(it is |The header )/)
        return
      }
      expect((result?.accepted ?? 0) + (result?.rejected ?? 0) + (result?.duplicates ?? 0)).toBe(
        result?.lines,
      )
    }),
    { numRuns: 25 },
  )
})

async function take(path: string): Promise<FileResult[]> {
  const results: FileResult[] = []
  for await (const result of ingest(here.stores, [path], { directory })) results.push(result)
  return results
}

import { copyFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { temporaryStores } from '../../../test/support/temporary-stores.ts'
import { loadSources } from '../sources/registry.ts'
import { ingest } from './ingest.ts'
import type { FileResult } from './result.ts'

const here = temporaryStores()

it('sorts a folder with a log of every format out by itself, file by file', async () => {
  const folder = temporaryFolder()
  const names = loadSources().map(({ name }) => name)
  // Their names tell nothing.
  for (const [at, name] of names.entries()) {
    const sample = fileURLToPath(new URL(`../sources/${name}/sample.log`, import.meta.url))
    copyFileSync(sample, join(folder, `${String(at).padStart(2, '0')}.log`))
  }
  writeFileSync(
    join(folder, 'people.csv'),
    'person,name,team,role,kind,time_zone,hired,left\na,A,t,r,human,UTC,,\n',
  )
  writeFileSync(join(folder, 'notes.txt'), 'nothing that is a log\n')
  const results: FileResult[] = []
  for await (const result of ingest(here.stores, [folder])) results.push(result)
  const logs = results.filter(({ file }) => file.endsWith('.log'))
  expect(logs.map(({ source }) => source)).toEqual(names)
  // Its sample is all good lines, and lines that are no fault.
  expect(logs.filter(({ rejected, passedOver }) => rejected !== passedOver)).toEqual([])
  expect(logs.filter(({ lines, accepted, rejected }) => accepted + rejected !== lines)).toEqual([])
  expect(results.find(({ file }) => file.endsWith('people.csv'))?.source).toBe('people')
  expect(results.find(({ file }) => file.endsWith('notes.txt'))?.skipped).toMatch(/not known/)
})

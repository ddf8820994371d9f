import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../test/support/temporary-folder.ts'
import { claimRecords } from './installation.ts'
import { openRecords } from './records/open-records.ts'

const folder = temporaryFolder()

it('a folder and its records keep one id, also where its file was lost', async () => {
  const dataDir = join(folder, 'one')
  const records = await openRecords({ dataDir, url: '' })
  await claimRecords(dataDir, records)
  const id = readFileSync(join(dataDir, 'installation'), 'utf8')
  expect(id).toMatch(/^[0-9a-f-]{36}\n$/)
  await claimRecords(dataDir, records)
  rmSync(join(dataDir, 'installation'))
  await claimRecords(dataDir, records)
  expect(readFileSync(join(dataDir, 'installation'), 'utf8')).toBe(id)
  await records.close()
})

it('another folder may not use them, and the refusal says how it could take their place', async () => {
  const dataDir = join(folder, 'two')
  const records = await openRecords({ dataDir, url: '' })
  await claimRecords(dataDir, records)
  const elsewhere = await openRecords({ dataDir: join(folder, 'three'), url: '' })
  await claimRecords(join(folder, 'three'), elsewhere)
  const id = readFileSync(join(dataDir, 'installation'), 'utf8').trim()
  await expect(claimRecords(join(folder, 'three'), records)).rejects.toMatchObject({
    code: 'bad-usage',
    message: expect.stringContaining(`write ${id} into`),
  })
  await records.close()
  await elsewhere.close()
})

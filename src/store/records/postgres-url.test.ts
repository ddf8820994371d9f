import { expect, it } from 'vitest'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { openRecords } from './open-records.ts'
import { readPostgresUrl } from './postgres-url.ts'

const folder = temporaryFolder()

it.each([
  ['postgres://me:hunter2@db.example.com:5433/records', 'db.example.com:5433/records'],
  ['postgresql://me@db.example.com/records?sslmode=verify-full', 'db.example.com:5432/records'],
  ['POSTGRES://me:p%2F%3F%23%40w@db.example.com/records', 'db.example.com:5432/records'],
  ['postgres://me@[2001:db8::1]:5432/records', '[2001:db8::1]:5432/records'],
  ['postgres://me@/records?host=/run/postgresql', '/run/postgresql:5432/records'],
])('%s', (url, name) => {
  expect(readPostgresUrl(url).name).toBe(name)
})

it.each([
  ['another database', 'mysql://me:hunter2@db.example.com/records', 'is not a PostgreSQL URL'],
  ['a file', './records:hunter2', 'is not a PostgreSQL URL'],
  ['white space', ' ', 'is not a PostgreSQL URL'],
  ['a slash in the password', 'postgres://me:1/hunter2@db.example.com/records', 'has an @ after its host'],
  ['a question mark in it', 'postgres://me:1?hunter2@db.example.com/records', 'has an @ after its host'],
  ['a hash in it', 'postgres://me:1#hunter2@db.example.com/records', 'has an @ after its host'],
  ['a port that is none', 'postgres://me:hunter2@db.example.com:port/records', 'it is not a URL'],
  ['a port that is too large', 'postgres://me:hunter2@db.example.com:99999/records', 'it is not a URL'],
  ['a port among the parameters', 'postgres://me:hunter2@h/records?port=hunter2', 'has a port that is not'],
  [
    'an unknown sslmode',
    'postgres://me:hunter2@h/records?sslmode=hunter2',
    'unknown sslmode; use one of disable',
  ],
  ['no such authority', 'postgres://me:hunter2@h/r?sslrootcert=/nowhere/ca.crt', "open '/nowhere/ca.crt'"],
])('refuses %s in one sentence without the password', async (_what, url, sentence) => {
  const opening = new Promise((resolve) => resolve(openRecords({ dataDir: folder, url })))
  await expect(opening).rejects.toMatchObject({
    code: 'bad-usage',
    message: expect.stringMatching(/^WEIGHBRIDGE_RECORDS (?!.*hunter2).*\.$/),
  })
  await expect(opening).rejects.toThrow(sentence)
})

it('keeps the records in the folder where no server is named', async () => {
  const store = await openRecords({ dataDir: folder, url: '' })
  expect(await store.db.selectFrom('watermark').selectAll().execute()).toEqual([])
  await store.close()
})

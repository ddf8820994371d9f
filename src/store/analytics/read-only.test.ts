import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { temporaryStores } from '../../../test/support/temporary-stores.ts'

const here = temporaryStores()
it('answers one SELECT with names and types', async () => {
  expect(await here.stores.analytics.readOnly("SELECT toUInt8(7) AS n, 'a;b' AS text;")).toEqual({
    columns: [
      { name: 'n', type: 'UInt8' },
      { name: 'text', type: 'String' },
    ],
    rows: [[7, 'a;b']],
  })
})

const FILE = join(temporaryFolder(), 'written')

it.each([
  ['an insert', "INSERT INTO destination_row VALUES ('a','b','own','',1,0)", 'not-read-only'],
  ['a drop', 'DROP TABLE person_row', 'not-read-only'],
  ['a file that is read', "SELECT * FROM file('/etc/hostname', 'LineAsString')", 'not-read-only'],
  ['a file that is read by its bare name', 'SELECT * FROM `/etc/hostname`', 'query-failed'],
  ['a file that is written', `SELECT 1 INTO OUTFILE '${FILE}'`, 'not-read-only'],
  ['a file written behind a comment', `SELECT 1 /* ' */ INTO /**/ OUTFILE '${FILE}'`, 'not-read-only'],
  ['a file written behind a heredoc', `SELECT $$'$$ INTO OUTFILE '${FILE}'`, 'not-read-only'],
  ['a web page', "SELECT * FROM url('http://127.0.0.1:1/', 'LineAsString')", 'not-read-only'],
  ['another server', "SELECT * FROM remote('127.0.0.1', system.one)", 'not-read-only'],
  ['a program', "SELECT * FROM executable('id', 'TSV', 'a String')", 'not-read-only'],
  ['leaving read-only mode', 'SET readonly = 0', 'not-read-only'],
  ['leaving it inside a query', 'SELECT 1 SETTINGS readonly = 0', 'not-read-only'],
  ['two statements', 'SELECT 1; SELECT 2', 'not-read-only'],
  ['nothing', ' -- only a comment', 'bad-usage'],
  ['a format of its own', 'SELECT 1 FORMAT CSV', 'bad-usage'],
  ['an unknown table', 'SELECT * FROM nowhere', 'query-failed'],
])('refuses %s', async (_what, sql, code) => {
  const { analytics } = here.stores
  await expect(analytics.readOnly(sql)).rejects.toMatchObject({ code })
  expect(existsSync(FILE)).toBe(false)
  expect((await analytics.readOnly('SELECT 1')).rows).toEqual([[1]])
})

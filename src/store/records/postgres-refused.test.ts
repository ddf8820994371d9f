import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { POSTGRES_SERVER, temporaryDatabase, urlOf } from '../../../test/support/temporary-database.ts'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { SCHEMA } from './dialect.ts'
import { openPostgres } from './postgres.ts'
import { requireVersion } from './postgres-errors.ts'

/** Opens and closes; what went wrong in one sentence, or null. */
async function refusal(url: string): Promise<string | null> {
  try {
    await (await openPostgres(url)).close()
    return null
  } catch (error) {
    expect(error).toMatchObject({ name: 'WeighbridgeError' })
    return (error as Error).message
  }
}

it.each([
  [150_000, null],
  [180_004, null],
  [149_999, /PostgreSQL 14, and 15 or newer is needed/],
  [90_624, /PostgreSQL 9, and 15 or newer is needed/],
])('a server that calls itself version %i', (version, sentence) => {
  const opening = () => requireVersion(version, 'db.example.com:5432/records')
  if (sentence === null) expect(opening).not.toThrow()
  else expect(opening).toThrow(sentence)
})

it('a server that does not answer', async () => {
  expect(await refusal('postgres://me:secret@127.0.0.1:1/records')).toBe(
    'The records are in PostgreSQL at 127.0.0.1:1/records: the server does not answer; start it, or correct the host and port in WEIGHBRIDGE_RECORDS.',
  )
})

describe.skipIf(POSTGRES_SERVER === undefined)(
  'a PostgreSQL server that refuses (skipped unless WEIGHBRIDGE_TEST_POSTGRES names one)',
  () => {
    const database = temporaryDatabase()
    const stranger = `${database.name}_stranger`
    beforeEach(() => database.administer(`drop schema if exists ${SCHEMA} cascade`))
    afterAll(() =>
      database.administer(`drop schema if exists ${SCHEMA} cascade; drop role if exists ${stranger}`),
    )
    /** The database's URL with a change made to it. */
    const changed = (change: (url: URL) => void) => urlOf(database.name, change)

    it('has no such database', async () => {
      expect(await refusal(urlOf('no_such_database'))).toMatch(/there is no such database; create it/)
    })

    it('has no such user', async () => {
      const url = changed((it) => {
        it.username = 'nobody_we_know'
      })
      expect(await refusal(url)).toMatch(/the server refuses this user or password/)
    })

    it('asks for a password: a wrong one, none, the right one', async (context) => {
      const asked = await database.administer(
        `select 1 from pg_hba_file_rules where 'with_password' = any(user_name) and auth_method = 'scram-sha-256'`,
      )
      context.skip(asked.length === 0, 'this server has no user `with_password` whom it asks for one')
      await database.administer(`
        create role with_password login password 'open sesame/?#@';
        create schema ${SCHEMA} authorization with_password`)
      const as = (password: string) =>
        changed((it) => {
          it.username = 'with_password'
          it.password = encodeURIComponent(password)
        })
      const sentences = [
        await refusal(as('open barley')),
        await refusal(as('')),
        await refusal(as('open sesame/?#@')),
      ]
      await database.administer(`drop schema ${SCHEMA} cascade; drop role with_password`)
      expect(sentences).toEqual([
        expect.stringMatching(/the server refuses this user or password; correct them/),
        expect.stringMatching(/the server refuses this user or password; correct them/),
        null,
      ])
      expect(sentences.join()).not.toMatch(/open|barley/)
      await expect.poll(openSockets).toBe(0)
    })

    it('gives a user no right to create the schema, and takes it when it is there', async () => {
      await database.administer(`create role ${stranger} login`)
      const url = changed((it) => {
        it.username = stranger
      })
      expect(await refusal(url)).toMatch(/this user lacks a right there/)
      await database.administer(`create schema ${SCHEMA} authorization ${stranger}`)
      expect(await refusal(url)).toBe(null)
    })

    it('only reads, as a standby does', async () => {
      await database.administer(`alter database ${database.name} set default_transaction_read_only = on`)
      const sentence = await refusal(database.url)
      await database.administer(
        `begin read write; alter database ${database.name} reset default_transaction_read_only; commit`,
      )
      expect(sentence).toMatch(/the server only reads/)
    })

    it('shows a certificate: it is verified unless the URL says that it is not', async (context) => {
      const [{ ssl } = { ssl: 'off' }] = await database.administer<{ ssl: string }>('show ssl')
      context.skip(ssl !== 'on', 'this server has no certificate')
      const [{ certificate } = { certificate: '' }] = await database.administer<{ certificate: string }>(
        `select pg_read_file(current_setting('ssl_cert_file')) as certificate`,
      )
      const file = join(temporary, 'authority.crt')
      writeFileSync(file, certificate)
      const asking = (host: string, mode: string, authority?: string) =>
        refusal(
          changed((it) => {
            it.hostname = host
            it.searchParams.set('sslmode', mode)
            if (authority !== undefined) it.searchParams.set('sslrootcert', authority)
          }),
        )
      const untrusted = expect.stringMatching(/certificate cannot be trusted/)
      expect({
        'verify-full, authority unknown': await asking('localhost', 'verify-full'),
        'require, authority unknown': await asking('localhost', 'require'),
        'verify-full, authority known': await asking('localhost', 'verify-full', file),
        'require, authority known': await asking('localhost', 'require', file),
        'verify-full, another name': await asking('127.0.0.1', 'verify-full', file),
        'verify-ca, another name': await asking('127.0.0.1', 'verify-ca', file),
        'no-verify': await asking('127.0.0.1', 'no-verify'),
        disable: await asking('127.0.0.1', 'disable'),
      }).toEqual({
        'verify-full, authority unknown': untrusted,
        'require, authority unknown': untrusted,
        'verify-full, authority known': null,
        'require, authority known': null,
        'verify-full, another name': untrusted,
        'verify-ca, another name': untrusted,
        'no-verify': null,
        disable: null,
      })
    })
  },
)

const temporary = temporaryFolder()

/** A socket left open keeps the process from ending. */
function openSockets(): number {
  return process.getActiveResourcesInfo().filter((resource) => resource === 'TCPSocketWrap').length
}

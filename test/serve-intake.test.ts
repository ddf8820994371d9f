import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { request } from 'node:https'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { jsonLines, weighbridge } from './support/run-weighbridge.ts'
import { freePort, startIntakeProcess } from './support/running-intake.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

const folder = temporaryFolder()
const OPENSSL = 'openssl'
const hasOpenssl = spawnSync(OPENSSL, ['version']).status === 0

const create = (data: string, ...more: string[]) =>
  weighbridge(['tokens', 'create', 'edge', '--data', data, ...more]).out.trim()

it('makes, lists and revokes tokens while a server has the data open', async () => {
  const data = join(folder, 'tokens')
  const intake = await startIntakeProcess(data, await freePort())
  const secret = create(data, '--source', 'flow-log', '--days', '30')
  expect(secret).toMatch(/^wbi_[\w-]{43}$/)
  const ask = async () =>
    (
      await fetch(`${intake.url}/intake/auto`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${secret}` },
      })
    ).status
  expect(await ask()).toBe(200)
  const [listed] = jsonLines(weighbridge(['tokens', 'list', '--json', '--data', data]).out)
  expect(listed).toMatchObject({ id: 1, name: 'edge', sources: ['flow-log'], state: 'valid' })
  expect(JSON.stringify(listed)).not.toContain(secret)
  expect(readFileSync(join(data, 'records.sqlite')).includes(secret)).toBe(false)
  expect(weighbridge(['tokens', 'revoke', 'edge', '--data', data]).status).toBe(0)
  expect(await ask()).toBe(401)
  expect(weighbridge(['tokens', 'revoke', 'edge', '--data', data]).status).toBe(4)
  expect(weighbridge(['tokens', 'list', '--data', data]).out).toContain('revoked')
  expect(await intake.end('SIGTERM')).toBe(0)
})

it.each([
  [['tokens', 'create', '7th'], 'must begin with a letter'],
  [['tokens', 'create', 'edge', '--source', 'nothing'], 'There is no source nothing'],
  [['serve', '--intake', '0.0.0.0:8088'], '--intake-insecure'],
  [['serve', '--intake', 'port'], 'is no address'],
  [['serve', '--intake', '1', '--intake-cert', 'x'], 'belong together'],
  [['serve', '--intake', '1', '--intake-cert', '/nowhere', '--intake-key', '/nowhere'], '--intake-cert: '],
  [['serve', '--intake-insecure'], 'need --intake'],
  [['serve', '--syslog', '0.0.0.0:6514'], '--syslog-insecure'],
  [['serve', '--syslog', '1', '--syslog-ca', 'x'], 'needs --syslog-cert'],
  [['serve', '--syslog-ca', 'x'], 'need --syslog'],
])('refuses %j with one sentence', (args, sentence) => {
  const { status, err } = weighbridge([...args, '--data', join(folder, 'refused')])
  expect(status).toBe(2)
  expect(err).toContain(sentence)
  expect(err.trim().split('\n').length).toBe(1)
})

it('finishes or refuses what is under way at SIGTERM, and holds what it answered', async () => {
  const data = join(folder, 'stopped')
  const secret = create(data)
  const intake = await startIntakeProcess(data, await freePort())
  const line = (number: number) =>
    `2026-03-10T22:14:33Z POST /v1/completions user=stopped src=10.50.100.47 tokens_in=${number} tokens_out=1 status=200`
  let answered: () => void = () => undefined
  const first = new Promise<void>((resolve) => {
    answered = resolve
  })
  const outcomes = Array.from({ length: 200 }, async (_, number) => {
    try {
      const answer = await fetch(`${intake.url}/intake/auto`, {
        method: 'POST',
        body: line(number),
        headers: { Authorization: `Bearer ${secret}` },
      })
      answered()
      return answer.status
    } catch {
      return 'no connection'
    }
  })
  await first
  expect(await intake.end('SIGTERM')).toBe(0)
  const results = await Promise.all(outcomes)
  const taken = results.flatMap((status, number) => (status === 200 ? [number] : []))
  expect(taken.length).toBeGreaterThan(0)
  expect(results.filter((status) => status !== 200 && status !== 503 && status !== 'no connection')).toEqual(
    [],
  )
  const query = weighbridge(
    ['query', '--data', data, '--format', 'json', '--lang', 'sql', '-'],
    `SELECT tokens_in FROM inference ORDER BY tokens_in`,
  )
  const held = new Set(jsonLines<{ tokens_in: number }>(query.out).map(({ tokens_in }) => tokens_in))
  expect(taken.filter((number) => !held.has(number))).toEqual([])
})

it.skipIf(!hasOpenssl)('speaks TLS with a certificate (needs the command openssl)', async () => {
  const data = join(folder, 'tls')
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
  const made = spawnSync(OPENSSL, [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
    ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', cert],
  ])
  expect(made.status).toBe(0)
  const secret = create(data)
  const intake = await startIntakeProcess(data, await freePort(), [
    '--intake-cert',
    cert,
    '--intake-key',
    key,
  ])
  expect(intake.url).toMatch(/^https:/)
  const status = await new Promise((resolve, reject) => {
    const headers = { Authorization: `Splunk ${secret}` }
    const sent = request(`${intake.url}/services/collector`, {
      method: 'POST',
      headers,
      ca: readFileSync(cert),
    })
    sent.once('response', (answer) => resolve(answer.resume().statusCode)).once('error', reject)
    sent.end('{"event":"x"}')
  })
  expect(status).toBe(200)
  expect(await intake.end('SIGTERM')).toBe(0)
  writeFileSync(key, 'no key')
  const { status: refused, err } = weighbridge([
    'serve',
    '--port',
    '0',
    '--intake',
    '0',
    '--intake-cert',
    cert,
    '--intake-key',
    key,
    '--data',
    data,
  ])
  expect([refused, err]).toEqual([2, expect.stringContaining('certificate')])
})

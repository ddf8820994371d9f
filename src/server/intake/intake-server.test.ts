import { type ClientRequest, request as httpRequest } from 'node:http'
import { connect, type Socket } from 'node:net'
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import type { Receipt } from '../../activity/receive/delivery.ts'
import { createToken, revokeTokens } from '../../activity/receive/tokens.ts'
import { callOf, intakeUnderTest } from './intake.fixture.ts'
import type { RunningIntake } from './intake-server.ts'

const test = intakeUnderTest(temporaryFolder())

const MEBIBYTE = 1024 * 1024

function post(
  { url }: RunningIntake,
  path: string,
  body: string | Buffer,
  headers: Record<string, string> = {},
): Promise<Response> {
  const Authorization = `Bearer ${test.secret}`
  return fetch(url + path, { method: 'POST', body, headers: { Authorization, ...headers } })
}

const count = async (account: string) =>
  (await test.query<{ n: number }>(`SELECT count() AS n FROM inference WHERE account = '${account}'`))[0]?.n

/** Everything a socket receives until it is closed. */
async function all(socket: Socket): Promise<string> {
  let text = ''
  socket.on('error', () => undefined)
  for await (const chunk of socket) text += chunk
  return text
}

function openSocket({ url }: RunningIntake, options: { allowHalfOpen?: boolean } = {}): Socket {
  return connect({ port: Number(new URL(url).port), host: '127.0.0.1', ...options })
}

const head = (lines: readonly string[]) =>
  `${['POST /intake/auto HTTP/1.1', 'Host: intake', `Authorization: Bearer ${test.secret}`, ...lines].join('\r\n')}\r\n\r\n`

/** A receiver whose deliveries stay under way until they are let go. */
function held() {
  const receipt: Receipt = { accepted: 1, rejected: 0, passedOver: 0, duplicates: 0, batch: 1 }
  const waiting: (() => void)[] = []
  let arrived: () => void = () => undefined
  const arrival = new Promise<void>((resolve) => {
    arrived = resolve
  })
  return {
    arrival,
    letGo: () => {
      for (const go of waiting.splice(0)) go()
    },
    receiver: {
      deliver: () => {
        arrived()
        return new Promise<Receipt>((resolve) => waiting.push(() => resolve(receipt)))
      },
      confirmed: async () => new Set<number>(),
      settled: 0,
      close: async () => undefined,
    },
  }
}

describe('lines', () => {
  it('are taken as the source of the path, or each as its own', async () => {
    const intake = await test.start()
    const flow = '2026-03-26T01:22:15Z 10.50.100.47 -> 198.51.100.55:443 Bytes: 4,200'
    const named = await post(intake, '/intake/inference-log', `${callOf('named')}\nno call\n`)
    expect([named.status, await named.json()]).toEqual([
      200,
      { accepted: 1, rejected: 1, passedOver: 0, duplicates: 0 },
    ])
    const auto = await post(intake, '/intake/auto', `${callOf('auto')}\n${flow}`)
    expect(await auto.json()).toEqual({ accepted: 2, rejected: 0, passedOver: 0, duplicates: 0 })
    expect(await (await post(intake, '/intake/auto', '')).json()).toMatchObject({ accepted: 0 })
  })

  it.each([
    ['gzip', 'gzip', gzipSync],
    ['deflate', 'zlib', deflateSync],
    ['deflate', 'bare', deflateRawSync],
  ])('are read from %s (%s)', async (encoding, kind, pack) => {
    const intake = await test.start()
    const body = pack(Buffer.from(callOf(`packed-${kind}`)))
    const answer = await post(intake, '/intake/auto', body, { 'Content-Encoding': encoding })
    expect(await answer.json()).toMatchObject({ accepted: 1, rejected: 0 })
  })

  it('may be the records of one JSON document', async () => {
    const intake = await test.start()
    const record = (completion: number) =>
      `{"timestamp":"2026-03-01T00:00:01Z","path":"/v1/completions",\n"user":"document","usage":{"prompt_tokens":1,"completion_tokens":${completion}}}`
    const answer = await post(intake, '/intake/auto', `[${record(1)},\n ${record(2)}]`)
    expect(await answer.json()).toEqual({ accepted: 2, rejected: 0, passedOver: 0, duplicates: 0 })
    expect(await count('document')).toBe(2)
  })

  it('count once when the same body comes again, and again under another key', async () => {
    const intake = await test.start()
    const send = async (headers = {}) => (await post(intake, '/intake/auto', callOf('twice'), headers)).json()
    expect(await Promise.all([send(), send()])).toMatchObject([{ accepted: 1 }, { duplicates: 1 }])
    expect(await send({ 'Idempotency-Key': 'another' })).toMatchObject({ accepted: 1 })
    expect(await count('twice')).toBe(2)
  })
})

describe('a sender', () => {
  it.each([
    ['no token', {}, 'no-token'],
    ['a scheme of another kind', { Authorization: 'Digest x' }, 'bad-authorization'],
    ['no secret', { Authorization: 'Bearer ' }, 'bad-authorization'],
    ['a wrong secret', { Authorization: 'Bearer wbi_wrong' }, 'wrong-token'],
    ['a wrong password', { Authorization: `Basic ${btoa('x:y')}` }, 'wrong-token'],
  ])('with %s is refused everywhere before its body is read', async (_, headers, code) => {
    const { url } = await test.start()
    for (const path of ['/intake/auto', '/intake/x/y', '/', '/../etc']) {
      const answer = await fetch(url + path, { method: 'POST', body: callOf('refused'), headers })
      expect([answer.status, await answer.json()]).toEqual([
        401,
        { error: { code, message: expect.stringMatching(/\.$/) } },
      ])
    }
    expect(await count('refused')).toBe(0)
  })

  it('is told the same of a token that never was, was revoked, or has expired', async () => {
    const intake = await test.start()
    const { token, secret: revoked } = await createToken(test.stores.records, { name: 'gone' })
    const { secret: expired } = await createToken(test.stores.records, { name: 'old', days: -1 })
    const send = async (secret: string) => {
      const answer = await post(intake, '/intake/auto', '', { Authorization: `Bearer ${secret}` })
      return [answer.status, await answer.text()]
    }
    expect((await send(revoked))[0]).toBe(200)
    await revokeTokens(test.stores.records, `${token.id}`)
    const never = await send('wbi_never')
    expect(never[0]).toBe(401)
    expect([await send(revoked), await send(expired)]).toEqual([never, never])
  })

  it('may use Bearer, Splunk or Basic, and a UUID', async () => {
    const intake = await test.start()
    const { secret } = await createToken(test.stores.records, { name: 'uuid', uuid: true })
    expect(secret).toMatch(/^[0-9a-f-]{36}$/)
    for (const Authorization of [`bearer ${secret}`, `Splunk ${secret}`, `Basic ${btoa(`any:${secret}`)}`]) {
      expect((await post(intake, '/intake/auto', '', { Authorization })).status).toBe(200)
    }
  })

  it('sends only the sources of its token', async () => {
    const intake = await test.start()
    const { secret } = await createToken(test.stores.records, { name: 'flows', sources: ['flow-log'] })
    const Authorization = `Bearer ${secret}`
    const refused = await post(intake, '/intake/inference-log', callOf('bound'), { Authorization })
    expect([refused.status, await refused.json()]).toMatchObject([403, { error: { code: 'not-its-source' } }])
    expect((await post(intake, '/intake/nothing', '', { Authorization })).status).toBe(403)
    const auto = await post(intake, '/intake/auto', callOf('bound'), { Authorization })
    expect(await auto.json()).toMatchObject({ accepted: 0, rejected: 1 })
    expect(await count('bound')).toBe(0)
  })

  it('is answered at paths and methods that are none', async () => {
    const intake = await test.start()
    expect((await post(intake, '/nowhere', '')).status).toBe(404)
    const Authorization = `Bearer ${test.secret}`
    expect((await fetch(`${intake.url}/intake/auto`, { headers: { Authorization } })).status).toBe(405)
    expect(await (await fetch(`${intake.url}/intake/health`)).json()).toEqual({ state: 'ready' })
  })
})

describe('a body', () => {
  it('that is too large is refused, whether it says so or not', async () => {
    const intake = await test.start({ mostBodyBytes: 1000 })
    const big = Buffer.alloc(3000, 'x\n')
    expect((await post(intake, '/intake/auto', big)).status).toBe(413)
    const chunked = new ReadableStream({
      start(controller) {
        controller.enqueue(big)
        controller.close()
      },
    })
    const answer = await fetch(`${intake.url}/intake/auto`, {
      method: 'POST',
      body: chunked,
      duplex: 'half',
      headers: { Authorization: `Bearer ${test.secret}` },
    } as RequestInit)
    expect([answer.status, await answer.json()]).toMatchObject([413, { error: { code: 'too-large' } }])
  })

  it('that unpacks without end is refused, and gives its memory back', async () => {
    const intake = await test.start({ mostBodyBytes: MEBIBYTE, mostWaitingBytes: 2 * MEBIBYTE })
    const bomb = gzipSync(Buffer.alloc(64 * MEBIBYTE))
    expect(bomb.length).toBeLessThan(100_000)
    for (let attempt = 0; attempt < 3; attempt += 1) {
      expect((await post(intake, '/intake/auto', bomb, { 'Content-Encoding': 'gzip' })).status).toBe(413)
    }
    expect((await post(intake, '/intake/auto', callOf('after-bomb'))).status).toBe(200)
  })

  it.each([
    ['breaks off', 'gzip', gzipSync(callOf('damaged').repeat(50)).subarray(0, -20), 400],
    ['is damaged', 'gzip', Buffer.concat([gzipSync('x').subarray(0, 10), Buffer.alloc(30, 7)]), 400],
    ['is no zstd', 'zstd', Buffer.from('plain'), 400],
    ['is of an encoding nobody reads', 'br', Buffer.from('x'), 415],
    ['is packed twice', 'gzip, gzip', gzipSync(gzipSync('x')), 415],
  ])('whose data %s is refused whole', async (_, encoding, body, status) => {
    const intake = await test.start()
    const answer = await post(intake, '/intake/auto', body, { 'Content-Encoding': encoding })
    expect([answer.status, await answer.json()]).toEqual([
      status,
      { error: { code: expect.any(String), message: expect.stringMatching(/\.$/) } },
    ])
    expect(await count('damaged')).toBe(0)
  })

  it('waits for its turn only as far as memory goes; more is told to come back', async () => {
    const hold = held()
    const intake = await test.start({ receiver: hold.receiver, mostWaitingBytes: 1000 })
    const first = post(intake, '/intake/auto', Buffer.alloc(950, 'x\n'))
    await hold.arrival
    const second = await post(intake, '/intake/auto', Buffer.alloc(100, 'x\n'))
    expect([second.status, second.headers.get('retry-after')]).toEqual([503, '1'])
    expect((await fetch(`${intake.url}/intake/health`)).status).toBe(503)
    hold.letGo()
    expect((await first).status).toBe(200)
    const third = post(intake, '/intake/auto', Buffer.alloc(100, 'x\n'))
    while ((await fetch(`${intake.url}/services/collector/health`)).status !== 200);
    hold.letGo()
    const until = setInterval(hold.letGo, 5)
    expect((await third).status).toBe(200)
    clearInterval(until)
  })

  it('that cannot be stored is answered with "again", and not with why', async () => {
    const broken = held().receiver
    const deliver = async () => {
      throw new Error('disk /srv/secret is full')
    }
    const intake = await test.start({ receiver: { ...broken, deliver } })
    const answer = await post(intake, '/intake/auto', callOf('full'))
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5'])
    expect(await answer.text()).not.toContain('secret')
    expect(test.reports).toEqual(['intake: disk /srv/secret is full'])
  })
})

describe('a socket', () => {
  it('that is half closed after the request still gets its answer', async () => {
    const socket = openSocket(await test.start(), { allowHalfOpen: true })
    const line = callOf('half-closed')
    socket.end(`${head([`Content-Length: ${line.length}`])}${line}`)
    expect(await all(socket)).toContain('"accepted":1')
  })

  it('that is half closed within the body leaves nothing', async () => {
    const socket = openSocket(await test.start(), { allowHalfOpen: true })
    socket.end(`${head(['Content-Length: 1000'])}${callOf('cut')}`)
    expect(await all(socket)).not.toContain('200 OK')
    expect(await count('cut')).toBe(0)
  })

  it.each([
    ['headers', 'POST /intake/auto HTTP/1.1\r\nHost: intake\r\nX-Slow: '],
    ['a body', null],
  ])('that sends %s slowly is closed', async (_, text) => {
    const intake = await test.start({ headersMilliseconds: 100, requestMilliseconds: 200 })
    const socket = openSocket(intake)
    socket.write(text ?? head(['Content-Length: 1000']))
    const dripping = setInterval(() => socket.write('x'), 20)
    socket.once('close', () => clearInterval(dripping))
    expect(await all(socket)).toMatch(/^HTTP\/1.1 408 /)
  })

  it('that speaks no HTTP is closed', async () => {
    const socket = openSocket(await test.start())
    socket.write('\x16\x03\x01\x02\x00\x01\r\n\r\n')
    expect(await all(socket)).toMatch(/^HTTP\/1.1 400 /)
  })

  it.each(['//', '*', 'http://[', '/intake/auto?%', '/%00', `/${'a'.repeat(5000)}`, '?'])(
    'that asks for %s is answered',
    async (target) => {
      const intake = await test.start()
      const socket = openSocket(intake)
      socket.write(`GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
      expect(await all(socket)).toMatch(/^HTTP\/1.1 4\d\d /)
      expect(test.reports).toEqual([])
    },
  )

  it('that asks before it sends is asked to go on, or not', async () => {
    const intake = await test.start({ mostBodyBytes: 1000 })
    const ask = (length: number, secret = test.secret) =>
      new Promise<string>((resolve, reject) => {
        const request: ClientRequest = httpRequest(`${intake.url}/intake/auto`, {
          method: 'POST',
          headers: { Authorization: `Bearer ${secret}`, Expect: '100-continue', 'Content-Length': length },
        })
        let asked = ''
        request.once('continue', () => {
          asked = 'continue '
          request.end(Buffer.alloc(length, 'x\n'))
        })
        request.once('response', (answer) => {
          resolve(`${asked}${answer.statusCode}`)
          request.destroy()
        })
        request.once('error', reject)
        request.flushHeaders()
      })
    expect(await ask(10)).toBe('continue 200')
    expect(await ask(5000)).toBe('413')
    expect(await ask(10, 'wrong')).toBe('401')
  })
})

it('finishes what was begun when it stops, and refuses what comes then', async () => {
  const hold = held()
  const intake = await test.start({ receiver: hold.receiver })
  const kept = openSocket(intake)
  const begun = post(intake, '/intake/auto', callOf('begun'))
  // A body that is still on its way when the stop comes.
  kept.write(head(['Content-Length: 10']))
  await hold.arrival
  const closed = intake.close()
  kept.write('0123456789')
  hold.letGo()
  expect((await begun).status).toBe(200)
  const letting = setInterval(hold.letGo, 5)
  expect(await all(kept)).toMatch(/^HTTP\/1.1 (200|503) /)
  await closed
  clearInterval(letting)
  await expect(post(intake, '/intake/auto', '')).rejects.toThrow()
})

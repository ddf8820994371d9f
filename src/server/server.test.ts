import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WeighbridgeError } from '../base/errors.ts'
import type { CaseReader, EvidenceSelection } from './case-reader.ts'
import type { Desk } from './desk.ts'
import { type RunningServer, startServer } from './server.ts'

const asked: unknown[] = []
const reader: CaseReader = {
  list: async () => [],
  show: async (id) => {
    if (id === 'BROKEN') throw new Error('connection lost at /srv/secret/path')
    return null
  },
  evidence: async (id, selection: EvidenceSelection, limit) => {
    if (id === 'GONE') throw new WeighbridgeError('not-found', 'There is no case GONE.')
    asked.push({ id, selection, limit })
    return { sql: 'SELECT 1', columns: ['a'], rows: [[1]], total: 1 }
  },
  review: async (person, days) => {
    asked.push({ person, days })
    return { person, team: 't', days, from: '', to: '', figures: [], destinations: [] }
  },
}

const decided: unknown[] = []
const decide =
  (what: string) =>
  async (...said: unknown[]) => {
    decided.push([what, ...said])
    return { decision: 7 }
  }
const desk: Desk = {
  register: async () => ({ entries: [], unregistered: [], unregisteredInAll: 0, from: null, to: null }),
  sanction: decide('sanction'),
  withdraw: decide('withdraw'),
  feedback: async () => {
    throw new WeighbridgeError('store-failed', 'The records are away.')
  },
  verdict: decide('verdict'),
  offers: async () => [],
  except: decide('except'),
  setBudget: decide('setBudget'),
  refit: decide('refit'),
  undo: decide('undo'),
}

let consoleDir: string
let server: RunningServer
const health = async () => ({ sources: [], findings: [] })
let reports: string[]

beforeEach(async () => {
  asked.length = 0
  decided.length = 0
  reports = []
  consoleDir = await mkdtemp(join(tmpdir(), 'weighbridge-console-'))
  await mkdir(join(consoleDir, 'assets'))
  await writeFile(join(consoleDir, 'index.html'), '<title>Weighbridge</title>')
  await writeFile(join(consoleDir, 'assets', 'index-Ab3dEf9_.js'), 'export {}')
  server = await startServer({
    reader,
    desk,
    port: 0,
    consoleDir,
    health,
    status: () => ({ version: '0.1.0', counts: { cases: 0 } }),
    report: (line) => reports.push(line),
  })
})

afterEach(async () => {
  await server.close()
  await rm(consoleDir, { recursive: true })
})

const get = (path: string, headers: Record<string, string> = {}) => fetch(server.url + path, { headers })

/** `fetch` sets Host and Sec-Fetch-* itself, so an adversary's headers need the raw client. */
function getRaw(path: string, headers: Record<string, string>, method = 'GET'): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    httpRequest(server.url + path, { headers, method }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode))
    })
      .on('error', reject)
      .end()
  })
}

describe('the API', () => {
  it('answers the list and the status', async () => {
    expect(await (await get('/api/cases')).json()).toEqual([])
    expect(await (await get('/api/status')).json()).toEqual({ version: '0.1.0', counts: { cases: 0 } })
  })

  it('passes a checked selection to the reader, with the default limit', async () => {
    await get('/api/cases/C-1/evidence?signal=abc123')
    await get('/api/cases/C-1/evidence?channel=lake&hour=2026-04-05T23:00:00Z&limit=7')
    await get('/api/review/cobalt%20mirror')
    expect(asked).toEqual([
      { id: 'C-1', selection: { signal: 'abc123' }, limit: 50 },
      { id: 'C-1', selection: { channel: 'lake', hour: '2026-04-05T23:00:00Z' }, limit: 7 },
      { person: 'cobalt mirror', days: 90 },
    ])
  })

  const either =
    'Ask for the evidence of either a signal (signal=ID) or an hour (channel=NAME and hour=TIME).'
  it.each([
    ['/api/cases/C-1/evidence', either],
    ['/api/cases/C-1/evidence?signal=a&channel=lake&hour=2026-04-05T23:00:00Z', either],
    ['/api/cases/C-1/evidence?channel=lake', either],
    [
      '/api/cases/C-1/evidence?channel=usb&hour=2026-04-05T23:00:00Z',
      'Channel must be one of inference, registry, lake, egress.',
    ],
    [
      '/api/cases/C-1/evidence?channel=lake&hour=yesterday',
      'Hour must be an ISO 8601 time in UTC, e.g. 2026-03-25T02:00:00Z.',
    ],
    [
      '/api/cases/C-1/evidence?channel=lake&hour=2026-04-05T23:10:00Z',
      'Hour must be the start of an hour, e.g. 2026-03-25T02:00:00Z.',
    ],
    ['/api/cases/C-1/evidence?signal=a&limit=5000', 'Limit must be at most 1000.'],
    ['/api/cases/C-1/evidence?signal=a&limit=many', 'Limit must be a whole number from 1 to 1000.'],
    ['/api/cases/C%271', 'The case id must be 1 to 128 letters, digits or . : @ + - _.'],
    ['/api/review/p?days=0', 'Days must be at least 1.'],
    ['/api/cases?page=2', 'The parameter "page" is not known here.'],
  ])('refuses %s with one sentence', async (path, message) => {
    const answer = await get(path)
    expect([answer.status, await answer.json()]).toEqual([400, { error: { code: 'bad-input', message } }])
    expect(asked).toEqual([])
  })

  it('says 404 for an unknown case, an unknown path and what the reader does not find', async () => {
    const answers = await Promise.all(
      ['/api/cases/C-9', '/api/nothing', '/api/cases/GONE/evidence?signal=a'].map((p) => get(p)),
    )
    expect(answers.map((answer) => answer.status)).toEqual([404, 404, 404])
    expect(await answers[0]?.json()).toEqual({
      error: { code: 'not-found', message: 'There is no case C-9.' },
    })
  })

  it('keeps a foreign error out of the answer and reports it', async () => {
    const answer = await get('/api/cases/BROKEN')
    expect([answer.status, await answer.text()]).toEqual([
      500,
      '{"error":{"code":"internal","message":"The server failed to answer; its terminal says why."}}',
    ])
    expect(reports).toEqual(['GET /api/cases/BROKEN: connection lost at /srv/secret/path'])
  })

  it('only reads', async () => {
    expect(await getRaw('/api/cases', {}, 'POST')).toBe(405)
  })
})

describe('the editor', () => {
  const ask = (body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${server.url}/api/editor`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })

  it('completes and diagnoses', async () => {
    const answer = await ask({ language: 'spl', text: 'index=network | sta', offset: 19 })
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({
      completions: {
        from: 16,
        to: 19,
        items: expect.arrayContaining([expect.objectContaining({ label: 'stats' })]),
      },
      diagnostics: [{ severity: 'error', line: 1 }],
    })
  })

  it.each([
    ['not json', 'The body is not JSON.'],
    ['[]', 'The body must be a JSON object.'],
    [{ language: 'sql', text: '' }, 'Language must be one of kql, spl, sigma.'],
    [{ language: 'spl' }, 'Text must be the text of the query.'],
    [{ language: 'spl', text: 'x', offset: -1 }, 'Offset must be a whole number of at least 0.'],
    [{ language: 'spl', text: 'x', limit: 3 }, 'The parameter "limit" is not known here.'],
    [{ language: 'spl', text: 'x'.repeat(100_001) }, 'Text must be at most 100000 characters.'],
    [{ language: 'spl', text: 'x'.repeat(1 << 20) }, 'The body must be at most 1024 KiB.'],
  ])('refuses %j with one sentence', async (body, message) => {
    const answer = await ask(body)
    expect([answer.status, await answer.json()]).toEqual([400, { error: { code: 'bad-input', message } }])
  })

  it('says 404 for a schema that is not there', async () => {
    expect((await ask({ language: 'spl', text: 'x', schema: 'none' })).status).toBe(404)
  })

  it('takes no form of another site, and no other method', async () => {
    expect((await ask('a=b', { 'Content-Type': 'text/plain' })).status).toBe(400)
    expect((await ask({}, { Origin: 'https://shop.example' })).status).toBe(403)
    expect((await get('/api/editor')).status).toBe(404)
    expect(await getRaw('/api/editor', {}, 'PUT')).toBe(405)
  })
})

describe('decisions', () => {
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(server.url + path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
  const BY = { by: 'ada', reason: 'because' }

  it.each([
    [
      '/api/destinations/sanction',
      { address: '*.a.example', standing: 'own', until: '2026-12-31' },
      ['sanction', { address: '*.a.example', standing: 'own', until: '2026-12-31' }, BY],
    ],
    ['/api/destinations/withdraw', { address: 'a.example' }, ['withdraw', 'a.example', BY]],
    ['/api/verdicts', { case: 'C-1', is: 'honest' }, ['verdict', 'C-1', 'honest', BY]],
    [
      '/api/exceptions',
      { about: { person: 'p' }, until: '2026-12-31' },
      ['except', { about: { person: 'p' }, until: '2026-12-31' }, BY],
    ],
    ['/api/budget', { casesAWeek: 0.5 }, ['setBudget', 0.5, BY]],
    ['/api/thresholds/refit', {}, ['refit', BY]],
    ['/api/undo', { decision: 3 }, ['undo', 3, BY]],
  ])('%s passes what was decided, by whom and why', async (path, said, expected) => {
    const answer = await post(path, { ...said, ...BY })
    expect([answer.status, await answer.json()]).toEqual([200, { decision: 7 }])
    expect(decided).toEqual([expected])
  })

  it.each([
    [
      '/api/verdicts',
      { case: 'C-1', is: 'constructor', ...BY },
      'Is must be one of theft, breach, honest, unclear.',
    ],
    ['/api/verdicts', { case: 'C-1', is: 'honest', by: 'x' }, 'Reason must be text.'],
    ['/api/undo', { decision: '3', ...BY }, 'Decision must be the number of one.'],
    [
      '/api/exceptions',
      { about: { team: 'x' }, until: 'x', ...BY },
      'The parameter "team" is not known here.',
    ],
    ['/api/budget', [], 'The body must be a JSON object.'],
  ])('%s refuses %j with one sentence', async (path, body, message) => {
    const answer = await post(path, body)
    expect([answer.status, await answer.json()]).toEqual([400, { error: { code: 'bad-input', message } }])
    expect(decided).toEqual([])
  })

  it('are taken from no other site, in no other form and by no other method', async () => {
    const body = { decision: 3, ...BY }
    expect((await post('/api/undo', body, { Origin: 'https://shop.example' })).status).toBe(403)
    expect((await post('/api/undo', body, { 'Content-Type': 'text/plain' })).status).toBe(400)
    expect((await get('/api/undo?decision=3')).status).toBe(404)
    expect(await getRaw('/api/undo', {}, 'PUT')).toBe(405)
    expect(decided).toEqual([])
  })

  it('are read where they are kept', async () => {
    expect(await (await get('/api/destinations')).json()).toMatchObject({ entries: [] })
    expect(await (await get('/api/cases/C-1/offers')).json()).toEqual([])
    expect((await get('/api/feedback')).status).toBe(500)
  })
})

describe('the console files', () => {
  it('serves the page for any path of its router and caches only hashed names', async () => {
    const page = await get('/cases/C-1?signal=x')
    expect([page.status, await page.text()]).toEqual([200, '<title>Weighbridge</title>'])
    expect(page.headers.get('cache-control')).toBe('no-cache')
    const asset = await get('/assets/index-Ab3dEf9_.js')
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect((await get('/assets/missing-12345678.js')).status).toBe(404)
  })

  it('says how to build an absent console, and the API works without it', async () => {
    const bare = await startServer({
      reader,
      desk,
      port: 0,
      consoleDir: join(consoleDir, 'absent'),
      health,
      status: () => ({ version: '', counts: {} }),
    })
    expect(await (await fetch(bare.url)).text()).toContain('npm run build')
    expect((await fetch(`${bare.url}/api/cases`)).status).toBe(200)
    await bare.close()
  })

  it('carries the security headers everywhere, and no-store on the API', async () => {
    for (const path of ['/', '/api/cases', '/api/nothing', '/assets/none.js']) {
      const { headers } = await get(path)
      expect(headers.get('content-security-policy')).toContain("default-src 'none'")
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
      expect(headers.get('content-security-policy')).not.toContain('unsafe')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
    }
    expect((await get('/api/cases')).headers.get('cache-control')).toBe('no-store')
  })
})

describe('the socket', () => {
  it('is bound to 127.0.0.1 and to no other address', async () => {
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    const refused = await new Promise((resolve) => {
      // 127.0.0.2 reaches this machine too, so only a wildcard bind would accept it.
      const socket = connect(Number(new URL(server.url).port), '127.0.0.2')
      socket.on('connect', () => resolve('connected')).on('error', () => resolve('refused'))
    })
    expect(refused).toBe('refused')
  })

  it('names a taken port and the flag', async () => {
    const port = Number(new URL(server.url).port)
    const second = startServer({
      reader,
      desk,
      port,
      consoleDir,
      health,
      status: () => ({ version: '', counts: {} }),
    })
    await expect(second).rejects.toMatchObject({
      code: 'bad-usage',
      message: `Port ${port} on 127.0.0.1 is taken by another program; choose another with --port.`,
    })
  })

  it('names a port that is none', async () => {
    const wrong = startServer({
      reader,
      desk,
      port: 99999,
      consoleDir,
      health,
      status: () => ({ version: '', counts: {} }),
    })
    await expect(wrong).rejects.toMatchObject({ code: 'bad-usage' })
  })

  it.each([
    ['that waits for its next request', 'GET /api/cases HTTP/1.1\r\nHost: HOST\r\n\r\n'],
    ['half-way through a request', 'GET /api/cases HTTP/1.1\r\nHost: HOST\r\n\r\nGET /api/st'],
  ])('closes although there is a socket %s', async (_, request) => {
    const other = await startServer({
      reader,
      desk,
      port: 0,
      consoleDir,
      health,
      status: () => ({ version: '', counts: {} }),
    })
    const { port, host } = new URL(other.url)
    const socket = connect(Number(port), '127.0.0.1')
    const ended = new Promise((resolve) => socket.on('close', resolve))
    const answered = new Promise((resolve) => socket.once('data', resolve))
    socket.write(request.replace('HOST', host))
    await answered
    await other.close()
    await ended
    await expect(fetch(other.url)).rejects.toThrow()
  })
})

describe('adversary: another site in the same browser', () => {
  it('is refused by the Host header (DNS rebinding)', async () => {
    const { port, host } = new URL(server.url)
    const statuses = await Promise.all(
      [host, `localhost:${port}`, `[::1]:${port}`, `rebind.example:${port}`, '127.0.0.1', `127.0.0.1:1`].map(
        (name) => getRaw('/api/cases', { host: name }),
      ),
    )
    expect(statuses).toEqual([200, 200, 200, 403, 403, 403])
  })

  it.each([
    [{ 'sec-fetch-site': 'same-origin' }, '/api/cases', 200],
    [{ 'sec-fetch-site': 'none' }, '/api/cases', 200],
    [{ 'sec-fetch-site': 'cross-site' }, '/api/cases', 403],
    [{ 'sec-fetch-site': 'same-site' }, '/api/cases', 403],
    [{ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }, '/api/cases', 403],
    [{ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }, '/cases/C-1', 200],
    [{ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }, '/assets/index-Ab3dEf9_.js', 403],
    [{ origin: 'https://shop.example' }, '/api/cases', 403],
    [{ origin: 'null' }, '/api/cases', 403],
  ])('with %j, %s answers %i', async (headers, path, status) => {
    expect(await getRaw(path, headers)).toBe(status)
  })
})

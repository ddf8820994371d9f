import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts'
import { callOf, intakeUnderTest } from '../intake.fixture.ts'
import type { RunningIntake } from '../intake-server.ts'
import { HEC } from './codes.ts'
import { jsonObjects, memberOf, NOT_AN_OBJECT } from './json-objects.ts'

const test = intakeUnderTest(temporaryFolder())

const CHANNEL = '0aeeac95-ac74-4aa9-b30d-6c4c0ac581ba'

async function send(
  { url }: RunningIntake,
  path: string,
  body: string,
  headers: Record<string, string> = {},
): Promise<unknown[]> {
  const Authorization = `Splunk ${test.secret}`
  const answer = await fetch(`${url}/services/collector${path}`, {
    method: 'POST',
    body,
    headers: { Authorization, ...headers },
  })
  return [answer.status, await answer.json()]
}

const SUCCESS = [200, { text: 'Success', code: 0 }]

describe('events', () => {
  it.each(['', '/event', '/event/1.0', '/1.0'])('are taken at /services/collector%s', async (path) => {
    const intake = await test.start()
    expect(await send(intake, path, JSON.stringify({ event: callOf(`path${path}`) }))).toEqual(SUCCESS)
  })

  it('stand one after another with anything white or nothing between them', async () => {
    const intake = await test.start()
    const events = [1, 2, 3, 4].map((number) => JSON.stringify({ event: callOf('stacked', number) }))
    expect(
      await send(intake, '/event', ` ${events[0]}${events[1]}\r\n\t${events[2]}\n\n${events[3]}\n`),
    ).toEqual(SUCCESS)
    expect(
      await test.query(`SELECT tokens_in FROM inference WHERE account = 'stacked' ORDER BY tokens_in`),
    ).toEqual([1, 2, 3, 4].map((tokens_in) => ({ tokens_in })))
  })

  it('are unwrapped: text by lines, an object as it was written, by their source or their sourcetype', async () => {
    const intake = await test.start()
    const gateway = `{"path":"/v1/chat/completions",
      "timestamp":"2026-03-01T00:00:00Z","user":"wrapped","usage":{"prompt_tokens":3,"completion_tokens":4}}`
    const body = `{"event":${JSON.stringify(`${callOf('wrapped', 1)}\n${callOf('wrapped', 2)}`)}}{"event":${gateway}}
      {"sourcetype":"inference-log","event":"not what it says"}`
    expect(await send(intake, '/event', body)).toEqual(SUCCESS)
    expect(
      await test.query(
        `SELECT source, tokens_in FROM inference WHERE account = 'wrapped' ORDER BY tokens_in`,
      ),
    ).toEqual([
      { source: 'inference-log', tokens_in: 1 },
      { source: 'inference-log', tokens_in: 2 },
      { source: 'openai-gateway', tokens_in: 3 },
    ])
    expect(await test.query(`SELECT source FROM reject WHERE line = 'not what it says'`)).toEqual([
      { source: 'inference-log' },
    ])
  })

  it('of no source are kept with their envelope', async () => {
    const intake = await test.start()
    const envelope = '{"time":1773180873.500,"host":"edge-7","event":{"n":12345678901234567890}}'
    expect(await send(intake, '/event', envelope)).toEqual(SUCCESS)
    const [kept] = await test.query<{ n: number }>(
      `SELECT (SELECT count() FROM reject_row WHERE line = '${envelope}')
         + (SELECT count() FROM reject_row WHERE source = 'splunk-hec' AND expected) AS n`,
    )
    expect(kept?.n).toBe(1)
  })

  it.each([
    ['nothing', '', HEC.noData, null],
    ['white space', ' \n', HEC.noData, null],
    ['no JSON', 'event', HEC.invalidData, 0],
    ['a list', '[{"event":"x"}]', HEC.invalidData, 0],
    ['an object that breaks off', '{"event":"ok"}{"event":"x', HEC.invalidData, 1],
    ['an object that is damaged', '{"event":"ok"}{"event":"ok"}{"event" "x"}', HEC.invalidData, 2],
    ['something behind an object', '{"event":"ok"}x', HEC.invalidData, 1],
    ['a time that is none', '{"event":"x","time":{}}', HEC.invalidData, 0],
    ['no event', '{"event":"ok"} {"host":"x"}', HEC.eventRequired, 1],
    ['an event that is null', '{"event":null}', HEC.eventRequired, 0],
    ['a blank event', '{"event":"ok"}{"event":""}', HEC.eventBlank, 1],
    ['nested fields', '{"event":"x","fields":{"a":{"b":1}}}', HEC.indexedFields, 0],
  ])('with %s are refused, all of them', async (_, body, { code, status, text }, number) => {
    const intake = await test.start()
    const before = await test.query('SELECT count() AS n FROM reject_row')
    expect(await send(intake, '/event', body)).toEqual([
      status,
      { text, code, ...(number === null ? {} : { 'invalid-event-number': number }) },
    ])
    expect(await test.query('SELECT count() AS n FROM reject_row')).toEqual(before)
  })
})

describe('raw lines', () => {
  it('are taken with what the query says of them', async () => {
    const intake = await test.start()
    const body = `${callOf('raw')}\r\n\nof no source\n`
    expect(
      await send(intake, '/raw?host=edge-7&sourcetype=app', body, { 'X-Splunk-Request-Channel': CHANNEL }),
    ).toEqual([200, { text: 'Success', code: 0, ackId: expect.any(Number) }])
    expect(await test.query(`SELECT count() AS n FROM inference WHERE account = 'raw'`)).toEqual([{ n: 1 }])
    const [kept] = await test.query<{ n: number }>(
      `SELECT count() AS n FROM reject_row WHERE position(line, '"of no source"') > 0
         AND position(line, '"host":"edge-7"') > 0 OR source = 'splunk-hec'`,
    )
    expect(kept?.n).toBeGreaterThan(0)
  })

  it('may be of the source that their sourcetype names, and must not be nothing', async () => {
    const intake = await test.start()
    expect(await send(intake, '/raw/1.0?sourcetype=flow-log', callOf('misnamed'))).toEqual(SUCCESS)
    expect(await test.query(`SELECT source FROM reject WHERE position(line, 'misnamed') > 0`)).toEqual([
      { source: 'flow-log' },
    ])
    expect(await send(intake, '/raw', '\n\n')).toEqual([400, { text: 'No data', code: 5 }])
  })
})

describe('acknowledgement', () => {
  it('is true for what was answered, also after a restart, and false for what never was', async () => {
    const first = await test.start()
    const sent = await send(first, `/event?channel=${CHANNEL}`, JSON.stringify({ event: callOf('acked') }))
    const { ackId } = sent[1] as { ackId: number }
    const second = await test.start()
    const ask = (acks: unknown, path = `/ack?channel=${CHANNEL}`) =>
      send(second, path, JSON.stringify({ acks }))
    expect(await ask([ackId, 999_999])).toEqual([200, { acks: { [ackId]: true, 999999: false } }])
    expect(await ask([ackId], '/ack')).toEqual([400, { text: 'Data channel is missing', code: 10 }])
    expect(await ask([ackId], '/ack?channel=none')).toEqual([400, { text: 'Invalid data channel', code: 11 }])
    expect(await ask('all')).toEqual([400, { text: 'Invalid data format', code: 6 }])
  })
})

it('tells of tokens in the words of the collector', async () => {
  const intake = await test.start()
  const { url } = intake
  const bare = await fetch(`${url}/services/collector`, { method: 'POST', body: '{}' })
  expect([bare.status, await bare.json()]).toEqual([401, { text: 'Token is required', code: 2 }])
  const inUrl = await fetch(`${url}/services/collector?token=${test.secret}`, { method: 'POST', body: '{}' })
  expect([inUrl.status, await inUrl.json()]).toEqual([
    400,
    { text: 'Query string authorization is not enabled', code: 16 },
  ])
  expect(await send(intake, '', '{}', { Authorization: 'Splunk' })).toEqual([
    401,
    { text: 'Invalid authorization', code: 3 },
  ])
  expect(await send(intake, '', '{}', { Authorization: 'Splunk wrong' })).toEqual([
    403,
    { text: 'Invalid token', code: 4 },
  ])
})

it('is healthy for whoever asks', async () => {
  const { url } = await test.start()
  for (const path of ['/health', '/health/1.0']) {
    const answer = await fetch(`${url}/services/collector${path}`)
    expect([answer.status, await answer.json()]).toEqual([200, { text: 'HEC is healthy', code: 17 }])
  }
})

it('finds the objects of any body, however they are written and laid out', () => {
  const objects = fc.array(
    fc.tuple(
      fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue(), { noNullPrototype: true }),
      fc.jsonValue(),
      fc.constantFrom(undefined, 1, '\t'),
      fc.constantFrom('', ' ', '\n\r\t'),
    ),
    { maxLength: 5 },
  )
  fc.assert(
    fc.property(objects, (items) => {
      const texts = items.map(([more, event, indent]) => JSON.stringify({ ...more, event }, null, indent))
      const body = Buffer.from(texts.map((text, at) => text + (items[at]?.[3] ?? '')).join(''))
      const found = [...jsonObjects(body)]
      expect(found.map(String)).toEqual(texts)
      for (const [at, bytes] of found.entries()) {
        if (bytes === NOT_AN_OBJECT) throw new Error('It is one.')
        const value = memberOf(bytes, 'event')
        expect(JSON.parse(String(value))).toEqual(JSON.parse(JSON.stringify(items[at]?.[1])))
      }
    }),
    { numRuns: 300 },
  )
})

it('ends on every byte string', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), fc.string(), (noise, text) => {
      for (const body of [
        Buffer.from(noise),
        Buffer.from(`{"event":${text}`),
        Buffer.from(`{"a":"${text}`),
      ]) {
        const taken = [...jsonObjects(body)].reduce<number>(
          (sum, bytes) => sum + (bytes === NOT_AN_OBJECT ? 0 : bytes.length),
          0,
        )
        expect(taken).toBeLessThanOrEqual(body.length)
      }
    }),
  )
})

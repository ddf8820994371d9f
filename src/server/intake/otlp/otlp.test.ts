import { gzipSync } from 'node:zlib'
import { JsonLogsSerializer, ProtobufLogsSerializer } from '@opentelemetry/otlp-transformer'
import { LoggerProvider, type ReadableLogRecord, type SdkLogRecord } from '@opentelemetry/sdk-logs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts'
import { callOf, intakeUnderTest } from '../intake.fixture.ts'
import type { RunningIntake } from '../intake-server.ts'
import { recordsFromJson } from './from-json.ts'
import { recordsFromProtobuf } from './from-protobuf.ts'
import { BadExport, lineOf } from './log-record.ts'

const test = intakeUnderTest(temporaryFolder())

interface Logged {
  readonly body?: unknown
  readonly attributes?: Record<string, unknown>
}

/** Records as the official SDK makes them. */
function logged(items: readonly Logged[]): ReadableLogRecord[] {
  const records: ReadableLogRecord[] = []
  const collector = {
    onEmit: (record: SdkLogRecord) => void records.push(record),
    forceFlush: async () => undefined,
    shutdown: async () => undefined,
  }
  const logger = new LoggerProvider({ processors: [collector] }).getLogger('test')
  for (const item of items) logger.emit(item as Parameters<typeof logger.emit>[0])
  return records
}

/** Bytes as the official encoder writes them. */
const ENCODERS = {
  json: (items: readonly Logged[]) => Buffer.from(JsonLogsSerializer.serializeRequest(logged(items)) ?? []),
  protobuf: (items: readonly Logged[]) =>
    Buffer.from(ProtobufLogsSerializer.serializeRequest(logged(items)) ?? []),
} as const
const DECODERS = { json: recordsFromJson, protobuf: recordsFromProtobuf } as const
const TYPES = { json: 'application/json', protobuf: 'application/x-protobuf' } as const
type Encoding = keyof typeof TYPES
const ENCODINGS: readonly Encoding[] = ['json', 'protobuf']

function send({ url }: RunningIntake, body: Buffer, headers: Record<string, string>): Promise<Response> {
  const Authorization = `Bearer ${test.secret}`
  return fetch(`${url}/v1/logs`, { method: 'POST', body, headers: { Authorization, ...headers } })
}

/** What an answer in protobuf says, read by the official decoder. */
function decoded(encoding: Encoding, bytes: ArrayBuffer): unknown {
  const serializer = encoding === 'json' ? JsonLogsSerializer : ProtobufLogsSerializer
  return serializer.deserializeResponse(new Uint8Array(bytes))
}

describe.each(ENCODINGS)('in %s', (encoding) => {
  const encode = ENCODERS[encoding]
  const linesIn = (bytes: Buffer) => [...DECODERS[encoding](bytes)].map(lineOf)

  it('every kind of value becomes the line that says it', () => {
    const nested = {
      text: 'é\n"',
      truth: false,
      list: [1, 'two', { three: 3.5 }],
      whole: -7,
      big: 2 ** 53 - 1,
    }
    const lines = linesIn(
      encode([
        { body: 'a line' },
        { body: nested },
        { body: ['x', 1] },
        { body: 12 },
        { body: new Uint8Array([1, 2, 255]) },
        { attributes: { only: 'attributes', n: 1 } },
        { body: 'with', attributes: { left: 'out' } },
        {},
      ]),
    )
    expect(lines[0]).toBe('a line')
    expect(JSON.parse(lines[1] ?? '')).toEqual(nested)
    expect(lines.slice(2)).toEqual(['["x",1]', '12', '"AQL/"', '{"only":"attributes","n":1}', 'with', '{}'])
  })

  it('any value comes out as it went in', () => {
    const value = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.string({ unit: 'grapheme' }),
        fc.boolean(),
        fc.maxSafeInteger(),
        fc.double({ noNaN: true, noDefaultInfinity: true }).filter((number) => !Object.is(number, -0)),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(fc.string(), tie('value'), { maxKeys: 4, noNullPrototype: true }),
      ),
    })).value
    fc.assert(
      fc.property(fc.dictionary(fc.string(), value, { maxKeys: 3, noNullPrototype: true }), (body) => {
        expect(JSON.parse(linesIn(encode([{ body }]))[0] ?? '')).toEqual(JSON.parse(JSON.stringify(body)))
      }),
      { numRuns: 200 },
    )
  })

  it('damaged bytes give records or one sentence', () => {
    const good = encode([{ body: { a: [1, 'x'] }, attributes: { b: true } }, { body: 'line' }])
    fc.assert(
      fc.property(
        fc.nat(good.length),
        fc.nat(good.length),
        fc.uint8Array({ maxLength: 8 }),
        (from, cut, noise) => {
          const bytes = Buffer.concat([good.subarray(0, from), noise, good.subarray(Math.max(from, cut))])
          try {
            linesIn(bytes)
          } catch (error) {
            expect(error).toBeInstanceOf(BadExport)
          }
        },
      ),
      { numRuns: 500 },
    )
  })

  it('is taken, also packed, and fully', async () => {
    const intake = await test.start()
    const body = encode([
      { body: callOf(encoding, 1) },
      { body: `${callOf(encoding, 2)}\n${callOf(encoding, 3)}\n` },
    ])
    for (const attempt of [body, gzipSync(body)]) {
      const packed = attempt === body ? {} : { 'Content-Encoding': 'gzip' }
      const answer = await send(intake, attempt, { 'Content-Type': TYPES[encoding], ...packed })
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, TYPES[encoding]])
      expect(decoded(encoding, await answer.arrayBuffer())).not.toHaveProperty('partialSuccess.errorMessage')
    }
    expect(await test.query(`SELECT count() AS n FROM inference WHERE account = '${encoding}'`)).toEqual([
      { n: 3 },
    ])
  })

  it('says how many records were rejected', async () => {
    const intake = await test.start()
    const body = encode([
      { body: callOf('partly') },
      { body: `no call in ${encoding}` },
      { attributes: { a: encoding } },
    ])
    const answer = await send(intake, body, { 'Content-Type': TYPES[encoding] })
    const said = decoded(encoding, await answer.arrayBuffer()) as {
      partialSuccess: { rejectedLogRecords: unknown }
    }
    expect([answer.status, Number(said.partialSuccess.rejectedLogRecords)]).toEqual([200, 2])
    expect(said).toMatchObject({ partialSuccess: { errorMessage: expect.stringContaining('rejects') } })
  })

  it('is refused in its own encoding', async () => {
    const intake = await test.start()
    const answer = await send(intake, Buffer.from('{{'), { 'Content-Type': TYPES[encoding] })
    expect([answer.status, answer.headers.get('content-type')]).toEqual([400, TYPES[encoding]])
    expect(Buffer.from(await answer.arrayBuffer()).toString()).toContain('Nothing of it was taken.')
  })
})

it('an empty export is a success', async () => {
  const intake = await test.start()
  expect(
    await (await send(intake, Buffer.from('{}'), { 'Content-Type': 'application/json' })).json(),
  ).toEqual({})
  const empty = await send(intake, Buffer.alloc(0), { 'Content-Type': 'application/x-protobuf' })
  expect([empty.status, (await empty.arrayBuffer()).byteLength]).toEqual([200, 0])
})

it('another type, a wrong token and too deep a value are refused', async () => {
  const intake = await test.start()
  expect((await send(intake, Buffer.from('x'), { 'Content-Type': 'text/plain' })).status).toBe(415)
  const wrong = await send(intake, Buffer.from('{}'), {
    'Content-Type': 'application/json',
    Authorization: 'Bearer wrong',
  })
  expect([wrong.status, await wrong.json()]).toEqual([401, { code: 16, message: 'The token is not valid.' }])
  const deep = `${'{"arrayValue":{"values":['.repeat(200)}{}${']}}'.repeat(200)}`
  const body = `{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":${deep}}]}]}]}`
  const answer = await send(intake, Buffer.from(body), { 'Content-Type': 'application/json' })
  expect([answer.status, await answer.json()]).toMatchObject([400, { code: 3 }])
})

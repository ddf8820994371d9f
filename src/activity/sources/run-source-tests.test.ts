import { describe, expect, it } from 'vitest'
import { temporaryStores } from '../../../test/support/temporary-stores.ts'
import { loadSources, readSource } from './registry.ts'
import { runSourceTests, type TestResult } from './run-source-tests.ts'

const here = temporaryStores()

const JSON_LINE =
  '{"ts":"2026-03-10T22:14:33Z","user":{"login":"cobalt.mirror"},"usage":{"in":142,"out":2048},"asked":5}'

const json = (tests: string) => `
name: own-gateway
title: A gateway of our own
about: One call a line.
activity: inference
system: own
map:
  format: json
  fields: { time: ts, account: user.login, tokens_in: usage.in, tokens_out: usage.out, logprobs: asked }
tests:
${tests}`

async function results(yaml: string): Promise<TestResult[]> {
  const source = readSource(yaml, 'own.yaml')
  return runSourceTests(here.stores.analytics, source, loadSources())
}

async function differences(yaml: string): Promise<readonly string[]> {
  return (await results(yaml)).flatMap((result) => result.differences)
}

describe('a source of one’s own', () => {
  it('reads JSON by its fields, nested ones by a path', async () => {
    const yaml = json(`
  - line: '${JSON_LINE}'
    row: { time: '2026-03-10T22:14:33Z', account: cobalt.mirror, tokens_in: 142, tokens_out: 2048, logprobs: 5 }
  - line: '{"ts":1773180873000,"user":{"login":"x"},"usage":{"in":"1","out":"2"},"asked":null}'
    row: { time: '2026-03-10T22:14:33Z', tokens_in: 1, tokens_out: 2, logprobs: 0 }
  - line: '{"ts":"yesterday","user":{"login":"x"},"usage":{"in":1,"out":2},"asked":0}'
    rejected: time is missing
  - line: '{"ts":"2026-03-10T22:14:33Z","user":{"login":"x"},"usage":{"in":-1,"out":2},"asked":0}'
    rejected: tokens_in
  - line: '{"ts":"2026-03-10T22:14:33Z","usage'
    rejected: not valid JSON`)
    expect(await differences(yaml)).toEqual([])
  })

  it('reads CSV by its header, with quotes and doubled quotes', async () => {
    const header = `'When;Login;Bucket;"Object";Size'`
    const yaml = `
name: own-lake
title: An export of our own
about: An object a line.
activity: object
system: own
map:
  format: csv
  delimiter: ';'
  fields: { time: When, account: Login, bucket: Bucket, key: Object, bytes: Size }
  fixed: { operation: get }
tests:
  - header: ${header}
    line: '2026-03-10 22:14:33;cobalt.mirror;prometheus;"a;b ""c"".bin";4200'
    row: { time: '2026-03-10T22:14:33Z', bucket: prometheus, key: 'a;b "c".bin', bytes: 4200, operation: get }
  - header: ${header}
    line: '2026-03-10 22:14:33;cobalt.mirror;prometheus'
    rejected: not as many fields
  - header: ${header}
    line: ${header}
    passedOver: the header`
    expect(await differences(yaml)).toEqual([])
  })

  it('reads key=value pairs and lines by a pattern', async () => {
    const pairs = `
name: own-pairs
title: Pairs
about: A flow a line.
activity: flow
system: vpn
map:
  format: keyvalue
  fields: { time: at, src_ip: from, dst_ip: to, bytes_out: sent }
tests:
  - line: 'at=2026-03-10T22:14:33Z from=10.0.0.5 to=198.51.100.55 sent=4200'
    row: { src_ip: 10.0.0.5, dst_ip: 198.51.100.55, bytes_out: 4200 }
  - line: 'at=2026-03-10T22:14:33Z from=10.0.0.5 to=nowhere sent=4200'
    rejected: dst_ip`
    const pattern = String.raw`
name: own-pattern
title: Pattern
about: A web request a line.
activity: web
system: proxy
map:
  format: regex
  pattern: '^(?<when>\S+) (?<who>\S+) -> (?<host>[^ /]+) (?<sent>\d+)$'
  fields: { time: when, account: who, host: host, bytes_out: sent }
tests:
  - line: '2026-03-10T22:14:33Z cobalt.mirror -> storage.example.com 4200'
    row: { account: cobalt.mirror, host: storage.example.com, bytes_out: 4200 }
  - line: '2026-03-10T22:14:33Z cobalt.mirror - storage.example.com 4200'
    rejected: does not match`
    expect(await differences(pairs)).toEqual([])
    expect(await differences(pattern)).toEqual([])
  })

  it('says what differs', async () => {
    const wrong = json(`
  - line: '${JSON_LINE}'
    row: { tokens_out: 2047 }
  - line: '${JSON_LINE}'
    rejected: time
  - line: '{"ts":"yesterday","user":{"login":"x"},"usage":{"in":1,"out":2},"asked":0}'
    row: { account: x }
  - line: '{"other":1}'
    row: { account: x }`)
    expect(await differences(wrong)).toEqual([
      'tokens_out is 2048, not 2047',
      'it is a row, not rejected',
      'there is no row: time is missing or not a time',
      'there is no row: time is missing or not a time',
      'its format is not recognised from the line; mend recognise',
    ])
  })

  it('says where a shipped format would take its lines', async () => {
    const yaml = json(`
  - line: '2026-03-10T22:14:33Z POST /v1/completions user=cobalt.mirror tokens_in=142 tokens_out=2048'
    passedOver: anything`)
    expect(await differences(yaml)).toEqual(['it is rejected ("not valid JSON"), not passed over'])
  })

  it.each([
    [
      'an unknown column',
      'map: { format: json, fields: { tokens: x } }',
      /columns.tokens: inference has no column/,
    ],
    ['a missing column', 'map: { format: json, fields: { time: x } }', /columns.tokens_in is missing/],
    [
      'a group that is not there',
      `map: { format: regex, pattern: '(?<a>x)', fields: { time: b } }`,
      /no group named b/,
    ],
    ['a broken pattern', `map: { format: regex, pattern: '(?<a>x', fields: {} }`, /recognise.line/],
    ['no pattern', 'map: { format: regex, fields: {} }', /pattern/],
    ['map beside columns', 'map: { format: json, fields: {} }\ncolumns: {}', /neither columns nor rows/],
    ['a broken YAML', 'map: {', /it is not YAML/],
  ])('refuses %s in one sentence', (_, text, sentence) => {
    const yaml = `name: own\ntitle: Own\nabout: Own.\nactivity: inference\nsystem: own\n${text}\n`
    expect(() => readSource(yaml, 'own.yaml')).toThrow(sentence)
  })

  it('tells of SQL the engine does not take', async () => {
    const yaml = `
name: own-sql
title: Own
about: Own.
activity: web
system: own
recognise: { line: '.' }
columns: { time: nowhere(line), host: line, bytes_out: '0' }
tests:
  - line: x
    row: { host: x }`
    await expect(results(yaml)).rejects.toThrow(/own-sql: the engine says: .*nowhere/)
  })
})

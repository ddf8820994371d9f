import { describe, expect, it } from 'vitest'
import { scratchEngine } from '../../../test/support/scratch-engine.ts'
import { rowsOver, rowsOverTable } from '../../../test/support/sigma-events.ts'
import type { ScalarType } from '../plan/type.ts'

const engine = scratchEngine()

function ruleOf(detection: object, condition = 'selection') {
  return { title: 'test', logsource: { category: 'test' }, detection: { ...detection, condition } }
}

/** Which of the events a rule finds, by their place. */
async function found(detection: object, events: readonly object[], condition?: string): Promise<number[]> {
  const rows = await rowsOver(
    engine,
    ruleOf(detection, condition),
    events.map((event, at) => ({ n: String(at), ...event })),
  )
  return rows.map((row) => Number(row['n'])).toSorted((one, other) => one - other)
}

/** `field: value` against values of the field. */
async function values(key: string, value: unknown, candidates: readonly unknown[]): Promise<unknown[]> {
  const events = candidates.map((candidate) => (candidate === undefined ? {} : { f: candidate }))
  return (await found({ selection: { [`f${key}`]: value } }, events)).map((at) => candidates[at])
}

type Match = readonly [key: string, value: unknown, matching: readonly unknown[], others: readonly unknown[]]

const TEXTS: readonly Match[] = [
  ['', 'Cmd.exe', ['cmd.exe', 'CMD.EXE'], ['xcmd.exe', 'cmd.exe ', 'cmdXexe', '', null, undefined]],
  ['', ['a', 'B'], ['A', 'b'], ['c', 'ab']],
  ['', 'a*c', ['ac', 'abc', 'AxC', 'a\nc', 'a/b/c'], ['abcd', 'xac']],
  ['', 'a?c', ['abc', 'aéc', 'a\nc'], ['ac', 'abbc']],
  ['', '*', ['', 'x'], [null, undefined]],
  ['', '?*', ['x', 'xy'], ['', null]],
  ['', 'a\\*b', ['a*b'], ['axb', 'a\\*b']],
  ['', 'a\\?b', ['a?b'], ['axb']],
  ['', 'C:\\x', ['c:\\X'], ['c:x', 'c:\\\\x']],
  ['', 'C:\\\\x', ['c:\\X'], ['c:\\\\x']],
  ['', 'C:\\\\*', ['c:\\', 'c:\\x'], ['c:*', 'c:x']],
  ['', 'C:\\\\\\*', ['c:\\*'], ['c:\\x']],
  ['', '\\\\\\\\h', ['\\\\H'], ['\\h']],
  ['', 'a*b?c*', ['aXXbYc', 'abYcZZ'], ['abc', 'xabYc']],
  ['', '100%', ['100%'], ['100x', '1000']],
  ['', 'a_b', ['A_B'], ['axb']],
  ['', "it's", ["IT'S"], ['its']],
  ['', '', [''], ['x', null, undefined, ' ']],
  ['', null, [null, undefined], ['', 'x', 0]],
  ['', [null, 'x'], [null, 'X'], ['y', '']],
  ['', 'Ärger', ['ÄRGER', 'ärger'], ['arger']],
  ['', 'Straße', ['STRASSE', 'straße', 'strasse'], ['strase']],
  ['', 'ΟΔΟΣ', ['οδος', 'οδοσ', 'ΟΔΟΣ'], ['οδο']],
  ['|contains', 'ΔΟΣ', ['οδοσα', 'ΟΔΟΣ'], ['δο']],
  ['', 'MODEL', ['model', 'Model'], ['mode', 'modell']],
  ['|contains', 'Ab', ['xaBx', 'AB', 'ab'], ['a b', 'a', '']],
  ['|contains', 'a*b', ['xaYbx'], ['ba']],
  ['|contains', ['q', 'z'], ['xqx', 'Z'], ['a']],
  ['|contains', '', ['', 'x'], [null]],
  ['|contains', 12, ['x123', 12], ['1 2']],
  ['|contains|all', ['a', 'B'], ['ba', 'xAxbx'], ['a', 'b']],
  ['|startswith', 'Ab', ['abc', 'AB'], ['xab']],
  ['|endswith', 'Ab', ['xAB', 'ab'], ['abx']],
  ['|endswith', '\\cmd.exe', ['C:\\CMD.exe'], ['C:cmd.exe']],
  ['|startswith', ['a', 'b*c'], ['axx', 'bXcX'], ['xb']],
  ['|cased', 'Ab', ['Ab'], ['ab', 'AB']],
  ['|contains|cased', 'Ab', ['xAbx'], ['xabx']],
  ['|startswith|cased', ['Ab', 'C*d'], ['Abx', 'CxdY'], ['abx', 'cxd']],
  ['|endswith|cased', 'Ab', ['xAb'], ['xab']],
  ['|neq', 'a', ['b', '', null, undefined], ['a', 'A']],
  ['|neq', ['a', 'b'], ['c'], ['a', 'B']],
  ['|contains|neq', 'a', ['b'], ['xax']],
  ['|exists', true, ['', 'x', 0], [null, undefined]],
  ['|exists', false, [null, undefined], ['', 'x']],
  ['|exists', 'yes'.length === 3, ['x'], [undefined]],
  ['|re', '^a.c$', ['abc', 'aXc'], ['ABC', 'a\nc', 'xabc']],
  ['|re', 'b.', ['abc'], ['ab']],
  ['|re|i', '^a.c$', ['abc', 'ABC'], ['a\nc']],
  ['|re|s', '^a.c$', ['abc', 'a\nc'], ['ABC']],
  ['|re|m', '^b$', ['a\nb\nc', 'b'], ['ab', 'a\nB']],
  ['|re|i|s', 'a.c', ['A\nC'], ['ac']],
  ['|re', ['^a', 'z$'], ['ab', 'yz'], ['ba']],
  ['|re', '\\\\cmd\\.exe', ['c:\\cmd.exe'], ['c:\\cmdxexe']],
  ['|windash|contains', ' -f', [' -f', ' /F', ' \u2013f', ' \u2014f', ' \u2015f'], [' f', '-f']],
  ['|contains|windash', ['-enc', '/c'], ['x -ENC y', 'x /enc', 'x -c'], ['enc']],
  ['|windash|contains', 'a-b -c', ['a-b /c', 'A-B -c'], ['a/b -c']],
  ['|windash|contains', '-a -b -c -d', ['/a -b \u2013c /d', '-a -b -c -d'], ['a b c d']],
  ['|base64', 'foobar', ['Zm9vYmFy', 'zm9vymfy'], ['foobar']],
  ['|base64|contains', 'foo', ['xxZm9vxx'], ['foo']],
  ['|base64offset|contains', 'foobar', ['xZm9vYmFyx', 'xxZvb2Jhcxx', 'xxmb29iYXxx'], ['foobar']],
  ['|wide|base64', 'foo', ['ZgBvAG8A'], ['Zm9v']],
  ['|utf16le|base64offset|contains', 'ping', ['xxcABpAG4AZwxx'], ['ping']],
  ['|utf16be|base64', 'foo', ['AGYAbwBv'], ['ZgBvAG8A']],
  ['|utf16|base64', 'foo', ['//5mAG8AbwA='], ['ZgBvAG8A']],
  ['|wide', 'ab', ['a\u0000b\u0000'], ['ab']],
  ['|wide|base64', 'é', ['6QA='], []],
]

const NUMBERS: readonly Match[] = [
  ['', 4625, [4625, '4625'], [4624, '46250']],
  ['', '4625', [4625, '4625'], [4624]],
  ['', [1, 2], [1, '2'], [3]],
  ['', '46*', [4625, '46'], [5461]],
  ['', true, [true, 'true', 'TRUE'], [false, 'false']],
  ['', 'False', [false], [true]],
  ['|gt', 10, [11, '10.5', 1e3], [10, 9, 'x', null]],
  ['|gte', 10, [10, '10'], [9.99]],
  ['|lt', -1, [-2, '-1.5'], [-1, 0]],
  ['|lte', '5', [5, 4], [6]],
  ['|gte', 1e18, ['1000000000000000000'], [1]],
  ['|minute', 30, ['2026-03-01T10:30:59Z'], ['2026-03-01T10:31:00Z', 'x', null]],
  ['|hour', 22, ['2026-03-01 22:05:00'], ['2026-03-01T23:05:00Z']],
  ['|hour|gte', 22, ['2026-03-01T22:05:00Z', '2026-03-01T23:05:00Z'], ['2026-03-01T21:59:59Z']],
  ['|lt|hour', 6, ['2026-03-01T05:59:59Z'], ['2026-03-01T06:00:00Z']],
  ['|day', 1, ['2026-03-01T22:05:00Z'], ['2026-03-02T22:05:00Z']],
  ['|week', 1, ['2025-12-30T00:00:00Z'], ['2026-01-05T00:00:00Z']],
  ['|month', [3, 4], ['2026-03-01T22:05:00Z'], ['2026-05-01T22:05:00Z']],
  ['|year', 2026, ['2026-03-01T22:05:00Z'], ['2025-03-01T22:05:00Z']],
  ['|gt', '2026-03-01T00:00:00Z', ['2026-03-01T00:00:01Z'], ['2026-02-01T00:00:00Z', 'x']],
]

const NETWORKS: readonly Match[] = [
  [
    '|cidr',
    '192.0.2.0/24',
    ['192.0.2.0', '192.0.2.255', '::ffff:192.0.2.7'],
    ['192.0.3.0', 'x', '', null, '2001:db8::1'],
  ],
  ['|cidr', '10.0.0.0/8', ['10.255.0.1'], ['11.0.0.1']],
  [
    '|cidr',
    ['192.0.2.1/32', '198.51.100.0/25'],
    ['192.0.2.1', '198.51.100.127'],
    ['192.0.2.2', '198.51.100.128'],
  ],
  ['|cidr', '2001:db8::/32', ['2001:DB8::1', '2001:db8:ffff::'], ['2001:db9::', '192.0.2.1']],
  ['|cidr', '192.0.2.77', ['192.0.2.77'], ['192.0.2.78']],
  ['|cidr', '0.0.0.0/0', ['203.0.113.9'], ['2001:db8::1']],
  ['|cidr', '2001:db8::ffff:0/112', ['2001:db8::ffff:12'], ['2001:db8::1']],
]

describe.each([
  ['texts', TEXTS],
  ['numbers, truth values and times', NUMBERS],
  ['networks', NETWORKS],
] as const)('a field compared with %s', (_name, matches) => {
  it.each(matches.map((match) => [`${match[0]} ${JSON.stringify(match[1])}`, match] as const))(
    '%s',
    async (_title, [key, value, matching, others]) => {
      expect(await values(key, value, [...matching, ...others])).toEqual(matching)
    },
  )
})

describe('lists, maps and keywords', () => {
  it('a map is all of its fields, a list of maps any of them', async () => {
    const events = [{ a: '1', b: '2' }, { a: '1' }, { b: '2' }, { c: 'xyz' }]
    expect(await found({ selection: { a: '1', b: '2' } }, events)).toEqual([0])
    expect(await found({ selection: [{ a: '1', b: '2' }, { 'c|contains': 'Y' }] }, events)).toEqual([0, 3])
  })

  it('keywords are found anywhere in any value, of any type', async () => {
    const events = [{ a: 'the Needle is here' }, { b: 'x', c: { d: ['needle'] } }, { a: 'hay', n2: 4625 }, {}]
    expect(await found({ selection: ['needle'] }, events)).toEqual([0, 1])
    expect(await found({ selection: ['4625', 'n?edle i*here'] }, events)).toEqual([0, 2])
    expect(await found({ selection: 'NEEDLE' }, events)).toEqual([0, 1])
    expect(await found({ selection: { '|all': ['needle', 'here'] } }, events)).toEqual([0])
    expect(await found({ selection: { '|all': ['needle', 'here'] } }, events, 'not selection')).toEqual([
      1, 2, 3,
    ])
    expect(await found({ selection: { '|re': 'N.edle' } }, events)).toEqual([0])
  })

  it('long lists match as short ones do', async () => {
    const many = Array.from({ length: 600 }, (_, at) => `value-${at}(.`)
    const events = [{ f: 'x VALUE-599(. y' }, { f: 'value-5' }, { f: 'Value-7(.' }, { f: 'é value-1(.' }]
    expect(await found({ selection: { 'f|contains': many } }, events)).toEqual([0, 2, 3])
    expect(await found({ selection: { f: many } }, events)).toEqual([2])
    expect(await found({ selection: { 'f|startswith': many } }, events)).toEqual([2])
    expect(await found({ selection: { 'f|endswith': [...many, 'Ä'] } }, events)).toEqual([2, 3])
  })

  it('a field compares with another field of the event', async () => {
    const events = [
      { a: 'Bob', b: 'bob' },
      { a: 'bob@host', b: 'BOB' },
      { a: 'x', b: 'y' },
      { a: 'x' },
      {},
      { a: 5, b: '5' },
    ]
    expect(await found({ selection: { 'a|fieldref': 'b' } }, events)).toEqual([0, 5])
    expect(await found({ selection: { 'a|fieldref|cased': 'b' } }, events)).toEqual([5])
    expect(await found({ selection: { 'a|fieldref|startswith': 'b' } }, events)).toEqual([0, 1, 5])
    expect(await found({ selection: { 'a|startswith|fieldref': 'b' } }, events)).toEqual([0, 1, 5])
    expect(await found({ selection: { 'b|fieldref|endswith': 'a' } }, events)).toEqual([0, 5])
    expect(await found({ selection: { 'a|fieldref|neq': 'b' } }, events)).toEqual([1, 2, 3, 4])
  })

  it('one element of an array is enough, and paths lead into objects', async () => {
    const events = [
      { tags: ['Alpha', 'beta'], user: { name: 'Ann', ids: [1, 22] } },
      { tags: [], user: { name: null } },
      { tags: 'alpha' },
    ]
    expect(await found({ selection: { tags: 'ALPHA' } }, events)).toEqual([0, 2])
    expect(await found({ selection: { 'user.name': 'ann' } }, events)).toEqual([0])
    expect(await found({ selection: { 'user.ids|gt': 20 } }, events)).toEqual([0])
    expect(await found({ selection: { 'user.name': null } }, events)).toEqual([1, 2])
    expect(await found({ selection: { 'tags|contains': 'ET' } }, events)).toEqual([0])
  })

  it('fields with unusual names are fields', async () => {
    const events = [{ 'cs-uri-query': 'a=1', '@t': '1', 'a`b': 'x', 'wëird. name': 'y', constructor: 'z' }]
    for (const selection of [
      { 'cs-uri-query|contains': '=' },
      { '@t': 1 },
      { 'a`b': 'X' },
      { 'wëird. name': 'Y' },
      { constructor: 'Z' },
    ]) {
      expect(await found({ selection }, events)).toEqual([0])
    }
    expect(await found({ selection: { toString: null, hasOwnProperty: null } }, events)).toEqual([0])
  })
})

describe('conditions', () => {
  const detection = {
    selection_a: { a: '1' },
    selection_b: { b: '1' },
    _hidden: { c: '1' },
    filter: { d: '1' },
  }
  const events = [{ a: '1' }, { b: '1' }, { a: '1', b: '1' }, { c: '1' }, { a: '1', d: '1' }, {}]

  it.each([
    ['selection_a', [0, 2, 4]],
    ['not selection_a', [1, 3, 5]],
    ['1 of selection_*', [0, 1, 2, 4]],
    ['any of selection_*', [0, 1, 2, 4]],
    ['all of selection_*', [2]],
    ['ALL OF selection_* AND NOT filter', [2]],
    ['1 of them', [0, 1, 2, 4]],
    ['all of them', []],
    ['1 of _*', [3]],
    ['1 of *_b', [1, 2]],
    ['selection_a or selection_b and filter', [0, 2, 4]],
    ['(selection_a or selection_b) and filter', [4]],
    ['not selection_a and not selection_b', [3, 5]],
    ['not (selection_a or selection_b)', [3, 5]],
    ['not 1 of selection_*', [3, 5]],
    ['not not selection_a', [0, 2, 4]],
    ['((selection_a))and(not(filter))', [0, 2]],
  ])('%s', async (condition, expected) => {
    expect(await found(detection, events, condition)).toEqual(expected)
  })

  it('a list of conditions is any of them', async () => {
    const rows = await rowsOver(
      engine,
      ruleOf({ ...detection, condition: undefined }, ['_hidden', 'filter'] as unknown as string),
      events.map((event, at) => ({ n: at, ...event })),
    )
    expect(rows.map((row) => Number(row['n']))).toEqual([3, 4])
  })
})

describe('columns that are not text', () => {
  const columns: readonly (readonly [string, ScalarType])[] = [
    ['n', 'long'],
    ['whole', 'int'],
    ['port', 'long'],
    ['share', 'real'],
    ['price', 'decimal'],
    ['ok', 'bool'],
    ['at', 'datetime'],
    ['for', 'timespan'],
    ['id', 'guid'],
    ['bag', 'dynamic'],
    ['tags', 'multivalue'],
    ['host', 'string'],
  ]
  const table = {
    name: 'typed',
    columns: columns.map(([name, type]) => ({
      name,
      type,
      ...(name === 'host' && { emptyIsNull: true as const }),
    })),
    logSource: { category: 'test' },
    select: `
      SELECT toInt64(1) AS n, toNullable(toInt32(7)) AS whole, toNullable(toInt64(4625)) AS port, toNullable(0.5) AS share,
        toNullable(toDecimal128('12.50', 17)) AS price, toNullable(true) AS ok,
        toNullable(toDateTime64('2026-03-10 22:14:33.5', 7, 'UTC')) AS at, toNullable(toInt64(600000000)) AS \`for\`,
        toNullable(toUUID('AB0C9F66-0000-4000-8000-0000000000FF')) AS id, toNullable('{"user":{"name":"Ann"},"n":3}') AS bag,
        ['One', 'two'] AS tags, 'Gate' AS host
      UNION ALL SELECT 2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, [], ''`,
  }

  it.each([
    [{ port: 4625 }, [1]],
    [{ port: '4625' }, [1]],
    [{ port: '4625.0' }, [1]],
    [{ port: ['1', 4625, 'x'] }, [1]],
    [{ 'port|contains': '62' }, [1]],
    [{ 'port|startswith': '62' }, []],
    [{ 'port|gte': 4625 }, [1]],
    [{ PORT: 4625 }, [1]],
    [{ port: null }, [2]],
    [{ port: 'x' }, []],
    [{ 'port|neq': 4625 }, [2]],
    [{ port: '99999999999999999999' }, []],
    [{ whole: 7 }, [1]],
    [{ share: 0.5 }, [1]],
    [{ share: '.5' }, [1]],
    [{ 'share|lt': 1 }, [1]],
    [{ price: 12.5 }, [1]],
    [{ 'price|gt': 12 }, [1]],
    [{ ok: true }, [1]],
    [{ ok: 'TRUE' }, [1]],
    [{ ok: 1 }, [1]],
    [{ ok: false }, []],
    [{ ok: null }, [2]],
    [{ at: '2026-03-10T22:14:33.5Z' }, [1]],
    [{ at: '2026-03-10 22:14:33.500' }, [1]],
    [{ 'at|startswith': '2026-03-10T22' }, [1]],
    [{ 'at|gt': '2026-03-10T22:14:33Z' }, [1]],
    [{ 'at|hour': 22 }, [1]],
    [{ at: null }, [2]],
    [{ id: 'ab0c9f66-0000-4000-8000-0000000000FF' }, [1]],
    [{ 'bag.user.name': 'ANN' }, [1]],
    [{ 'bag.n|gte': 3 }, [1]],
    [{ 'bag.none': null }, [1, 2]],
    [{ 'bag.none|exists': true }, []],
    [{ tags: 'ONE' }, [1]],
    [{ 'tags|re': '^two$' }, [1]],
    [{ tags: null }, [2]],
    [{ host: 'gate' }, [1]],
    [{ host: null }, [2]],
    [{ host: '*' }, [1]],
    [{ 'host|exists': true }, [1]],
    [['gate'], [1]],
    [['4625'], [1]],
    [['two'], [1]],
  ])('%j', async (selection, expected) => {
    const rows = await rowsOverTable(engine, ruleOf({ selection }), table)
    expect(rows.map((row) => Number(row['n'])).toSorted()).toEqual(expected)
  })
})

it('bytes that are no text are a part of any run', async () => {
  const table = {
    name: 'raw',
    columns: [{ name: 'f', type: 'string' as const }],
    logSource: { category: 'test' },
    select: "SELECT arrayJoin([unhex('41FF6D42FE43'), 'amc', 'a']) AS f",
  }
  const rows = async (f: string) => (await rowsOverTable(engine, ruleOf({ s: { f } }, 's'), table)).length
  expect(await rows('a*m*c')).toBe(2)
  expect(await rows('a*')).toBe(3)
  expect(await rows('*m*')).toBe(2)
  expect(await rows('a?m*c')).toBe(0)
})

it('a period is a condition on the time of a table, the end left out', async () => {
  const table = {
    name: 'timed',
    columns: [
      { name: 'time', type: 'datetime' as const },
      { name: 'n', type: 'long' as const },
    ],
    time: 'time',
    logSource: { category: 'test' },
    select:
      "SELECT toNullable(toDateTime64('2026-03-01 00:00:00', 7, 'UTC') + number) AS time, toInt64(number) AS n FROM numbers(5)",
  }
  const ticks = (second: number) => BigInt(Date.UTC(2026, 2, 1, 0, 0, second)) * 10_000n
  const period = { fromTicks: ticks(1), untilTicks: ticks(3) }
  const rows = await rowsOverTable(engine, ruleOf({ s: { 'n|gte': 0 } }, 's'), table, { period })
  expect(rows.map((row) => Number(row['n']))).toEqual([1, 2])
})

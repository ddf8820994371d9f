import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { openEmbedded } from '../../store/analytics/embedded.ts'
import type { ScalarType } from '../plan/type.ts'
import { datetimeText, finalColumn, kustoValue, timespanText } from './kusto-json.ts'

describe('what came from the engine in Kusto’s JSON forms', () => {
  const cases: readonly (readonly [ScalarType, unknown, unknown])[] = [
    ['bool', true, true],
    ['bool', false, false],
    ['int', '7', 7],
    ['long', '9007199254740991', 9007199254740991],
    ['long', '9007199254740993', '9007199254740993'],
    ['long', '-9223372036854775808', '-9223372036854775808'],
    ['real', '0.1', 0.1],
    ['real', 'nan', 'NaN'],
    ['real', 'inf', 'Infinity'],
    ['real', '-inf', '-Infinity'],
    ['decimal', '0.30000000000000001', '0.30000000000000001'],
    ['string', 'x', 'x'],
    ['string', null, ''],
    ['datetime', '0', '1970-01-01T00:00:00Z'],
    ['datetime', null, null],
    ['timespan', '864000000000', '1.00:00:00'],
    ['dynamic', '{"a":[1,"x"]}', { a: [1, 'x'] }],
    ['dynamic', null, null],
    ['multivalue', ['a', 'b'], ['a', 'b']],
  ]
  it.each(cases)('%s %j', (type, raw, value) => {
    expect(kustoValue(type, raw)).toEqual(value)
  })
})

describe('times', () => {
  it('have as many digits of the fraction as they need', () => {
    expect([1n, 10_000_000n, 15_000_000n, -1n].map(datetimeText)).toEqual([
      '1970-01-01T00:00:00.0000001Z',
      '1970-01-01T00:00:01Z',
      '1970-01-01T00:00:01.5Z',
      '1969-12-31T23:59:59.9999999Z',
    ])
  })

  it('run from year 1 to year 9999', () => {
    expect([-621_355_968_000_000_000n, 2_534_023_007_999_999_999n].map(datetimeText)).toEqual([
      '0001-01-01T00:00:00Z',
      '9999-12-31T23:59:59.9999999Z',
    ])
  })

  it('as spans have days and a fraction only where there are any', () => {
    expect([0n, -36_000_000_000n, 937_845_000_001n].map(timespanText)).toEqual([
      '00:00:00',
      '-01:00:00',
      '1.02:03:04.5000001',
    ])
  })
})

it('the outermost SELECT loses no digit on its way through JSON', async () => {
  const store = await openEmbedded(temporaryFolder())
  const columns = [
    { type: 'long', sql: 'toInt64(9223372036854775807)' },
    { type: 'real', sql: '0.1 + 0.2' },
    { type: 'real', sql: 'nan' },
    { type: 'decimal', sql: "toDecimal128('123456789012345678901.00000000000000001', 17)" },
    { type: 'datetime', sql: "toDateTime64('2026-03-01 00:00:00.1234567', 7, 'UTC')" },
    { type: 'datetime', sql: "toDateTime('2026-03-01 00:00:00', 'UTC')" },
    { type: 'timespan', sql: 'toInt64(937845000001)' },
    { type: 'bool', sql: '1 = 1' },
    { type: 'dynamic', sql: "CAST(NULL, 'Nullable(String)')" },
  ] as const
  const select = columns.map(({ type, sql }, at) => `${finalColumn(sql, { name: 'x', type })} AS c${at}`)
  const { rows } = await store.select(`SELECT ${select.join(', ')}`)
  await store.close()
  expect(columns.map(({ type }, at) => kustoValue(type, rows[0]?.[at]))).toEqual([
    '9223372036854775807',
    0.30000000000000004,
    'NaN',
    '123456789012345678901.00000000000000001',
    '2026-03-01T00:00:00.1234567Z',
    '2026-03-01T00:00:00Z',
    '1.02:03:04.5000001',
    true,
    null,
  ])
})

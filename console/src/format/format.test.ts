import { describe, expect, it } from 'vitest'
import { formatBytes } from './bytes.ts'
import { formatDay, formatLength, formatMoment, formatSpan, formatTime } from './clock.ts'
import { formatOdds } from './odds.ts'
import { formatAxis, formatFigure, formatLarge, formatQuantity, formatShare } from './quantity.ts'
import { formatRatio } from './ratio.ts'
import { isTimeZone } from './time-zone.ts'

describe('shares', () => {
  it.each([
    [0, '0 %'],
    [0.000_01, '0.1 %'],
    [0.24, '24 %'],
    [0.982, '98.2 %'],
    [0.999_99, '99.9 %'],
    [1, '100 %'],
    [1.25, '125 %'],
  ])('%d is written %s', (share, text) => expect(formatShare(share)).toBe(text))
})

describe('odds', () => {
  it.each([
    [0.5, '1 in 2'],
    [0.012, '1 in 83'],
    [0.000_000_68, '1 in 1.5 million'],
    [0, 'never seen'],
  ])('%d is written %s', (pValue, text) => expect(formatOdds(pValue)).toBe(text))
})

it('writes quantities with their unit, and figures without', () => {
  expect(formatQuantity(712_000, 'requests')).toBe('712,000 requests')
  expect(formatFigure(712_000, 'requests')).toBe('712,000')
  expect([formatQuantity(12, 'rows'), formatFigure(12, 'rows')]).toEqual(['12 rows', '12'])
  expect(formatQuantity(1_458_000_000, 'tokens')).toBe('1.46 billion tokens')
  expect(formatFigure(0.25, 'share')).toBe('25 %')
  expect(formatLarge(12_400)).toBe('12,400')
  expect(formatAxis(100_000, 'requests')).toBe('100k')
  expect([formatRatio(57.4), formatRatio(2.31)]).toEqual(['57×', '2.3×'])
})

it('writes moments on the clock of a place', () => {
  const time = Date.UTC(2026, 2, 29, 0)
  expect(formatMoment(time, 'UTC')).toBe('Sun 29 Mar 2026, 00:00')
  expect(formatDay(time, 'America/New_York')).toBe('28 Mar')
  // Clocks in London go forward from 01:00 to 02:00 in this hour.
  expect(formatSpan(time, time + 3_600_000, 'Europe/London')).toBe('29 Mar 00:00 – 02:00')
  expect(formatTime(time, 'Asia/Kolkata')).toBe('05:30')
  expect([formatLength(60_000), formatLength(8 * 3_600_000), formatLength(3 * 86_400_000)]).toEqual([
    '1 minute',
    '8 hours',
    '3 days',
  ])
})

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [4_200_000_000, '4.2 GB'],
  [140_600_000_000, '140.6 GB'],
  [999_960_000_000, '1 TB'],
])('%d bytes are written %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text))

it('knows a time zone from a name somebody typed into a directory', () => {
  expect(['Europe/London', 'UTC', '', 'the office'].map(isTimeZone)).toEqual([true, true, false, false])
})

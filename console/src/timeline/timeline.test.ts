import { describe, expect, it } from 'vitest'
import type { Lane } from '../../../src/cases/case.ts'
import type { Signal } from '../../../src/detect/signal.ts'
import { labelRows } from './label-rows.ts'
import { laneLimit } from './lane-limit.ts'
import { laneModels } from './lane-model.ts'
import { barsPath, cumulativePath, valueScale } from './lane-paths.ts'
import { nearestPoint, stepPoint } from './nearest-point.ts'
import { nightsIn } from './nights.ts'
import type { PlotPoint } from './plot-point.ts'
import { clampRange, panRange, zoomRange } from './time-range.ts'
import { timeScale } from './time-scale.ts'
import { timeTicks } from './time-ticks.ts'
import { momentOf, wallClock } from './zoned-time.ts'

const HOUR = 3_600_000
const iso = (time: number) => new Date(time).toISOString().slice(0, 16)
const at = (text: string) => Date.parse(text)

const point = (hour: number, value: number, severity: PlotPoint['severity'] = null): PlotPoint => ({
  time: hour * HOUR,
  value,
  cumulative: value,
  about: '',
  severity,
  source: { time: '', value, cumulative: value, about: '', flagged: severity !== null },
})

describe('clocks of places', () => {
  it('read and set the same moment on both sides of a change', () => {
    expect(wallClock(at('2026-06-01T12:00Z'), 'Europe/London').hour).toBe(13)
    expect(iso(momentOf(2026, 6, 1, 22, 'Europe/London'))).toBe('2026-06-01T21:00')
    expect(iso(momentOf(2026, 3, 29, 6, 'Europe/London'))).toBe('2026-03-29T05:00')
    expect(iso(momentOf(2026, 1, 1, 0, 'Asia/Kolkata'))).toBe('2025-12-31T18:30')
    expect(iso(momentOf(2026, 2, 29, 0, 'UTC'))).toBe('2026-03-01T00:00')
  })

  it('have a night an hour shorter when clocks go forward', () => {
    const nights = nightsIn({ start: at('2026-03-28T12:00Z'), end: at('2026-03-30T12:00Z') }, 'Europe/London')
    expect(nights.map(({ start, end }) => [iso(start), iso(end)])).toEqual([
      ['2026-03-28T22:00', '2026-03-29T05:00'],
      ['2026-03-29T21:00', '2026-03-30T05:00'],
    ])
  })
})

describe('ticks', () => {
  const labels = (start: string, end: string, width: number) =>
    timeTicks({ start: at(start), end: at(end) }, width, 'Europe/London').map(({ label }) => label)

  it('are Mondays over weeks', () => {
    expect(labels('2026-02-24T00:00Z', '2026-04-19T00:00Z', 660)).toEqual([
      '2 Mar',
      '9 Mar',
      '16 Mar',
      '23 Mar',
      '30 Mar',
      '6 Apr',
      '13 Apr',
    ])
  })

  it('are hours of the clock on the wall over a day, the date at midnight', () => {
    expect(labels('2026-06-01T20:00Z', '2026-06-02T08:00Z', 320)).toEqual([
      '21:00',
      '2 Jun',
      '03:00',
      '06:00',
    ])
  })
})

describe('zoom', () => {
  const whole = { start: 0, end: 100 * HOUR }

  it('keeps the moment under the pointer in place and stays inside the whole', () => {
    expect(zoomRange(whole, 20 * HOUR, 0.5)).toEqual({ start: 10 * HOUR, end: 60 * HOUR })
    expect(clampRange(zoomRange(whole, 0, 2), whole)).toEqual(whole)
    expect(clampRange(panRange({ start: 80 * HOUR, end: 100 * HOUR }, 0.5), whole)).toEqual({
      start: 80 * HOUR,
      end: 100 * HOUR,
    })
  })

  it('ends at six hours', () => {
    expect(clampRange({ start: 10 * HOUR, end: 11 * HOUR }, whole)).toEqual({
      start: 10 * HOUR,
      end: 16 * HOUR,
    })
  })
})

describe('paths', () => {
  const scale = timeScale({ start: 0, end: 10 * HOUR }, 100)

  it('draw every hour that carried anything, none that did not', () => {
    const path = barsPath(
      [point(1, 100), point(2, 0), point(3, 0.001), point(20, 5)],
      scale,
      valueScale(100, 50, 0),
    )
    expect(path).toBe('M10.5 50V0H19.5V50ZM30.5 50V48.5H39.5V50Z')
  })

  it('keep the running total of what lies before the view', () => {
    const points = [point(-5, 40), point(2, 60)]
    expect(cumulativePath(points, scale, valueScale(100, 100, 0))).toBe('M0 60H20L30 40H100')
  })
})

describe('the line of the whole asset', () => {
  const lane = { channel: 'lake', unit: 'bytes' } as const
  const points = ['a', 'b'].map((about) => ({ time: '', value: 1, cumulative: 1, about, flagged: true }))
  const asset = (name: string, totalBytes: number | null) => ({
    asset: name,
    kind: 'dataset',
    sensitivity: '',
    bytes: 1,
    totalBytes,
    share: null,
    tokensOut: 0,
    logprobTokens: 0,
  })

  it('adds up the assets the lane carried', () => {
    expect(laneLimit({ ...lane, points }, [asset('a', 10), asset('b', 5), asset('c', 99)])).toEqual({
      bytes: 15,
      label: 'all of 2 assets',
    })
  })

  it('is absent where one size is unknown, and for requests', () => {
    expect(laneLimit({ ...lane, points }, [asset('a', 10), asset('b', null)])).toBeNull()
    expect(laneLimit({ channel: 'inference', unit: 'requests', points }, [asset('a', 10)])).toBeNull()
  })
})

describe('selecting', () => {
  const points = [point(1, 5), point(4, 100, 'high'), point(5, 7)]

  it('takes the hour under the pointer, else the nearest in reach', () => {
    expect(nearestPoint(points, 4.5 * HOUR, HOUR)).toBe(points[1])
    expect(nearestPoint(points, 3.6 * HOUR, HOUR)).toBe(points[1])
    expect(nearestPoint(points, 2.7 * HOUR, HOUR / 2)).toBeNull()
  })

  it('enters a lane at its first flagged hour and stops at the ends', () => {
    expect(stepPoint(points, null, 1)).toBe(points[1])
    expect(stepPoint(points, 4 * HOUR, -1)).toBe(points[0])
    expect(stepPoint(points, 5 * HOUR, 1)).toBe(points[2])
    expect(stepPoint([], null, 1)).toBeNull()
  })
})

it('puts labels that would touch in rows, and turns those at the edge', () => {
  expect(
    labelRows(
      [
        { x: 10, width: 50 },
        { x: 30, width: 50 },
        { x: 90, width: 40 },
      ],
      100,
    ),
  ).toEqual([
    { x: 10, row: 0, flipped: false },
    { x: 30, row: 1, flipped: false },
    { x: 90, row: 2, flipped: true },
  ])
})

it('gives a flagged hour the worst severity of the signals that cover it, and knows the share of the night', () => {
  const hour = (time: string, flagged: boolean) => ({ time, value: 10, cumulative: 10, about: '', flagged })
  const signal = (severity: 'high' | 'critical', windowStart: string, windowEnd: string) =>
    ({ id: severity, channel: 'lake', severity, windowStart, windowEnd }) as Signal
  const lane: Lane = {
    channel: 'lake',
    unit: 'bytes',
    points: [
      hour('2026-03-10T23:00Z', true),
      hour('2026-03-11T12:00Z', true),
      hour('2026-03-12T12:00Z', false),
    ],
  }
  const [model] = laneModels({
    timeline: { start: '', end: '', staff: [], lanes: [lane] },
    signalList: [
      signal('critical', '2026-03-10T22:00Z', '2026-03-11T06:00Z'),
      signal('high', '2026-03-10T22:00Z', '2026-03-12T00:00Z'),
    ],
    severity: 'critical',
    assets: [],
    timeZone: 'UTC',
  })
  expect(model?.points.map(({ severity }) => severity)).toEqual(['critical', 'high', null])
  expect(model?.windows.map(({ id }) => id)).toEqual(['high', 'critical'])
  expect(model?.nightShare).toBe(0.5)
})

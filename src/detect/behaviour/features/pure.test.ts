import { describe, expect, it } from 'vitest'
import { localHours } from './local-hours.ts'
import { loggedDays } from './logged-days.ts'
import { OwnHours } from './own-hours.ts'

it('follows clocks that are moved, and zones of half hours', () => {
  const berlin = localHours(Date.UTC(2026, 9, 24, 22), 6, 'Europe/Berlin')
  expect([...berlin]).toEqual([0, 1, 2, 2, 3, 4])
  expect([...localHours(Date.UTC(2026, 0, 1), 2, 'Asia/Kolkata')]).toEqual([5, 6])
  expect([...localHours(Date.UTC(2026, 0, 1, 22), 3, '')]).toEqual([22, 23, 0])
})

describe('own hours', () => {
  it('are those of 49 to 8 days before, each counted up to 20 a day', () => {
    const own = new OwnHours(1, 80)
    for (let day = 0; day < 10; day += 1) own.add(0, day, 12, 1000)
    own.judgeUpTo(80)
    const offAt3 = Array.from({ length: 80 }, (_, day) => own.isOff(0, day, 3))
    // One of 20 requests of each day is 1 / (20 n + 24): below 1.2 % from three days of them on.
    expect([offAt3.indexOf(true), offAt3.lastIndexOf(true)]).toEqual([10, 56])
    expect(own.isOff(0, 30, 12)).toBe(false)
    expect(own.isOff(0, 30, 13)).toBe(false)
    expect(own.isOff(0, 30, 14)).toBe(true)
  })
})

describe('logged days', () => {
  const row = (day: string, rows: number) => ({ day, channel: 'lake' as const, rows_that_day: rows })

  it('leave out a far day that holds hardly a line, and keep one that holds many', () => {
    const near = [row('2026-03-01', 5000), row('2026-03-03', 5000)]
    expect(loggedDays([row('1970-01-01', 1), ...near])).toMatchObject({
      span: { first: '2026-03-01', last: '2026-03-03' },
      stray: ['1970-01-01'],
      began: { lake: '2026-03-01', egress: null },
    })
    expect(loggedDays([row('2025-11-01', 500), ...near]).span?.first).toBe('2025-11-01')
  })

  it('are none where nothing is logged', () => {
    expect(loggedDays([])).toMatchObject({ span: null, stray: [] })
  })
})

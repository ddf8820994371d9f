import { expect, test } from 'vitest'
import { dayOf, isoSecond } from './calendar.ts'
import { localTime } from './zones.ts'

test.each([
  ['America/New_York', '2026-03-06', '2026-03-06T14:00:00Z'],
  ['America/New_York', '2026-03-09', '2026-03-09T13:00:00Z'],
  ['Europe/Berlin', '2026-03-27', '2026-03-27T08:00:00Z'],
  ['Europe/Berlin', '2026-03-30', '2026-03-30T07:00:00Z'],
  ['Asia/Kolkata', '2026-03-10', '2026-03-10T03:30:00Z'],
  ['Atlantic/Reykjavik', '2026-04-10', '2026-04-10T09:00:00Z'],
])('nine in the morning in %s on %s is %s', (zone, date, time) => {
  expect(isoSecond(localTime(zone, dayOf(date), 9))).toBe(time)
})

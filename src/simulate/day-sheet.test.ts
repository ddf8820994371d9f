import { expect, test } from 'vitest'
import { DAY } from './calendar.ts'
import { DaySheet } from './day-sheet.ts'
import { PagePool } from './pages.ts'

test('lines come out by time, those of one millisecond as they went in', () => {
  const sheet = new DaySheet(new PagePool())
  for (const [time, line] of [
    [500, 'c'],
    [20, 'a'],
    [500, 'd'],
    [86_399_999, 'e'],
    [20, 'b'],
  ] as const)
    sheet.add(20_000 * DAY + time, line)
  expect(textOf(sheet)).toBe('a\nb\nc\nd\ne\n')
})

test('a sheet is empty after it was read, and grows beyond its first size', () => {
  const sheet = new DaySheet(new PagePool())
  sheet.add(1, 'yesterday')
  textOf(sheet)
  expect(sheet.count).toBe(0)
  const long = 'x'.repeat(100)
  for (let number = 29_999; number >= 0; number--) sheet.add(number, `${number} ${long}`)
  const lines = textOf(sheet).split('\n')
  expect(lines.length).toBe(30_001)
  expect(lines.slice(0, -1).every((line, number) => line === `${number} ${long}`)).toBe(true)
})

function textOf(sheet: DaySheet): string {
  let text = ''
  for (const piece of sheet.take()) text += piece.toString()
  return text
}

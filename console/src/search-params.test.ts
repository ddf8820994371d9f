import { expect, it } from 'vitest'
import { parseSearch, stringifySearch } from './search-params.ts'

it.each([
  [{ signal: '12e34567' }, '?signal=12e34567'],
  [{ signal: 'true' }, '?signal=true'],
  [{ channel: 'lake', hour: '2026-04-05T23:00:00Z' }, '?channel=lake&hour=2026-04-05T23:00:00Z'],
  [{ signal: 'a&b=c d' }, '?signal=a%26b%3Dc+d'],
  [{}, ''],
])('%j survives as %s', (search, text) => {
  expect(stringifySearch(search)).toBe(text)
  expect(parseSearch(text)).toEqual(search)
})

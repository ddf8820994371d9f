import { expect, it } from 'vitest'
import { readSelectionSearch, selectionOf } from './selection.ts'

it.each([
  [{ signal: 's1', channel: 'lake' }, { signal: 's1' }],
  [
    { channel: 'lake', hour: '2026-04-05T23:00:00Z', x: 1 },
    { channel: 'lake', hour: '2026-04-05T23:00:00Z' },
  ],
  [{ channel: 'lake' }, {}],
  [{ channel: 'usb', hour: '2026-04-05T23:00:00Z' }, {}],
  [{ channel: 'lake', hour: 'now' }, {}],
  [{ signal: 7 }, {}],
])('reads %j as %j', (search, kept) => {
  expect(readSelectionSearch(search)).toEqual(kept)
  expect(selectionOf(readSelectionSearch(search))).toEqual(Object.keys(kept).length === 0 ? null : kept)
})

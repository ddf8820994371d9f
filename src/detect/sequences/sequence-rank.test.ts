import { expect, test } from 'vitest'
import type { Movements } from '../small-budgets/movements.ts'
import { rankSequence } from './sequence-rank.ts'

const GB = 1_000_000_000

/** Twenty people who read and send a little every week; one of them is asked about. */
const movements: Movements = {
  members: new Map(),
  loggedFrom: 0,
  fetched: days((person, day) => ({
    person,
    kind: 'registry' as const,
    thing: 'titan',
    day,
    bytes: GB,
    fresh: 0,
    first: '',
    last: '',
  })),
  sent: days((person, day, at) => ({
    person,
    destination: `${person}.example.org`,
    day,
    bytes: (0.05 + at / 20) * GB,
    first: '',
    last: '',
    standing: '',
    firstDays: [0],
  })),
}

function days<Row>(row: (person: string, day: number, at: number) => Row): Row[] {
  return Array.from({ length: 16 }, (_, week) => week * 7).flatMap((day) =>
    Array.from({ length: 20 }, (_, at) => row(`person-${at}`, day, at)),
  )
}

test('the more is collected and sent, the rarer it is among others', () => {
  const rank = (value: number) => rankSequence(movements, { person: 'person-3', day: 110, value })
  expect(rank(100 * GB)).toBeLessThan(rank(3 * GB))
  expect(rank(3 * GB)).toBeLessThan(rank(0.3 * GB))
  expect(rank(100 * GB)).toBeGreaterThanOrEqual(1e-6)
})

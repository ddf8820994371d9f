import { expect, test } from 'vitest'
import { DAY, dayOf, HOUR } from '../calendar.ts'
import { Random } from '../random.ts'
import { drawLeases, RESERVED_ADDRESS } from './leases.ts'

const span = { firstDay: dayOf('2026-02-24'), lastDay: dayOf('2026-04-24') }
const holders = Array.from({ length: 300 }, (_, number) => ({
  id: `person-${number}`,
  employment: {
    hired: number % 20 === 7 ? span.firstDay + 20 : span.firstDay - 400,
    notice: null,
    left: number % 20 === 3 ? span.firstDay + 30 : null,
  },
}))
const leases = drawLeases(holders, span, new Random(1, 'leases'))
const rows = [...leases].flatMap(([id, held]) =>
  held.map((lease) => ({ id, ...lease, to: lease.to ?? Infinity })),
)

test('an address has one holder at a time, and the reserved one has none', () => {
  const addresses = new Set(rows.map(({ ip }) => ip))
  const byAddress = new Map([...addresses].map((ip) => [ip, rows.filter((lease) => lease.ip === ip)]))
  const overlaps = [...byAddress.values()].flatMap((held) =>
    held
      .toSorted((left, right) => left.from - right.from)
      .filter((lease, at, sorted) => lease.from < (sorted[at - 1]?.to ?? 0)),
  )
  expect(overlaps).toEqual([])
  expect([...byAddress.values()].filter((held) => held.length > 1).length).toBeGreaterThan(30)
  expect(byAddress.has(RESERVED_ADDRESS)).toBe(false)
  expect([...byAddress.keys()].filter((ip) => !/^10\.50\.10\d\.\d{2,3}$/.test(ip))).toEqual([])
})

test('everybody holds an address at every hour of their employment', () => {
  const without = holders.filter(({ id, employment: { hired, left } }) => {
    const held = rows.filter((lease) => lease.id === id)
    const until = ((left ?? span.lastDay) + 1) * DAY
    for (let time = Math.max(hired, span.firstDay) * DAY; time < until; time += HOUR)
      if (!held.some(({ from, to }) => from <= time && time < to)) return true
    return false
  })
  expect(without).toEqual([])
})

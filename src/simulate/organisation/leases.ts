import { DAY, MINUTE } from '../calendar.ts'
import type { Random } from '../random.ts'
import type { Span } from '../span.ts'
import type { Employment } from './employment.ts'
import type { Lease } from './person.ts'

/** An address of the VPN that no ordinary person ever gets: scenarios give it to their insider. */
export const RESERVED_ADDRESS = '10.50.100.47'

/** Days before the span from which leases are known. */
const KNOWN_BEFORE = 30

/** The addresses of the VPN in order, from 10.50.100.10 on, without the reserved one. */
function* addresses(): Generator<string, never> {
  for (let number = 0; ; number++) {
    const ip = `10.50.${100 + Math.floor(number / 240)}.${10 + (number % 240)}`
    if (ip !== RESERVED_ADDRESS) yield ip
  }
}

interface Holder {
  readonly id: string
  readonly employment: Employment
}

/**
 * Leases of all people: each holds one address while employed, some a second one; some pairs of people
 * swap theirs at a minute within the span, and what a leaver held goes to somebody else.
 */
export function drawLeases(holders: readonly Holder[], span: Span, random: Random): Map<string, Lease[]> {
  const pool = addresses()
  const known = (span.firstDay - KNOWN_BEFORE) * DAY
  const startOf = ({ employment }: Holder) => Math.max(known, employment.hired * DAY)
  const minuteIn = (first: number, last: number) =>
    random.int(first, last) * DAY + random.int(0, 1439) * MINUTE
  const leases = new Map<string, Lease[]>()
  for (const holder of holders) {
    const second = random.chance(0.25) ? [{ ip: pool.next().value, from: startOf(holder), to: null }] : []
    leases.set(holder.id, [{ ip: pool.next().value, from: startOf(holder), to: null }, ...second])
  }

  const staying = holders.filter(
    ({ employment }) => employment.left === null && employment.hired < span.firstDay,
  )
  for (let pair = 0; pair + 1 < staying.length; pair += 2) {
    const [left, right] = [leases.get(staying[pair]?.id ?? ''), leases.get(staying[pair + 1]?.id ?? '')]
    if (random.chance(0.2)) swap(left, right, minuteIn(span.firstDay, span.lastDay))
  }

  for (const { id, employment } of holders) {
    const heir = staying.length > 0 ? random.pick(staying) : undefined
    if (employment.left === null || heir === undefined) continue
    const end = (employment.left + 2) * DAY
    const held = leases.get(id) ?? []
    leases.set(
      id,
      held.map((lease) => ({ ...lease, to: end })),
    )
    const first = held[0]
    if (first !== undefined)
      leases
        .get(heir.id)
        ?.push({ ip: first.ip, from: minuteIn(employment.left + 3, employment.left + 9), to: null })
  }
  return leases
}

/** From a time on, each of two people holds the address that was the first of the other. */
function swap(left: Lease[] | undefined, right: Lease[] | undefined, time: number): void {
  const [mine, theirs] = [left?.[0], right?.[0]]
  if (left === undefined || right === undefined || mine === undefined || theirs === undefined) return
  left[0] = { ...mine, to: time }
  right[0] = { ...theirs, to: time }
  left.push({ ip: theirs.ip, from: time, to: null })
  right.push({ ip: mine.ip, from: time, to: null })
}

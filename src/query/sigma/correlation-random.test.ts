import fc from 'fast-check'
import { expect, it } from 'vitest'
import { scratchEngine } from '../../../test/support/scratch-engine.ts'
import { rowsOver } from '../../../test/support/sigma-events.ts'

/** Random events through every type of correlation, against the definition: each window looked at by itself. */

const engine = scratchEngine()
const SPAN_TICKS = 20_000_000

interface Event {
  readonly tick: number
  readonly kind: 'a' | 'b' | 'c'
  readonly user: string | null
  readonly value: number | null
}

/** Few moments, many of them a span apart to the tick, so that ends of windows are met. */
const tick = fc
  .tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: -1, max: 1 }))
  .map(([spans, off]) => Math.max(0, (spans * SPAN_TICKS) / 2 + off))
const event: fc.Arbitrary<Event> = fc.record({
  tick,
  kind: fc.constantFrom('a', 'b', 'c'),
  user: fc.constantFrom('x', 'y', null),
  value: fc.constantFrom(1, 2, 3, 10, null),
})

const TYPES = [
  'event_count',
  'value_count',
  'temporal',
  'temporal_ordered',
  'value_sum',
  'value_avg',
  'value_median',
  'value_percentile',
] as const
type Type = (typeof TYPES)[number]
const KINDS = ['a', 'b', 'c'] as const

const OPERATORS = {
  gt: (found: number, bound: number) => found > bound,
  gte: (found: number, bound: number) => found >= bound,
  lt: (found: number, bound: number) => found < bound,
  lte: (found: number, bound: number) => found <= bound,
  eq: (found: number, bound: number) => found === bound,
  neq: (found: number, bound: number) => found !== bound,
}

it.each(TYPES)(
  '%s fires where its definition says',
  async (type) => {
    const operator = fc.constantFrom(...(Object.keys(OPERATORS) as (keyof typeof OPERATORS)[]))
    await fc.assert(
      fc.asyncProperty(
        fc.array(event, { minLength: 1, maxLength: 24 }),
        operator,
        fc.integer({ min: 1, max: 4 }),
        async (events, op, bound) => {
          const isValue = type.startsWith('value_')
          const condition = {
            [op]: bound,
            ...(isValue && { field: 'value' }),
            ...(type === 'value_percentile' && { percentile: 75 }),
          }
          const correlation = {
            type,
            rules: KINDS,
            'group-by': ['user'],
            timespan: `${SPAN_TICKS / 10_000_000}s`,
            ...(type !== 'temporal_ordered' && { condition }),
          }
          const rules = KINDS.map((kind) => ({
            name: kind,
            logsource: {},
            detection: { s: { kind }, condition: 's' },
          }))
          const rows = await rowsOver(engine, [{ correlation }, ...rules], events.map(rowOf))
          const found = rows.map((row) => Number(row['event_id'])).toSorted((one, other) => one - other)
          const fires = (at: number) => {
            const value = valueAt(type, events, at)
            return value !== null && (type === 'temporal_ordered' || OPERATORS[op](value, bound))
          }
          const takesPart = ({ user, value }: Event) => user !== null && (!isValue || value !== null)
          expect(found).toEqual(events.flatMap((one, at) => (takesPart(one) && fires(at) ? [at] : [])))
        },
      ),
      { numRuns: 12 },
    )
  },
  60_000,
)

function rowOf({ tick, ...fields }: Event, at: number) {
  const seconds = new Date(Math.floor(tick / 10_000)).toISOString().slice(0, 19)
  return {
    event_id: String(at),
    time: `${seconds}.${String(tick % 10_000_000).padStart(7, '0')}Z`,
    ...fields,
  }
}

/** What a type measures in the window that ends with an event; null where there is nothing to measure. */
function valueAt(type: Type, events: readonly Event[], at: number): number | null {
  const last = events[at] as Event
  const isIn = (one: Event) =>
    one.user === last.user && one.tick <= last.tick && one.tick >= last.tick - SPAN_TICKS
  const window = events.filter(isIn)
  const values = window.flatMap(({ value }) => value ?? []).toSorted((one, other) => one - other)
  switch (type) {
    case 'event_count':
      return window.length
    case 'value_count':
      return new Set(values).size
    case 'temporal':
      return new Set(window.map(({ kind }) => kind)).size
    case 'temporal_ordered':
      return endsChain(events, at) ? 3 : null
    case 'value_sum':
      return values.reduce((sum, value) => sum + value, 0)
    case 'value_avg':
      return values.reduce((sum, value) => sum + value, 0) / values.length
    case 'value_median':
      return quantile(values, 0.5)
    case 'value_percentile':
      return quantile(values, 0.75)
  }
}

function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share
  const below = sorted[Math.floor(place)] as number
  const above = sorted[Math.ceil(place)] as number
  return below + (above - below) * (place - Math.floor(place))
}

/** Is there an a before a b before this c, of one user, all within a span? Ids order equal ticks, as text of equal length. */
function endsChain(events: readonly Event[], at: number): boolean {
  const last = events[at] as Event
  const before = (one: number, other: number) => {
    const [first, second] = [events[one] as Event, events[other] as Event]
    return first.tick < second.tick || (first.tick === second.tick && one < other)
  }
  if (last.kind !== 'c') return false
  return events.some(
    (a, first) =>
      a.kind === 'a' &&
      a.user === last.user &&
      last.tick - a.tick <= SPAN_TICKS &&
      events.some(
        (b, second) => b.kind === 'b' && b.user === last.user && before(first, second) && before(second, at),
      ),
  )
}

import type { Grid, GridPerson } from '../../src/detect/behaviour/grid.ts'
import { MEASURES, type MeasureName } from '../../src/detect/behaviour/measures.ts'

const GB = 1e9
const ROLES = ['research', 'evaluation', 'platform', 'data', 'product', 'operations']

/** How often a measure has a value on a weekday, its usual size, and how widely sizes spread (log scale). */
const USUAL: Readonly<Partial<Record<MeasureName, readonly [often: number, size: number, spread: number]>>> =
  {
    requests: [0.9, 120, 0.7],
    logprobTokens: [0.15, 4000, 1],
    offRequests: [0.08, 15, 0.8],
    nightRequests: [0.04, 15, 0.8],
    registry: [0.25, 0.8 * GB, 1.3],
    offRegistry: [0.02, 0.5 * GB, 1.2],
    freshWeights: [0.08, 1.2 * GB, 1.2],
    newAssets: [0.1, 0.6 * GB, 1.2],
    lake: [0.35, 4 * GB, 1.2],
    newPrefixes: [0.12, 2, 0.5],
    egress: [0.6, 0.08 * GB, 1.3],
    offEgress: [0.05, 0.05 * GB, 1.2],
    rareEgress: [0.03, 0.1 * GB, 1.5],
    newEgress: [0.05, 0.08 * GB, 1.4],
    newDestinations: [0.08, 1, 0.4],
    unsanctionedEgress: [0.1, 0.05 * GB, 1.4],
    excessEgress: [0.08, 0.1 * GB, 1.4],
  }

/**
 * A made-up grid for measuring speed and trying formulas: personal levels around those of roles, weekends at a tenth,
 * sizes log-normal, whole numbers. It resembles no company.
 */
export function madeUpGrid(people: number, days: number, seed = 1): Grid {
  const random = generator(seed)
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  const staff: GridPerson[] = Array.from({ length: people }, (_, at) => ({
    person: `person-${String(at).padStart(5, '0')}`,
    role: ROLES[Math.floor(random() * ROLES.length)] as string,
    team: `team-${Math.floor(at / 8)}`,
    kind: at % 25 === 24 ? 'service' : 'human',
    from: random() < 0.1 ? Math.floor(random() * days) : -100,
    to: random() < 0.05 ? Math.floor(random() * days) : days + 100,
  }))
  const values = new Map<MeasureName, Float64Array>()
  for (const measure of Object.keys(MEASURES) as MeasureName[])
    values.set(measure, new Float64Array(people * days))
  for (const [measure, [often, size, spread]] of Object.entries(USUAL)) {
    const column = values.get(measure as MeasureName) as Float64Array
    for (const [at, { from, to }] of staff.entries()) {
      const level = size * Math.exp(0.8 * normal())
      const habit = Math.min(1, often * Math.exp(0.5 * normal()))
      for (let day = Math.max(0, from); day <= Math.min(days - 1, to); day++) {
        const chance = isRest(day) ? habit / 10 : habit
        if (random() < chance) column[at * days + day] = Math.round(level * Math.exp(spread * normal()))
      }
    }
  }
  const total = values.get('egress') as Float64Array
  const rare = values.get('rareEgress') as Float64Array
  const top = values.get('topEgress') as Float64Array
  const requests = values.get('requests') as Float64Array
  const withLogprobs = values.get('logprobRequests') as Float64Array
  const tokens = values.get('logprobTokens') as Float64Array
  for (let at = 0; at < total.length; at++) {
    total[at] = (total[at] as number) + (rare[at] as number)
    top[at] = Math.round(0.7 * (total[at] as number))
    withLogprobs[at] = tokens[at] === 0 ? 0 : Math.ceil(0.3 * (requests[at] as number))
  }
  const always = new Uint8Array(days).fill(1)
  return {
    days: Array.from({ length: days }, (_, day) =>
      new Date(Date.UTC(2026, 0, 5 + day)).toISOString().slice(0, 10),
    ),
    people: staff,
    values,
    seen: { inference: always, registry: always, lake: always, egress: always },
  }
}

/** The first day is a Monday. */
const isRest = (day: number) => day % 7 >= 5

/** Numbers in [0, 1) that depend on the seed alone. */
export function generator(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

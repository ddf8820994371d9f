import { DAY_COLUMNS } from '../model/day-clock.ts'
import { FAMILIES, type Quantity, type Window } from '../model/families.ts'
import type { Organisation } from '../model/organisation.ts'
import { pastFrom } from '../model/own-past.ts'
import { LEAST_PEERS } from '../model/peers.ts'
import { POOL_DAYS } from '../model/pool.ts'

/** A value in the unit of the log, and what it is held against. */
export interface Reading {
  readonly value: number
  readonly expected: readonly [number, number] | null
  readonly peerQuantile: number | null
  readonly peers: string
}

/** Fewer own windows make no range. */
const LEAST_OWN = 5

/** Reads quantities and day columns by name: a person's value, own range and place among peers. */
export function readingOf(
  organisation: Organisation,
  name: string,
  window: number,
  person: number,
  day: number,
): Reading {
  const value = (who: number, at: number) => valueOn(organisation, name, window, who, at)
  const peers = peersOf(organisation, person, day)
  return {
    value: value(person, day),
    expected: ownRange(organisation, window, person, day, value),
    peerQuantile: peers === null ? null : quantileAmong(organisation, peers.people, person, day, value),
    peers: peers?.words ?? '',
  }
}

type ValueOf = (person: number, day: number) => number

function valueOn({ grid }: Organisation, name: string, window: number, person: number, day: number): number {
  const from = person * grid.days.length
  const sums = sidesOf(name).map((side) => {
    let sum = 0
    for (const measure of side) {
      const values = grid.values.get(measure)
      for (let at = Math.max(0, day - window + 1); at <= day; at++) sum += values?.[from + at] ?? 0
    }
    return sum
  })
  const column = columnOf(name)
  if (column?.of === undefined) return Math.min(...sums)
  const whole = grid.values.get(column.of)?.[from + day] ?? 0
  return whole === 0 ? 0 : (sums[0] ?? 0) / whole
}

const columnOf = (name: string) => DAY_COLUMNS.find((column) => column.name === name)

function sidesOf(name: string): Quantity['leastOf'] {
  const quantity = FAMILIES.flatMap(({ quantities }) => quantities).find((one) => one.name === name)
  const column = columnOf(name)
  return quantity?.leastOf ?? (column === undefined ? [] : [[column.measure]])
}

/** The 10th to 90th percentile of the own windows that the day was compared with. */
function ownRange(
  organisation: Organisation,
  window: number,
  person: number,
  day: number,
  value: ValueOf,
): [number, number] | null {
  const { from, to } = organisation.grid.people[person] as Organisation['grid']['people'][number]
  const values: number[] = []
  for (let past = pastFrom(day, window as Window); past <= day - Math.max(window, 7); past++) {
    if (past - window + 1 < Math.max(0, from) || past > to) continue
    if (window === 1 && organisation.weekend[past] !== organisation.weekend[day]) continue
    values.push(value(person, past))
  }
  if (values.length < LEAST_OWN) return null
  values.sort((left, right) => left - right)
  const at = (share: number) => values[Math.round(share * (values.length - 1))] as number
  return [at(0.1), at(0.9)]
}

function peersOf(
  { grid, present, people, kind, role }: Organisation,
  person: number,
  day: number,
): { people: number[]; words: string } | null {
  const here = grid.people
    .map((_, at) => at)
    .filter((at) => at !== person && present[day * people + at] === 1 && kind[at] === kind[person])
  const inRole = here.filter((at) => role[at] !== -1 && role[at] === role[person])
  const noun = kind[person] === 0 ? 'people' : 'services'
  if (inRole.length >= LEAST_PEERS)
    return { people: inRole, words: `${inRole.length} other ${noun} of role ${grid.people[person]?.role}` }
  if (here.length >= LEAST_PEERS) return { people: here, words: `all ${here.length} other ${noun}` }
  return null
}

function quantileAmong(
  { present, people }: Organisation,
  peers: readonly number[],
  person: number,
  day: number,
  value: ValueOf,
): number | null {
  const own = value(person, day)
  let below = 0
  let all = 0
  for (const peer of peers)
    for (let past = Math.max(0, day - POOL_DAYS); past < day; past++) {
      if (present[past * people + peer] === 0) continue
      all++
      if (value(peer, past) < own) below++
    }
  return all === 0 ? null : below / all
}

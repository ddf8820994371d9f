import type { Window } from './families.ts'
import type { Organisation } from './organisation.ts'
import type { OwnPast } from './own-past.ts'
import { medianOf } from './select.ts'
import { inSteps } from './steps.ts'

/** Fewer people are never compared with by themselves. */
export const LEAST_PEERS = 5

/** Own days that make a mean worth comparing. */
const LEAST_OWN_DAYS = 5

/** From this window on, peers are compared on the same day; before it, by their own means. */
const SAME_DAY_FROM = 28

/** Days after which a person's sums over long windows are comparable. */
const SETTLED_DAYS = 14

/** The least variance anybody is given, on the log scale. */
const LEAST_VARIANCE = 0.05

/** What is usual among the members of a group: the median of their levels, how these differ, how days differ. */
export interface Usual {
  readonly centre: number
  readonly between: number
  readonly within: number
}

/**
 * Whom a person is compared with, on every day anew: the role, or the organisation's people (or services) where
 * fewer than five of the role have a past, or everybody where those are fewer than five.
 */
export class Peers {
  private readonly organisation: Organisation
  private readonly window: Window
  private readonly byRole: readonly Int32Array[]
  private readonly byKind: readonly Int32Array[]
  private readonly everybody: Int32Array
  private readonly levels: Float64Array
  private readonly scratch: Float64Array

  constructor(organisation: Organisation, window: Window) {
    this.organisation = organisation
    this.window = window
    this.byRole = members(organisation.role, organisation.roles)
    this.byKind = members(organisation.kind, 2)
    this.everybody = Int32Array.from({ length: organisation.people }, (_, person) => person)
    this.levels = new Float64Array(organisation.people)
    this.scratch = new Float64Array(organisation.people)
  }

  /** What is usual for each person's peers; `y` is the row of the day, a value a person. */
  usualOn(day: number, y: Float64Array, own: OwnPast): (person: number) => Usual | null {
    const { role, kind } = this.organisation
    const of = (group: Int32Array) => this.usual(group, day, y, own)
    const roles = this.byRole.map(of)
    const everybody = once(() => of(this.everybody))
    const kinds = this.byKind.map((group) => once(() => of(group) ?? everybody()))
    return (person) => roles[role[person] as number] ?? kinds[kind[person] as number]?.() ?? null
  }

  private usual(group: Int32Array, day: number, y: Float64Array, own: OwnPast): Usual | null {
    const sameDay = this.window >= SAME_DAY_FROM
    const { present, people, grid } = this.organisation
    const { levels } = this
    let size = 0
    let within = 0
    let steady = 0
    let sum = 0
    let squares = 0
    for (const person of group) {
      if (present[day * people + person] === 0) continue
      const hasPast = (own.count[person] as number) >= LEAST_OWN_DAYS
      if (hasPast) {
        within += inSteps(own.variance[person] as number)
        steady++
      }
      const from = grid.people[person]?.from ?? 0
      if (sameDay ? from > day - SETTLED_DAYS : !hasPast) continue
      const level = inSteps(sameDay ? (y[person] as number) : (own.mean[person] as number))
      levels[size++] = level
      sum += level
      squares += level * level
    }
    if (size < LEAST_PEERS) return null
    const centre = medianOf(levels, size)
    for (let at = 0; at < size; at++) this.scratch[at] = Math.abs((levels[at] as number) - centre)
    const deviation = 1.4826 * medianOf(this.scratch, size)
    const variance = Math.max(0, (squares - (sum * sum) / size) / (size - 1))
    const between = Math.max(LEAST_VARIANCE, deviation ** 2, 0.25 * variance)
    const noise = Math.max(LEAST_VARIANCE, steady < 3 ? 0.3 * between : within / steady)
    return { centre, between, within: sameDay ? Math.max(noise, 0.3 * between) : noise }
  }
}

function members(groupOf: ArrayLike<number>, groups: number): Int32Array[] {
  const lists: number[][] = Array.from({ length: groups }, () => [])
  for (let person = 0; person < groupOf.length; person++) lists[groupOf[person] as number]?.push(person)
  return lists.map((list) => Int32Array.from(list))
}

/** A function that is called once at most; nothing found is an answer, too. */
function once<Value>(find: () => Value): () => Value {
  let found: { value: Value } | undefined
  return () => {
    found ??= { value: find() }
    return found.value
  }
}

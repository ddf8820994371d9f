import { readFileSync } from 'node:fs'
import { formatBytes } from '../../base/bytes.ts'
import { dateOf, laterOf } from '../../base/days.ts'
import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import { formatPercent } from '../fill.ts'
import { type DaySums, daySums, sumBetween } from './day-sums.ts'
import { grouped } from './grouped.ts'
import type { Member } from './movements.ts'
import type { Statistic } from './surpassing.ts'

/** Few people from outside collected, each a part, what together is nearly all of an asset. */
export interface JointCollection extends Statistic {
  readonly place: string
  /** Empty where the directory names none. */
  readonly asset: string
  /** Share of the whole, each file counted once. */
  readonly share: number
  readonly collectors: readonly { readonly person: string; readonly bytes: number }[]
  readonly first: string
  readonly last: string
}

/** What somebody from outside read of a place on a day. */
export interface OutsideRead {
  readonly person: string
  readonly team: string
  readonly place: string
  readonly asset: string
  readonly day: number
  readonly parts: readonly string[]
  readonly sizes: readonly number[]
  readonly first: string
  readonly last: string
}

/** Bytes of a place that were first seen on each day, sorted by day. */
export interface PlaceSize {
  readonly place: string
  readonly days: readonly number[]
  readonly bytes: readonly number[]
}

const WINDOW_DAYS = 28
const LEAST_SHARE = 0.8
/** One who has more than half of it needs nobody: that is the score's to judge. */
const MOST_ALONE = 0.5
const MOST_PEOPLE = 6
/** A new project of a team is read by its members; a ring is a few of them. */
const PROJECT_SHARE = 0.5
const LEAST_PROJECT = 4

const READS = readFileSync(new URL('./joint-collection.sql', import.meta.url), 'utf8')
const SIZES = readFileSync(new URL('./place-sizes.sql', import.meta.url), 'utf8')

/** Reads what outsiders read, and measures it. */
export async function jointCollections(
  analytics: AnalyticsStore,
  members: ReadonlyMap<string, Member>,
  since: number,
  until: number,
): Promise<JointCollection[]> {
  const span = { since: dateOf(since), until: dateOf(until) }
  const [reads, sizes] = await Promise.all([
    analytics.query<OutsideRead>(READS, span),
    analytics.query<PlaceSize>(SIZES, span),
  ])
  return collectedJointly(reads, sizes, members)
}

/**
 * Measures every place on each day an outsider read it: the fewest people who together have most of it, and the share
 * that each of them brings. Honest outsiders come by the dozen, take the same files and leave the rest.
 */
export function collectedJointly(
  reads: readonly OutsideRead[],
  sizes: readonly PlaceSize[],
  members: ReadonlyMap<string, Member>,
): JointCollection[] {
  const wholes = new Map(sizes.map((size) => [size.place, wholeOf(size)]))
  const teamSizes = new Map(
    [...grouped(members.values(), ({ team }) => team)].map(([team, of]) => [team, of.length]),
  )
  return [...grouped(reads, ({ place }) => place)].flatMap(([place, rows]) =>
    [...new Set(rows.map(({ day }) => day))].flatMap((day) => {
      const inside = rows.filter((row) => row.day > day - WINDOW_DAYS && row.day <= day)
      const outside = withoutProjects(inside, teamSizes)
      const whole = sumBetween(wholes.get(place) ?? { days: [], totals: [] }, Number.NEGATIVE_INFINITY, day)
      const group = fewest(outside, whole)
      return group === null
        ? []
        : [
            {
              subject: place,
              people: group.collectors.map(({ person }) => person).sort(),
              day,
              value: Math.log(group.share / group.collectors.length),
              place,
              asset: rows[0]?.asset ?? '',
              ...group,
              first: outside[0]?.first ?? '',
              last: outside.reduce((latest, { last }) => laterOf(last, latest), ''),
            },
          ]
    }),
  )
}

function wholeOf({ days, bytes }: PlaceSize): DaySums {
  const items = days.map((day, at) => ({ day, amount: bytes[at] ?? 0 }))
  return daySums(
    items,
    ({ day }) => day,
    ({ amount }) => amount,
  )
}

/** Without the readers of a team of which half now read: that is a new project of the team's. */
function withoutProjects(
  reads: readonly OutsideRead[],
  teamSizes: ReadonlyMap<string, number>,
): OutsideRead[] {
  return [...grouped(reads, ({ team }) => team)].flatMap(([team, of]) => {
    const readers = new Set(of.map(({ person }) => person)).size
    const isProject =
      team !== '' && readers >= LEAST_PROJECT && readers >= PROJECT_SHARE * (teamSizes.get(team) ?? readers)
    return isProject ? [] : of
  })
}

/** The fewest people, each adding the most to what the others have, that together have most of it. */
function fewest(
  reads: readonly OutsideRead[],
  whole: number,
): Pick<JointCollection, 'share' | 'collectors'> | null {
  const held = new Map<string, Map<string, number>>()
  for (const { person, parts, sizes } of reads) {
    const own = held.get(person) ?? new Map<string, number>()
    parts.forEach((part, at) => {
      own.set(part, Math.max(own.get(part) ?? 0, sizes[at] ?? 0))
    })
    held.set(person, own)
  }
  const together = new Set<string>()
  const collectors: { person: string; bytes: number }[] = []
  let bytes = 0
  while (bytes < LEAST_SHARE * whole && collectors.length < MOST_PEOPLE) {
    const next = [...held]
      .filter(([person]) => !collectors.some((collector) => collector.person === person))
      .map(([person, own]) => ({ person, own, adds: addedBy(own, together) }))
      .sort((left, right) => right.adds - left.adds || (left.person < right.person ? -1 : 1))[0]
    if (next === undefined || next.adds <= 0 || next.adds > MOST_ALONE * whole) return null
    for (const part of next.own.keys()) together.add(part)
    bytes += next.adds
    collectors.push({ person: next.person, bytes: next.adds })
  }
  return collectors.length < 2 || bytes < LEAST_SHARE * whole ? null : { share: bytes / whole, collectors }
}

function addedBy(own: ReadonlyMap<string, number>, together: ReadonlySet<string>): number {
  let added = 0
  for (const [part, size] of own) if (!together.has(part)) added += size
  return added
}

/** What happened, in one sentence. */
export function jointCollectionSentence({ asset, place, share, collectors }: JointCollection): string {
  const each = collectors.map(({ person, bytes }) => `${person} ${formatBytes(bytes)}`)
  return (
    `${collectors.length} people from outside read ${formatPercent(share)} of ${asset === '' ? place : asset} in ${WINDOW_DAYS} ` +
    `days, each another part of it: ${each.join(', ')}.`
  )
}

import { grouped } from './grouped.ts'
import type { Movements } from './movements.ts'

/** A larger team is a department: among so many, somebody always collects something. */
const LARGEST_TEAM = 40
/** People without a team who read the same few things are taken for one. */
const MOST_READERS = 8
const LEAST_SHARED = 2

/**
 * Who works with whom: the team of the directory, and where it names none, the people who read at least two of the same
 * things that hardly anybody else reads.
 */
export function companions(movements: Movements): ReadonlyMap<string, readonly string[]> {
  const people = new Set([...movements.sent, ...movements.fetched].map(({ person }) => person))
  const known = [...people].sort().filter((person) => movements.members.get(person)?.kind !== 'service')
  const teams = grouped(known, (person) => movements.members.get(person)?.team ?? '')
  const without = new Set(teams.get('') ?? [])
  const result = new Map<string, readonly string[]>()
  for (const [team, members] of teams) {
    if (team === '' || members.length > LARGEST_TEAM) continue
    for (const person of members) result.set(person, members)
  }
  if (without.size > 0) for (const [person, mates] of byThings(movements, without)) result.set(person, mates)
  return result
}

function byThings({ fetched }: Movements, without: ReadonlySet<string>): Map<string, readonly string[]> {
  const shared = new Map<string, Map<string, number>>()
  for (const rows of grouped(fetched, ({ thing }) => thing).values()) {
    const readers = [...new Set(rows.map(({ person }) => person))]
    if (readers.length > MOST_READERS) continue
    for (const reader of readers.filter((each) => without.has(each))) {
      const counts = shared.get(reader) ?? new Map<string, number>()
      for (const mate of readers) counts.set(mate, (counts.get(mate) ?? 0) + 1)
      shared.set(reader, counts)
    }
  }
  return new Map(
    [...shared].map(([reader, counts]) => [
      reader,
      [...counts]
        .filter(([, times]) => times >= LEAST_SHARED)
        .map(([mate]) => mate)
        .sort(),
    ]),
  )
}

import { beginning, candidates } from '../casting.ts'
import { ownStore } from '../destinations.ts'
import type { AttackFamily } from './family.ts'
import { drip } from './parts.ts'

export const C2: AttackFamily = {
  name: 'C2',
  idea: 'a tenth of its rate, split in one team: one asks, one collects, one sends',
  version: 1,
  hard: true,
  draw(company, random) {
    const days = random.int(48, 62)
    const first = beginning(company, days, random)
    const last = Math.min(company.span.lastDay, first + days)
    const crowd = candidates(company, first, last)
    const teams = [...new Set(crowd.map(({ team }) => team))]
      .map((team) => crowd.filter((person) => person.team === team))
      .filter((members) => members.length >= 3)
    if (teams.length === 0) return null
    const [asks, collects, sends] = random.shuffled(random.pick(teams))
    if (asks === undefined || collects === undefined || sends === undefined) return null
    const to = ownStore(random)
    const plan = {
      asks,
      collects,
      sends,
      first,
      last,
      rate: 1 / random.between(8.5, 11.5),
      activeDays: random.between(0.45, 0.8),
      logprobShare: random.between(0.6, 1),
      to,
    }
    const thieves = [asks.id, collects.id, sends.id]
    return { thieves, takes: drip(plan, random), notice: null, destination: to }
  },
}

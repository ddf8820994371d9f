import type { Random } from '../random.ts'
import type { Stress } from '../stress.ts'
import type { Assets } from './assets.ts'
import type { Destinations } from './destinations.ts'
import type { Lease, Person } from './people.ts'
import { drawPosts, drawTeams, ZONES } from './teams.ts'

const FIRST = [
  'alder',
  'birch',
  'cedar',
  'elder',
  'fern',
  'gorse',
  'hazel',
  'iris',
  'juniper',
  'larch',
  'maple',
  'nettle',
  'olive',
  'poppy',
  'quince',
  'rowan',
  'sorrel',
  'teasel',
  'vetch',
  'willow',
  'yarrow',
  'zinnia',
]
const LAST = [
  'avocet',
  'bittern',
  'curlew',
  'dunlin',
  'egret',
  'fulmar',
  'gannet',
  'hoopoe',
  'ibis',
  'jackdaw',
  'knot',
  'linnet',
  'martin',
  'nuthatch',
  'oriole',
  'plover',
  'quail',
  'rook',
  'siskin',
  'twite',
  'whimbrel',
  'yaffle',
]

/** The staff: `count` people in teams of one role, one time zone and one project each, some of them new or leaving. */
export function drawPeople(
  random: Random,
  count: number,
  days: number,
  assets: Assets,
  destinations: Destinations,
  stress: Stress,
): Person[] {
  const names = random.shuffle(FIRST.flatMap((first) => LAST.map((last) => `${first}.${last}`)))
  const teams = drawTeams(random, count, assets)
  const people: Person[] = []
  for (let index = 0; index < count; index += 1) {
    const team = teams.find(({ until }) => index < until) ?? teams[0]
    if (team === undefined) throw new Error('no team')
    const own = random.fork(`person ${index}`)
    const zone = own.chance(0.75) ? team.zone : own.pick(ZONES)
    // At least two are hired where the family of new thieves needs them.
    const isNew = index % 90 === 17 || own.chance(0.06)
    const hired =
      index % 90 === 17 ? own.integer(52, 72) : isNew ? own.integer(4, days - 10) : -own.integer(40, 1500)
    const leaves = !isNew && own.chance(0.045)
    const lastDay = leaves ? own.integer(45, days + 10) : 100_000
    const posts = drawPosts(own, team, teams, hired, lastDay, days, stress)
    const away = own.integer(5, days - 15)
    const onVacation = !isNew && own.chance(0.75)
    people.push({
      id: `lh-${String(1000 + index * 7)}`,
      login: names[index] ?? `person.${index}`,
      kind: 'human',
      zone,
      posts,
      hired,
      lastDay,
      notice: leaves ? lastDay - own.integer(14, 40) : undefined,
      copiesPersonalFiles: leaves && own.chance(0.5),
      vacation: onVacation ? [away, away + own.integer(3, 14)] : undefined,
      leases: drawLeases(index, days),
      level: {
        calls: own.logNormal(1, 0.75),
        pulls: own.logNormal(1, 0.7 * stress.tail),
        lake: own.logNormal(1, 0.8 * stress.tail),
      },
      start: own.chance(0.08) ? own.between(14, 17) : 9.2 + 0.9 * own.normal(),
      hours: own.between(7.5, 10),
      weekend: 0.03 + 0.3 * own.next() ** 3,
      swing: own.between(0.25, 0.55),
      curiosity: own.logNormal(0.009, 0.8) * stress.uploads,
      clouds: destinations.clouds
        .filter(() => own.chance(0.3))
        .map((to) => ({ to, chance: own.logNormal(0.09, 0.9), bytes: own.logNormal(9e6, 1.2) })),
      own: own.chance(0.24)
        ? { to: destinations.another('nas'), chance: own.between(0.06, 0.5), bytes: own.logNormal(40e6, 1.3) }
        : undefined,
      nightlyBackup: own.chance(0.13) ? own.logNormal(2.5e9, 0.7) : 0,
      job: own.chance(0.09)
        ? {
            from: own.chance(0.5) ? -1 : own.integer(5, days),
            hour: own.integer(0, 5),
            calls: own.chance(0.6) ? own.integer(30, 220) : 0,
            bytes: own.chance(0.5) ? own.logNormal(8e9, 0.8) : 0,
          }
        : undefined,
      models: own.shuffle(assets.models.slice(1)).slice(0, 4),
      datasets: own.shuffle(assets.datasets).slice(0, 3),
    })
  }
  return people
}

/** Every fourth person gets a new address every few weeks; the address then goes to somebody else. */
function drawLeases(index: number, days: number): Lease[] {
  if (index % 4 !== 0)
    return [{ address: `10.24.${10 + Math.floor(index / 200)}.${10 + (index % 200)}`, fromDay: -10 }]
  const leases: Lease[] = []
  // Turn after turn the pool's addresses move one place on, so that no two people hold one at once.
  for (let turn = 0; turn * 21 < days + 40; turn += 1) {
    const place = Math.floor(index / 4) + turn
    leases.push({ address: `10.24.80.${10 + (place % 200)}`, fromDay: turn * 21 - 10 })
  }
  return leases
}

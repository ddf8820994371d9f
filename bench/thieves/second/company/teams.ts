import type { Random } from '../random.ts'
import type { Stress } from '../stress.ts'
import type { Assets } from './assets.ts'
import type { Post } from './people.ts'
import { ROLES, type Role } from './roles.ts'

export const ZONES = [
  'Europe/Berlin',
  'Europe/Berlin',
  'America/Los_Angeles',
  'Asia/Kolkata',
  'America/New_York',
  'Europe/Berlin',
  'Asia/Singapore',
]
interface Team {
  readonly name: string
  readonly role: Role
  readonly project: string
  readonly zone: string
  readonly until: number
}

export function drawTeams(random: Random, count: number, assets: Assets): Team[] {
  const teams: Team[] = []
  let until = 0
  for (const role of ROLES) {
    const members = Math.max(3, Math.round(count * role.share))
    const parts = Math.max(1, Math.round(members / 9))
    for (let part = 0; part < parts; part += 1) {
      until += Math.round((members * (part + 1)) / parts) - Math.round((members * part) / parts)
      const project = random.pick(assets.projects)
      const name = `${project}-${role.name.split(' ')[0]}-${part + 1}`
      teams.push({ name, role, project, zone: random.pick(ZONES), until })
    }
  }
  return teams
}

export function drawPosts(
  random: Random,
  team: Team,
  teams: readonly Team[],
  hired: number,
  lastDay: number,
  days: number,
  stress: Stress,
): Post[] {
  const posts: Post[] = [{ from: -10_000, role: team.role, team: team.name, project: team.project }]
  const other = random.pick(teams)
  const from = random.integer(10, days - 5)
  const moved = random.chance(stress.reorganisation === undefined ? 0.11 : 0.4)
  const day = stress.reorganisation === undefined ? from : stress.reorganisation + random.integer(0, 4)
  if (moved && day > hired + 20 && day < lastDay - 20) {
    const role = random.chance(stress.reorganisation === undefined ? 0.1 : 0.3) ? other.role : team.role
    posts.push({
      from: day,
      role,
      team: role === other.role ? other.name : team.name,
      project: other.project,
    })
  }
  return posts
}

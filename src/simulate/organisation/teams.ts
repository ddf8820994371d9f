import type { Random } from '../random.ts'
import type { Role } from './roles.ts'

const ML: Role = 'ml-engineer'
const SCIENCE: Role = 'research-scientist'
const EVALUATION: Role = 'evaluation-engineer'
const DATA: Role = 'data-engineer'
const PLATFORM: Role = 'platform-engineer'
const PRODUCT: Role = 'product-engineer'

/** Who sits in a team, in the order in which its seats are filled; a larger team starts over. */
const TEAMS: readonly (readonly [name: string, seats: readonly Role[]])[] = [
  ['titan-training', [ML, ML, SCIENCE, ML, EVALUATION, ML, DATA, ML, ML, SCIENCE, ML]],
  ['data-foundations', [DATA, DATA, ML, DATA, PLATFORM, DATA, ML]],
  ['titan-tuning', [ML, ML, EVALUATION, ML, SCIENCE, ML, ML, PRODUCT]],
  ['assist-product', [PRODUCT, ML, PRODUCT, PRODUCT, EVALUATION, PRODUCT, ML]],
  ['ml-platform', [PLATFORM, PLATFORM, ML, PLATFORM, ML]],
  ['alignment', [SCIENCE, ML, SCIENCE, EVALUATION, ML, SCIENCE]],
  ['code-models', [ML, ML, SCIENCE, DATA, ML, PRODUCT]],
]

/** A seat: a team and the role it is for. */
export interface Seat {
  readonly team: string
  readonly role: Role
}

/** The size of the next team when `left` people have none: 5 to 12, and never so that 1 to 4 remain. */
function teamSize(left: number, random: Random): number {
  const size = random.int(5, 12)
  if (left - size >= 5) return size
  return left <= 12 ? left : left - 5
}

/** `count` seats in teams of 5 to 12; fewer people than 5 are one small team. */
export function seats(count: number, random: Random): Seat[] {
  const taken: Seat[] = []
  for (let number = 0; taken.length < count; number++) {
    const [name, roles] = TEAMS[number % TEAMS.length] ?? ['titan-training', [ML]]
    const round = Math.floor(number / TEAMS.length)
    const team = round === 0 ? name : `${name}-${round + 1}`
    const size = teamSize(count - taken.length, random)
    for (let seat = 0; seat < size; seat++) taken.push({ team, role: roles[seat % roles.length] ?? ML })
  }
  return taken
}

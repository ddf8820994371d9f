import { isWeekend } from '../calendar.ts'
import type { Person } from '../company/people.ts'
import { postOn } from '../company/people.ts'
import type { Random } from '../random.ts'

/** Weeks that a whole project or team lives through together. */
export interface Season {
  readonly deadlines: ReadonlyMap<string, readonly number[]>
  readonly campaigns: ReadonlyMap<string, readonly (readonly [number, number])[]>
}

export function drawSeason(random: Random, people: readonly Person[], days: number): Season {
  const deadlines = new Map<string, number[]>()
  const campaigns = new Map<string, (readonly [number, number])[]>()
  for (const person of people) {
    for (const { project, team } of person.posts) {
      if (!deadlines.has(project)) {
        deadlines.set(
          project,
          Array.from({ length: random.integer(0, 3) }, () => random.integer(12, days)),
        )
      }
      if (!campaigns.has(team)) {
        const starts = Array.from({ length: random.poisson(days / 75) }, () => random.integer(0, days))
        campaigns.set(
          team,
          starts.map((from) => [from, from + random.integer(4, 13)]),
        )
      }
    }
  }
  return { deadlines, campaigns }
}

/** What kind of day it is for somebody; every channel reads it, so that they swing together. */
export interface Mood {
  readonly effort: number
  readonly calls: number
  readonly pulls: number
  readonly lake: number
  readonly night: number
  readonly logprobs: number
  readonly tag: string
  readonly task: boolean
}

interface Spell {
  readonly from: number
  readonly to: number
  readonly logprobs: number
  readonly calls: number
}

/** The life of one person over the whole span: `moodOn(day)` is undefined on days away. */
export function drawLife(
  random: Random,
  person: Person,
  season: Season,
  days: number,
): (day: number) => Mood | undefined {
  const spells: Spell[] = Array.from({ length: random.poisson(days / 330) }, () => {
    const from = random.integer(3, days)
    const to = from + random.integer(4, 22)
    return { from, to, logprobs: random.between(0.5, 1), calls: random.between(1.8, 5) }
  })
  const tasks = Array.from({ length: random.poisson(days / 85) }, () => random.integer(3, days)).concat(
    person.posts.filter(({ from }) => from > 0).map(({ from }) => from),
  )
  const taskLength = random.integer(1, 3)
  const joins = random.chance(0.65)
  const own = random.chance(0.3) ? 0 : random.logNormal(1, 0.9)
  const drift: number[] = []
  for (let day = 0, level = 0; day < days; day += 1) {
    level = 0.97 * level + 0.055 * random.normal()
    drift.push(level)
  }
  return (day) => {
    const here = random.fork(`day ${day}`)
    const post = postOn(person, day)
    if (day < person.hired || day > person.lastDay) return undefined
    const [from, to] = person.vacation ?? [-1, -2]
    if (day >= from && day <= to) return undefined
    const toDeadline = (season.deadlines.get(post.project) ?? [])
      .map((end) => end - day)
      .find((left) => left >= 0 && left < 11)
    const ramp = toDeadline === undefined ? 0 : 1 - toDeadline / 11
    const worksWeekend = here.chance(Math.min(0.9, person.weekend + 0.45 * ramp))
    if (isWeekend(day) ? !worksWeekend : here.chance(0.04)) return undefined
    const campaign =
      joins && (season.campaigns.get(post.team) ?? []).some(([start, end]) => day >= start && day <= end)
    const spell = spells.find((one) => day >= one.from && day <= one.to)
    const task = tasks.some((start) => day >= start && day < start + taskLength)
    const atStart = Math.min(1, (day - person.hired + 4) / 14)
    const atEnd = person.lastDay - day < 14 ? 0.55 : 1
    const effort =
      Math.exp((drift[day] ?? 0) + person.swing * here.normal()) *
      (isWeekend(day) ? 0.35 : 1) *
      (1 + 0.9 * ramp) *
      atStart *
      atEnd
    return {
      effort,
      calls: (spell?.calls ?? 1) * (task ? 2.8 : 1) * (here.chance(0.015) ? here.between(3, 9) : 1),
      pulls: (campaign ? 2.4 : 1) * (task ? 4 : 1) * (day - person.hired < 6 ? 3 : 1),
      lake: (campaign ? here.between(2, 7) : 1) * (task ? 3 : 1),
      night: Math.min(0.6, 0.02 + 0.3 * ramp * here.next() + (here.chance(0.03) ? 0.4 : 0)),
      logprobs: Math.max(
        Math.min(1, post.role.logprobs * own),
        spell?.logprobs ?? 0,
        post.role.logprobs > 0.9 ? post.role.logprobs : 0,
      ),
      tag: spell === undefined ? post.project : `eval-${post.project}-${spell.from}`,
      task,
    }
  }
}

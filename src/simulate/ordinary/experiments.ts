import { weekOf } from '../calendar.ts'
import type { Random } from '../random.ts'

const THEMES = [
  'recall',
  'latency',
  'tooluse',
  'safety',
  'longctx',
  'multilingual',
  'format',
  'refusal',
] as const

/**
 * The tag a script puts on its calls. Some read like a benchmark of the year: a tag of that form means
 * nothing by itself.
 */
export function experimentTag(team: string, day: number, random: Random): string {
  const theme = random.pick(THEMES)
  if (random.chance(0.2)) return `benchmark-${theme}-2026`
  return `exp-${team}-${theme}-w${weekOf(day) % 52}`
}

/** The run a registry read is made for. */
export function experimentRun(team: string, random: Random): string {
  return `exp-${team}-${random.pick(THEMES)}-${random.hex(4)}`
}

import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { askable } from '../../../detect/query-rules/asking.ts'
import { durationMs } from '../../../detect/query-rules/duration.ts'
import type { QueryRule } from '../../../detect/query-rules/query-rule.ts'
import { dayOfEnd, regularGrid } from '../../../detect/query-rules/window-grid.ts'
import { schemaNamed } from '../../../query/schemas/load-schemas.ts'
import { countedDays, type DayRanks, type Detector, HISTORY_DAYS, type Shown } from './detector.ts'

interface RuleText {
  readonly id: string
  readonly language: 'kql' | 'spl'
  readonly lookBack: string
  readonly query: string
}

const FILE = new URL('./rules.yaml', import.meta.url)
const DAY_MS = 86_400_000
/** Rules that speak within so many days count together. */
const TOGETHER_DAYS = 7

/** A day on which a rule speaks of a person, and how many times over its limit. */
interface Alert {
  readonly rule: string
  readonly person: string
  readonly day: string
  readonly excess: number
}

function queryRule({ id, language, lookBack, query }: RuleText, people: readonly string[] | null): QueryRule {
  return {
    id,
    version: 1,
    kind: 'query',
    title: id,
    description: id,
    reason: id,
    language,
    schema: 'weighbridge',
    schedule: '1d',
    lookBack,
    channel: 'egress',
    stage: 'send',
    case: 'join',
    severity: 'medium',
    entity: { person: 'person' },
    observed: { column: 'excess', measure: 'excess', unit: 'share' },
    sentence: id,
    techniques: [],
    falsePositives: [],
    response: [],
    query: people === null ? query : onlyOf(language, query, people),
  }
}

/** Every rule judges each person by that person alone, so asking about some gives what asking about all would. */
function onlyOf(language: 'kql' | 'spl', query: string, people: readonly string[]): string {
  const list = people.map((person) => JSON.stringify(person)).join(', ')
  return language === 'kql'
    ? query.replaceAll(/^(\s*)(\w+_hour)$/gm, `$1$2\n$1| where person in (${list})`)
    : query.replace(/^\| from (\w+_hour)$/m, `| from $1\n| where person in (${list})`)
}

async function alertsOf(rule: RuleText, { analytics, grid, people }: Shown): Promise<Alert[]> {
  const ready = await askable(queryRule(rule, people), schemaNamed('weighbridge', { open: false }), analytics)
  const [first = '', last = ''] = [grid.days[HISTORY_DAYS - TOGETHER_DAYS], grid.days.at(-1)]
  const windows = regularGrid(Date.parse(first), Date.parse(last) + DAY_MS, durationMs(rule.lookBack), DAY_MS)
  const findings = await ready.ask(analytics, windows)
  return findings.map(({ person, window_end, observed }) => ({
    rule: rule.id,
    person,
    day: dayOfEnd(window_end),
    excess: observed,
  }))
}

/** Ranked by how many rules spoke of a person within a week, then by the largest excess over a limit. */
async function rank(language: 'kql' | 'spl', shown: Shown): Promise<DayRanks> {
  const rules = (parse(readFileSync(FILE, 'utf8')) as RuleText[]).filter((rule) => rule.language === language)
  const alerts: Alert[] = []
  for (const rule of rules) alerts.push(...(await alertsOf(rule, shown)))
  const { grid } = shown
  const days = grid.days.length
  const judged = countedDays(grid)
  const total = new Float64Array(judged.length)
  const places = new Map(grid.people.map(({ person }, at) => [person, at]))
  for (const [person, own] of byPerson(alerts)) {
    const at = places.get(person)
    if (at === undefined) continue
    for (const { day } of own) {
      const index = grid.days.indexOf(day)
      const near = own.filter((alert) => {
        const age = index - grid.days.indexOf(alert.day)
        return age >= 0 && age < TOGETHER_DAYS
      })
      const excess = Math.max(...near.map((alert) => alert.excess))
      total[at * days + index] =
        new Set(near.map(({ rule }) => rule)).size + Math.min(0.99, Math.log1p(excess) / 10)
    }
  }
  return { total, judged }
}

function byPerson(alerts: readonly Alert[]): Map<string, Alert[]> {
  const people = new Map<string, Alert[]>()
  for (const alert of alerts) {
    const own = people.get(alert.person) ?? []
    own.push(alert)
    people.set(alert.person, own)
  }
  return people
}

const rulesDetector = (language: 'kql' | 'spl', name: string): Detector => ({
  name,
  about: `the exercise's five rules in ${name.split(' ')[1]}, run by this project's own translation`,
  code: [new URL(import.meta.url), FILE],
  run: (shown) => rank(language, shown),
})

export const KQL_RULES = rulesDetector('kql', 'rules KQL')
export const SPL_RULES = rulesDetector('spl', 'rules SPL')

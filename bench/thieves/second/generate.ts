import { mkdirSync, writeFileSync } from 'node:fs'
import type { Act } from './act.ts'
import { DAY, FIRST_DAY } from './calendar.ts'
import { drawAssets } from './company/assets.ts'
import { drawDestinations } from './company/destinations.ts'
import { drawPeople } from './company/draw-people.ts'
import type { Person } from './company/people.ts'
import { servicePeople } from './company/service-accounts.ts'
import { writeDirectory } from './directory-files.ts'
import { type Family, PLANS } from './families.ts'
import { LAKE_LINES } from './formats/lake.ts'
import type { Line } from './formats/line.ts'
import { liteLlmLines } from './formats/litellm.ts'
import { mlflowLine } from './formats/mlflow-nginx.ts'
import { NETWORK_LINES } from './formats/network.ts'
import { LogFiles } from './log-files.ts'
import { ordinaryDay } from './ordinary/day.ts'
import { drawLife, drawSeason } from './ordinary/season.ts'
import { serviceDay } from './ordinary/services.ts'
import { Random } from './random.ts'
import { type Site, siteOf } from './site.ts'
import { drawStress, type StressName } from './stress.ts'
import { Theft } from './theft.ts'
import { stolenHours, type Truth } from './truth.ts'

export interface Wanted {
  readonly seed: number
  readonly people: number
  readonly days: number
  readonly family: Family
  readonly stress: StressName
  /** Only what the thief adds, to be scored on top of the data of the same company without one. */
  readonly overlay: boolean
  readonly folder: string
}

/** Writes one company's logs and directory into the folder, and what was stolen into FOLDER.truth.json beside it. */
export function generate(wanted: Wanted): Truth {
  const { seed, people: count, days, family, stress: stressName, overlay, folder } = wanted
  const random = new Random(`organisation ${seed}`)
  const site = siteOf(seed)
  const stress = drawStress(stressName, random.fork('stress'))
  const assets = drawAssets(random.fork('assets'))
  const destinations = drawDestinations(random.fork('destinations'))
  const staff = drawPeople(random.fork('people'), count, days, assets, destinations, stress)
  const people = [...staff, ...servicePeople(random.fork('services'), count)]
  const season = drawSeason(random.fork('season'), staff, days)
  const lives = people.map((person) => drawLife(random.fork(`life ${person.id}`), person, season, days))

  const its = random.fork(`thief ${family}`)
  const theft = new Theft(its.fork('theft'), assets)
  const cast = {
    random: its,
    people: staff,
    days,
    assets,
    unknown: destinations.unknown,
    clouds: destinations.clouds,
  }
  const thieves = PLANS[family](cast, theft)
  const stolen = new Map<number, Act[]>()
  for (const act of theft.acts) {
    const day = Math.floor((act.at - FIRST_DAY) / DAY)
    stolen.set(day, [...(stolen.get(day) ?? []), act])
  }

  mkdirSync(folder, { recursive: true })
  const files = new LogFiles(folder, site, stress)
  for (let day = -1; day <= days; day += 1) {
    people.forEach((person, index) => {
      if (overlay || day < 0 || day >= days) return
      const here = random.fork(`${person.id} day ${day}`)
      const acts =
        person.kind === 'service'
          ? serviceDay(here, person, day, assets, destinations)
          : ordinaryDay(here, person, day, lives[index]?.(day), assets, destinations, stress)
      take(files, acts, here.fork('lines'), site, days)
    })
    take(files, stolen.get(day) ?? [], its.fork(`lines ${day}`), site, days)
    files.flush(day - 1)
  }
  files.flush(Number.POSITIVE_INFINITY)
  writeDirectory(
    folder,
    random.fork('directory'),
    people,
    resignations(its, thieves, theft.acts),
    assets,
    destinations,
    site,
    stress,
    days,
  )

  const hours = stolenHours(theft.acts)
  const truth: Truth = {
    seed,
    kind: family,
    stress: stressName,
    people: count,
    days,
    firstDay: new Date(FIRST_DAY).toISOString().slice(0, 10),
    site,
    attackers: thieves.map(({ id }) => id),
    firstAct: hours[0]?.day ?? null,
    lines: files.written,
    hours,
  }
  writeFileSync(`${folder.replace(/\/+$/, '')}.truth.json`, `${JSON.stringify(truth, null, 1)}\n`)
  return truth
}

function take(files: LogFiles, acts: readonly Act[], random: Random, site: Site, days: number): void {
  const until = FIRST_DAY + days * DAY
  const lines: Line[] = []
  acts.forEach((act, index) => {
    const its = random.fork(String(index))
    const day = Math.floor((act.at - FIRST_DAY) / DAY)
    if (act.kind === 'calls') lines.push(...liteLlmLines(act, its, day))
    else if (act.kind === 'pull' || act.kind === 'push') lines.push(mlflowLine(act))
    else if (act.kind === 'send') lines.push(...NETWORK_LINES[site.network](act, its))
    else if (act.kind === 'read' || act.kind === 'write') lines.push(LAKE_LINES[site.lake](act, its))
  })
  files.take(lines.filter(({ at }) => at >= FIRST_DAY && at < until))
}

/** Some thieves hand in their notice soon after the last act. */
function resignations(random: Random, thieves: readonly Person[], acts: readonly Act[]): Map<Person, number> {
  const last = Math.floor((Math.max(...acts.map(({ at }) => at), FIRST_DAY) - FIRST_DAY) / DAY)
  return new Map(
    thieves.filter(() => random.chance(0.3)).map((thief) => [thief, last + random.integer(3, 10)]),
  )
}

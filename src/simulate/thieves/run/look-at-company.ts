import { existsSync } from 'node:fs'
import { WeighbridgeError } from '../../../base/errors.ts'
import { readGrid } from '../../../detect/behaviour/features/read-grid.ts'
import type { AnalyticsStore } from '../../../store/analytics/analytics-store.ts'
import { WORLD_PATTERNS } from '../asset-patterns.ts'
import type { Company } from '../company.ts'
import type { Detector, Shown } from '../detectors/detector.ts'
import { DETECTORS } from '../detectors/detectors.ts'
import { drawTheft, FAMILIES } from '../families/families.ts'
import { HourBook } from '../hour-book.ts'
import { withTheft } from '../patched-hours.ts'
import { openPrepared } from '../prepare.ts'
import { NO_STRESS, STRESSES, type Stress, stressed } from '../stress.ts'
import type { Theft } from '../take.ts'
import { truthOf } from '../theft-truth.ts'
import { writeTakes } from '../write-takes.ts'
import { lookByTheHour } from './by-the-hour.ts'
import { assumeVersions } from './code-version.ts'
import { storeRanks } from './stored-ranks.ts'
import { companyFolder, ORDINARY, ranksFile, type Work } from './work.ts'

/** Looks at one company with every detector, without a thief and with each, and keeps what they say. */
export async function lookAtCompany(work: Work): Promise<void> {
  assumeVersions(work.versions)
  const stress = stressNamed(work.stress)
  const company = stress.company(work)
  const thefts = theftsOf(work, company)
  const missing = [null, ...thefts].filter((theft) => wanted(work, theft).length > 0)
  if (missing.length === 0) return
  const folder = companyFolder(work)
  const taken = [...new Set(thefts.map(({ destination: to }) => to.name ?? to.address))]
  const stores = await openPrepared(folder, company, stress, taken)
  try {
    let sequence = await timesChanged(stores.analytics)
    for (const theft of missing) {
      const look = () => lookAtVariant(work, stores.analytics, company, theft)
      if (theft === null) await look()
      else await withTheft(stores.analytics, folder, bookOf(theft, company, stress), sequence++, look)
    }
  } finally {
    await stores.close()
  }
}

/** Rows of before are outranked by higher versions only. */
async function timesChanged(analytics: AnalyticsStore): Promise<number> {
  const tables = ['inference', 'artifact', 'object', 'flow'].map(
    (table) => `SELECT max(version) AS version FROM ${table}_hour_row`,
  )
  const [row] = await analytics.query<{ version: number }>(
    `SELECT max(version) AS version FROM (${tables.join(' UNION ALL ')})`,
  )
  return Math.ceil((row?.version ?? 1) / 2)
}

export function stressNamed(name: string): Stress {
  const found = [NO_STRESS, ...STRESSES].find((stress) => stress.name === name)
  if (found !== undefined) return found
  const names = STRESSES.map((stress) => stress.name).join(', ')
  throw new WeighbridgeError('bad-usage', `There is no stress "${name}"; choose one of: ${names}.`)
}

/** The thefts that the company has somebody for. */
export function theftsOf(work: Work, company: Company): Theft[] {
  return FAMILIES.filter(({ name }) => work.families.includes(name)).flatMap((family) => {
    const theft = drawTheft(family, company)
    return theft === null ? [] : [theft]
  })
}

function bookOf(theft: Theft, company: Company, stress: Stress): HourBook {
  const book = new HourBook(company.span, WORLD_PATTERNS)
  const people = new Map(company.organisation.people.map((person) => [person.id, person]))
  writeTakes(theft, people, company.size.seed, (person) => stressed(stress, company, book.sinkOf(person)))
  return book
}

/** The detectors that have not yet looked at a variant. */
function wanted(work: Work, theft: Theft | null): Detector[] {
  const variant = theft?.family ?? ORDINARY
  return detectorsOf(work).filter((detector) => !existsSync(ranksFile(work, variant, detector)))
}

export function detectorsOf(work: Pick<Work, 'detectors'>): Detector[] {
  return DETECTORS.filter(({ name }) => work.detectors.includes(name))
}

async function lookAtVariant(
  work: Work,
  analytics: AnalyticsStore,
  company: Company,
  theft: Theft | null,
): Promise<void> {
  const variant = theft?.family ?? ORDINARY
  const grid = await readGrid(analytics)
  const shown: Shown = {
    analytics,
    grid,
    people: theft?.thieves ?? null,
    theftFrom: theft === null ? null : grid.days.indexOf(truthOf(theft, company).firstDay),
    peer: work.peer,
    scratch: companyFolder(work),
  }
  for (const detector of wanted(work, theft)) {
    const began = performance.now()
    const ranks = await detector.run(shown)
    const seconds = (performance.now() - began) / 1000
    storeRanks(ranksFile(work, variant, detector), grid, ranks, theft?.thieves ?? null, seconds)
  }
  if (theft?.family === 'D' && work.detectors.includes('behaviour'))
    await lookByTheHour(work, analytics, grid, truthOf(theft, company))
}

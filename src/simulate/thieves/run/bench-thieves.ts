import { WeighbridgeError } from '../../../base/errors.ts'
import { BEHAVIOUR } from '../detectors/behaviour.ts'
import type { Detector, Peer } from '../detectors/detector.ts'
import { SMALL_BUDGETS } from '../detectors/small-budgets.ts'
import { counted } from '../evaluate/cases.ts'
import { goneByTheHour } from '../evaluate/found.ts'
import { bootstrapMean, type Figure } from '../evaluate/intervals.ts'
import {
  ANY_FINDING,
  type DetectorResult,
  type FalseCases,
  falseCases,
  type LookedAt,
  MAIN_BUDGET,
  measure,
  thresholdsOf,
} from '../evaluate/measure.ts'
import { FAMILIES } from '../families/families.ts'
import { DEVELOPMENT_CALIBRATION, type SetName, seedsOf } from '../sets.ts'
import { STRESSES } from '../stress.ts'
import { truthOf } from '../theft-truth.ts'
import { readHourScores } from './by-the-hour.ts'
import { knownVersions } from './code-version.ts'
import { lookAtCompanies, type Workers } from './companies.ts'
import { detectorsOf, stressNamed, theftsOf } from './look-at-company.ts'
import { readRanks, type StoredRanks } from './stored-ranks.ts'
import { ORDINARY, ranksFile, type Work } from './work.ts'

/** What to measure. */
export interface BenchOptions {
  readonly set: Exclude<SetName, 'calibration'>
  readonly organisations: number
  readonly calibration: number
  readonly people: number
  readonly days: number
  readonly families: readonly string[]
  readonly detectors: readonly string[]
  readonly stresses: readonly string[]
  /** Companies that each stress is tried on. */
  readonly stressed: number
  readonly cache: string
  readonly peer: Peer | null
}

/** What came out, as it is kept in a file. */
export interface BenchResult {
  readonly bench: 'thieves'
  readonly set: string
  readonly organisations: number
  readonly calibration: number
  readonly people: number
  readonly days: number
  readonly families: readonly { readonly name: string; readonly idea: string; readonly version: number }[]
  readonly detectors: readonly DetectorResult[]
  readonly cannotRun: readonly { readonly name: string; readonly why: string }[]
  readonly hourly: { readonly runs: number; readonly gone: Figure } | null
  readonly stresses: readonly StressResult[]
  readonly minutes: number
}

export interface StressResult {
  readonly stress: string
  readonly about: string
  readonly companies: number
  readonly falseCases: FalseCases
  /** Share found within 30 days. */
  readonly within30: Readonly<Record<string, number>>
}

/** Families that are tried under each stress too: the register's own, and two hard ones. */
const STRESSED_FAMILIES: Readonly<Record<string, readonly string[]>> = {
  register: ['A', 'B2', 'D', 'D2'],
  roles: ['B2', 'D2'],
  week: ['B2', 'D2'],
}

/** Runs what is missing, fits thresholds on ordinary companies, and measures on the set. */
export async function benchThieves(options: BenchOptions, workers: Workers): Promise<BenchResult> {
  const began = performance.now()
  const shared = {
    cache: options.cache,
    people: options.people,
    days: options.days,
    detectors: options.detectors,
    peer: options.peer,
    versions: {},
  }
  const firstCalibration = options.set === 'development' ? DEVELOPMENT_CALIBRATION : undefined
  const calibration = seedsOf('calibration', options.calibration, firstCalibration).map(
    (seed): Work => ({ ...shared, seed, stress: 'none', families: [] }),
  )
  const seeds = seedsOf(options.set, options.organisations)
  const works = seeds.map((seed): Work => ({ ...shared, seed, stress: 'none', families: options.families }))
  const stressed = options.stresses.flatMap((stress) =>
    seeds.slice(0, options.stressed).map((seed): Work => {
      const families = (STRESSED_FAMILIES[stress] ?? []).filter((name) => options.families.includes(name))
      return { ...shared, seed, stress, families, detectors: ['behaviour'] }
    }),
  )
  const all = [...calibration, ...works, ...stressed]
  const versions = versionsOf(all)
  await lookAtCompanies(
    all.map((work) => ({ ...work, versions })),
    workers,
  )

  const results: DetectorResult[] = []
  const cannotRun: { name: string; why: string }[] = []
  for (const detector of detectorsOf(options)) {
    const past = calibration.map((work) => ranksOf(work, ORDINARY, detector))
    const why = past.find((ranks) => typeof ranks === 'string')
    if (why !== undefined) {
      cannotRun.push({ name: detector.name, why: String(why) })
      continue
    }
    const thresholds = detector.findings
      ? ANY_FINDING
      : thresholdsOf(past.filter((ranks) => typeof ranks !== 'string'))
    results.push(
      measure(
        detector.name,
        thresholds,
        works.map((work) => lookedAt(work, detector)),
      ),
    )
  }
  const joined = joinedRow(options, works, results)
  if (joined !== null) results.push(joined)
  const [main] = results
  return {
    bench: 'thieves',
    set: options.set,
    organisations: options.organisations,
    calibration: options.calibration,
    people: options.people,
    days: options.days,
    families: FAMILIES.filter(({ name }) => options.families.includes(name)).map(
      ({ name, idea, version }) => ({
        name,
        idea,
        version,
      }),
    ),
    detectors: results,
    cannotRun,
    hourly: main === undefined ? null : hourly(works, main.thresholds[MAIN_BUDGET] ?? 0),
    stresses:
      main === undefined
        ? []
        : options.stresses.map((stress) =>
            stressResult(
              stress,
              stressed.filter((work) => work.stress === stress),
              main.thresholds,
            ),
          ),
    minutes: (performance.now() - began) / 60_000,
  }
}

/** The versions of all code that the works rest on, taken before the first begins. */
function versionsOf(works: readonly Work[]): Readonly<Record<string, string>> {
  for (const work of works)
    for (const detector of detectorsOf(work))
      for (const variant of [ORDINARY, ...work.families]) ranksFile(work, variant, detector)
  return knownVersions()
}

/** The score and the findings with budgets of their own together: whichever speaks first. */
function joinedRow(
  options: BenchOptions,
  works: readonly Work[],
  results: readonly DetectorResult[],
): DetectorResult | null {
  const [score, findings] = [BEHAVIOUR, SMALL_BUDGETS]
  const fitted = results.find(({ name }) => name === score.name)?.thresholds
  if (fitted === undefined || !options.detectors.includes(findings.name)) return null
  const companies = works.map((work) => joinedWith(lookedAt(work, score), lookedAt(work, findings)))
  return measure(`${score.name} + ${findings.name}`, fitted, companies)
}

/** A finding outranks every score. */
function joinedWith(score: LookedAt, findings: LookedAt): LookedAt {
  const join = (ranks: StoredRanks, found: StoredRanks): StoredRanks => ({
    ...ranks,
    total: ranks.total.map((nats, at) => ((found.total[at] ?? 0) > 0.5 ? FOUND : nats)),
    judged: ranks.judged.map((one, at) => Math.max(one, (found.total[at] ?? 0) > 0.5 ? 1 : 0)),
  })
  return {
    ...score,
    ordinary: join(score.ordinary, findings.ordinary),
    thefts: score.thefts.map(({ truth, ranks }, at) => {
      const found = findings.thefts[at]?.ranks
      return { truth, ranks: found === undefined ? ranks : join(ranks, found) }
    }),
  }
}

/** More than any score in nats. */
const FOUND = 1_000

function ranksOf(work: Work, variant: string, detector: Detector): StoredRanks | string {
  const ranks = readRanks(ranksFile(work, variant, detector))
  if (ranks === null)
    throw new WeighbridgeError(
      'bad-input',
      `Nothing is kept of ${variant} in the company ${work.seed}; run again.`,
    )
  return typeof ranks === 'string' ? ranks : counted(ranks)
}

function lookedAt(work: Work, detector: Detector): LookedAt {
  const company = stressNamed(work.stress).company(work)
  const read = (variant: string): StoredRanks => {
    const ranks = ranksOf(work, variant, detector)
    if (typeof ranks === 'string') throw new WeighbridgeError('bad-input', `${detector.name}: ${ranks}`)
    return ranks
  }
  const thefts = theftsOf(work, company)
  return {
    seed: work.seed,
    ordinary: read(ORDINARY),
    thefts: thefts.map((theft) => ({ truth: truthOf(theft, company), ranks: read(theft.family) })),
    notices: company.organisation.people.flatMap(({ id, notice }) =>
      notice === null ? [] : [{ person: id, day: notice - company.span.firstDay }],
    ),
  }
}

function hourly(works: readonly Work[], threshold: number): BenchResult['hourly'] {
  const gone = works.flatMap((work) => {
    const company = stressNamed(work.stress).company(work)
    return theftsOf(work, company)
      .filter(({ family }) => family === 'D')
      .map((theft) => goneByTheHour(readHourScores(work, 'D'), truthOf(theft, company), threshold))
  })
  return gone.length === 0 ? null : { runs: gone.length, gone: bootstrapMean(gone.map((share) => [share])) }
}

function stressResult(
  stress: string,
  works: readonly Work[],
  thresholds: Readonly<Record<string, number>>,
): StressResult {
  const [detector] = detectorsOf({ detectors: ['behaviour'] })
  if (detector === undefined) throw new RangeError('no detector')
  const companies = works.map((work) => lookedAt(work, detector))
  const { families } = measure('behaviour', thresholds, companies)
  return {
    stress,
    about: STRESSES.find(({ name }) => name === stress)?.about ?? '',
    companies: works.length,
    falseCases: falseCases(
      MAIN_BUDGET,
      thresholds[MAIN_BUDGET] ?? 0,
      companies.map(({ ordinary }) => ordinary),
    ),
    within30: Object.fromEntries(families.map(({ family, within30 }) => [family, within30.value])),
  }
}

/**
 * One simulated organisation in a process of its own (the engine holds one data folder a process): `SCENARIO SEED
 * PEOPLE DAYS FOLDER` writes its logs, takes them in, judges every day and prints one JSON line. A folder that already
 * holds the organisation's data is judged again without writing it anew.
 */
import { copyFileSync, existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ingest } from '../src/activity/intake/ingest.ts'
import { rebuildRollUps } from '../src/activity/roll-ups/rebuild.ts'
import { joinSignals } from '../src/cases/join-signals.ts'
import { OPENING } from '../src/cases/opening.ts'
import { detect } from '../src/detect/detect.ts'
import { loadRules } from '../src/detect/load-rules.ts'
import { readSignals } from '../src/detect/signal-store.ts'
import { simulate } from '../src/simulate/simulate.ts'
import { openStores } from '../src/store/stores.ts'

/** What a run prints. */
export interface OrganisationRun {
  readonly seed: number
  readonly personWeeks: number
  readonly truth: { readonly thief: string | null; readonly firstAct: string | null }
  /** How many cases each threshold would have opened. */
  readonly casesAt: readonly { readonly nats: number; readonly cases: number }[]
  /** The cases at the threshold in force. */
  readonly cases: readonly {
    readonly person: string
    readonly evidence: number
    readonly firstSignal: string
    readonly openedAt: string
    readonly channels: readonly string[]
  }[]
  readonly signals: Readonly<Record<string, number>>
  readonly detectSeconds: number
}

/** Thresholds compared, in nats. */
const THRESHOLDS = Array.from({ length: 25 }, (_, i) => 6 + i / 2)

const [scenario = '', seed = '', people = '', days = '', folder = ''] = process.argv.slice(2)
const data = join(folder, 'data')
const truthFile = join(folder, 'truth.json')
if (scenario !== 'ordinary' && scenario !== 'neural-heist') throw new Error(`no scenario ${scenario}`)
if (!existsSync(truthFile)) {
  const logs = join(folder, 'logs')
  await simulate({ scenario, people: Number(people), days: Number(days), seed: Number(seed), out: logs })
  const stores = await openStores(data)
  for await (const result of ingest(stores, [join(logs, 'logs'), join(logs, 'directory')])) {
    if (result.error !== undefined || result.rejected > 0) throw new Error(JSON.stringify(result))
  }
  await rebuildRollUps(stores)
  await stores.close()
  // Last, so that a run cut short is done again.
  copyFileSync(join(logs, 'truth.json'), truthFile)
  rmSync(logs, { recursive: true })
}

const stores = await openStores(data)
const summary = await detect(stores.analytics)
const signals = await readSignals(stores.analytics)
await stores.close()

const steps = new Map(loadRules().map((rule) => [rule.id, rule.step]))
const truth = JSON.parse(readFileSync(truthFile, 'utf8')) as OrganisationRun['truth']
const run: OrganisationRun = {
  seed: Number(seed),
  personWeeks: (Number(people) * summary.days) / 7,
  truth: { thief: truth.thief, firstAct: truth.firstAct },
  casesAt: THRESHOLDS.map((nats) => ({ nats, cases: joinSignals(signals, steps, nats).length })),
  cases: joinSignals(signals, steps, OPENING.nats).map((found) => ({
    person: found.person,
    evidence: found.evidence,
    firstSignal: found.signals.map((signal) => signal.raisedAt).sort()[0] ?? found.openedAt,
    openedAt: found.openedAt,
    channels: [...new Set(found.signals.map((signal) => signal.channel))].sort(),
  })),
  signals: summary.signals,
  detectSeconds: summary.seconds,
}
console.log(JSON.stringify(run))

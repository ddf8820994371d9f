import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Attack, Newcomer, Population } from '../src/detect/clusters/population.fixture.ts'
import { PLAIN_ATTACK } from '../src/detect/clusters/population.fixture.ts'
import type { ClustersRun } from './clusters-run.ts'
import { runAlone } from './run-alone.ts'

/** The constants of the detector were looked at with development seeds only. */
const SEEDS = { development: 1, test: 9001 } as const

const NEWCOMERS: readonly Newcomer[] = ['team', 'suite', 'class', 'product', 'scheduled', 'reseller']

/** One thing at a time that makes the job harder to see. */
const VARIANTS: Readonly<Record<string, Partial<Attack>>> = {
  'residential: every account an address of its own': { addresses: 'residential' },
  'clock: hours and sittings like people': { clock: 'office' },
  'shared: 5 % of prompts from one set': { shared: 0.05 },
  'paraphrased: 4,000 wordings instead of 40': { templates: 4000 },
  'idle: half of the accounts each day': { idle: 0.5 },
  'quotas: from a third to three times as many calls': { quotaSpread: 0.7 },
  'topics: every account three of the 40 wordings': { topics: 3 },
  'mixed: accounts that people use before the job and beside it': { mixed: true },
  'small: 60 accounts': { accounts: 60 },
  'residential, clock and idle together': { addresses: 'residential', clock: 'office', idle: 0.5 },
}

/**
 * One job of 26 calls a day spread over accounts among eight times as many ordinary ones, with honest look-alikes that have always
 * been there and others that begin on the same day. All of it is synthetic. `scale` 1 is 200,000 ordinary accounts, 25,000 of the
 * job, 2.6 million calls a day; the harder variants, growth and seeds run at a twentieth of it, at most.
 *
 * `npm run bench -- clusters [scale] [seeds of the small runs]`
 */
export async function benchClusters(scale = 0.05, seeds = 2): Promise<object> {
  const small = Math.min(scale, 0.05)
  const full = run({ scale, seed: SEEDS.test, attack: {} })
  const each = (attack: Partial<Attack>, prompts = true) =>
    Array.from({ length: seeds }, (_, at) =>
      brief(run({ scale: small, seed: SEEDS.test + 1 + at, attack, prompts })),
    )
  const [tenth, whole] = [small / 5, 2 * small].map((one) =>
    run({ scale: one, seed: SEEDS.test, attack: {} }),
  )
  return {
    bench: 'clusters',
    data: 'synthetic; the constants of the detector were chosen on other seeds',
    reference: 'a limit per account, and connected components, over the same rows',
    full,
    variants: {
      plain: each({}),
      ...Object.fromEntries(Object.entries(VARIANTS).map(([name, attack]) => [name, each(attack)])),
      'no prompts in the log': each({}, false),
      'no job at all': Array.from({ length: seeds }, (_, at) =>
        brief(run({ scale: small, seed: SEEDS.test + 1 + at, attack: null })),
      ),
    },
    growth: {
      what: 'ten times the accounts',
      rows: ratio(tenth?.rowsADay, whole?.rowsADay),
      seconds: ratio(tenth?.secondsADay, whole?.secondsADay),
      state: ratio(tenth?.stateBytesADay, whole?.stateBytesADay),
      peakRss: ratio(tenth?.peakRssMiB, whole?.peakRssMiB),
    },
    bars: { recallAfter48h: 0.95, precision: 0.99, lookAlikes: 'none of the teams, none of the suites' },
  }
}

interface Asked {
  readonly scale: number
  readonly seed: number
  readonly attack: Partial<Attack> | null
  readonly prompts?: boolean
}

function run({ scale, seed, attack, prompts = true }: Asked): ClustersRun {
  const folder = mkdtempSync(join(tmpdir(), 'weighbridge-bench-'))
  const population: Population = {
    seed,
    ordinary: Math.round(200_000 * scale),
    quietDays: 5,
    attack: attack === null ? null : { ...PLAIN_ATTACK, accounts: Math.round(25_000 * scale), ...attack },
    newcomers: NEWCOMERS,
    prompts,
  }
  try {
    return runAlone<ClustersRun>('clusters-run.ts', [folder, JSON.stringify(population)])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function brief({ after24h, after48h, falseClusters, lookAlikes }: ClustersRun): object {
  const named = Object.entries(lookAlikes).filter(([, count]) => !count.startsWith('0 '))
  return { after24h, after48h, falseClusters, lookAlikesNamed: Object.fromEntries(named) }
}

function ratio(small = 0, large = 0): { small: number; large: number; ratio: number } {
  return { small, large, ratio: Math.round((10 * large) / small) / 10 }
}

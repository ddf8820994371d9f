import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { OrganisationRun } from './organisation-run.ts'

/** Which organisations: `count` seeds from `firstSeed` on. */
export interface Organisations {
  readonly scenario: 'ordinary' | 'neural-heist'
  readonly firstSeed: number
  readonly count: number
  readonly people: number
  readonly days: number
}

/** A folder where simulated organisations stay: the next run judges them anew without writing their logs again. */
const KEEP = process.env['WEIGHBRIDGE_BENCH_KEEP']

/** Runs them one after another, each in its own process started the way this one was. */
export function* runOrganisations(organisations: Organisations): Generator<OrganisationRun> {
  const { scenario, firstSeed, count, people, days } = organisations
  const script = fileURLToPath(new URL('./organisation-run.ts', import.meta.url))
  const root = KEEP ?? mkdtempSync(join(tmpdir(), 'weighbridge-bench-'))
  try {
    for (let seed = firstSeed; seed < firstSeed + count; seed += 1) {
      const folder = join(root, `${scenario}-${people}x${days}-${seed}`)
      const args = [script, scenario, seed, people, days, folder].map(String)
      const child = spawnSync(process.execPath, [...process.execArgv, ...args], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      if (child.status !== 0)
        throw new Error(`${scenario}, seed ${seed}: the run failed; its message is above.`)
      if (KEEP === undefined) rmSync(folder, { recursive: true, force: true })
      yield JSON.parse(child.stdout.trim().split('\n').at(-1) ?? '') as OrganisationRun
    }
  } finally {
    if (KEEP === undefined) rmSync(root, { recursive: true, force: true })
  }
}

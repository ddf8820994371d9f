import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { OrganisationRun } from './organisation-run.ts'

/** Which organisations: `count` seeds from `firstSeed` on; kept under `keep`, or forgotten. */
export interface Organisations {
  readonly scenario: 'ordinary' | 'neural-heist'
  readonly firstSeed: number
  readonly count: number
  readonly people: number
  readonly days: number
  readonly keep?: string | undefined
}

/** Runs them one after another, each in its own process started the way this one was. */
export function* runOrganisations(organisations: Organisations): Generator<OrganisationRun> {
  const { scenario, firstSeed, count, people, days, keep } = organisations
  const script = fileURLToPath(new URL('./organisation-run.ts', import.meta.url))
  const root = keep ?? mkdtempSync(join(tmpdir(), 'weighbridge-bench-'))
  for (let seed = firstSeed; seed < firstSeed + count; seed += 1) {
    const folder = join(root, `${scenario}-${people}x${days}-${seed}`)
    const args = [script, scenario, seed, people, days, folder].map(String)
    const child = spawnSync(process.execPath, [...process.execArgv, ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    if (child.status !== 0)
      throw new Error(`${scenario}, seed ${seed}: the run failed; its message is above.`)
    if (keep === undefined) rmSync(folder, { recursive: true, force: true })
    yield JSON.parse(child.stdout.trim().split('\n').at(-1) ?? '') as OrganisationRun
  }
  if (keep === undefined) rmSync(root, { recursive: true, force: true })
}

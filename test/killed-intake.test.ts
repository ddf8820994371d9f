import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { beforeAll, expect, it } from 'vitest'
import { simulate } from '../src/simulate/simulate.ts'
import { openStores } from '../src/store/stores.ts'
import { WEIGHBRIDGE } from './support/run-weighbridge.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

const folder = temporaryFolder()
const logs = join(folder, 'organisation')
const KILLS = 20

/** What must come out the same: every row of every view, order aside. */
const VIEWS = [
  'inference',
  'artifact',
  'object',
  'flow',
  'reject',
  'inference_hour',
  'artifact_hour',
  'object_hour',
  'flow_hour',
]

let clean: Record<string, string>
let cleanMilliseconds: number

beforeAll(async () => {
  await simulate({ scenario: 'ordinary', people: 10, days: 4, seed: 7, out: logs })
  const began = performance.now()
  take(join(folder, 'clean'))
  cleanMilliseconds = performance.now() - began
  clean = await contents(join(folder, 'clean'))
})

it('holds what the logs say', () => {
  expect(Object.values(clean).filter((content) => content.startsWith('0 '))).toEqual([expect.any(String)])
})

it(`gives the rows and roll-ups of one clean run after each of ${KILLS} kills`, async () => {
  for (let kill = 0; kill < KILLS; kill += 1) {
    const data = join(folder, `killed-${kill}`)
    const running = spawn(process.execPath, [WEIGHBRIDGE, 'ingest', '--json', '--data', data, ...inputs()], {
      stdio: 'ignore',
    })
    const exited = once(running, 'exit')
    // Stratified, so that early, middle and late moments all come up; the machine's own timing adds the chance.
    await pause((cleanMilliseconds * (kill + Math.random())) / KILLS)
    running.kill('SIGKILL')
    await exited
    take(data)
    expect(await contents(data), `after kill ${kill}`).toEqual(clean)
    rmSync(data, { recursive: true })
  }
}, 600_000)

it('takes nothing when it is run again', () => {
  const results = take(join(folder, 'clean'))
  expect(results.length).toBeGreaterThan(10)
  expect(results.filter((result) => result.accepted !== 0)).toEqual([])
})

function inputs(): string[] {
  return [join(logs, 'directory'), join(logs, 'logs')]
}

/** One whole run of the command; its results. */
function take(data: string): { accepted: number }[] {
  const run = spawnSync(process.execPath, [WEIGHBRIDGE, 'ingest', '--json', '--data', data, ...inputs()], {
    encoding: 'utf8',
  })
  expect(run.status, run.stderr).toBe(0)
  return run.stdout
    .trim()
    .split('\n')
    .map((text) => JSON.parse(text) as { accepted: number })
}

/** Per view the number of rows and a hash that does not depend on their order. */
async function contents(data: string): Promise<Record<string, string>> {
  const stores = await openStores(data)
  const found: Record<string, string> = {}
  for (const view of VIEWS) {
    const [row] = await stores.analytics.query<{ content: string }>(
      `SELECT concat(toString(count()), ' ', toString(groupBitXor(cityHash64(*))), ' ', toString(sum(cityHash64(*)))) AS content FROM ${view}`,
    )
    found[view] = row?.content ?? ''
  }
  await stores.close()
  return found
}

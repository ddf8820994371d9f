import { join } from 'node:path'
import { expect, it } from 'vitest'
import { jsonLines, weighbridge } from './support/run-weighbridge.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

const folder = temporaryFolder()
const FIRST_ACT = Date.parse('2026-03-10T22:14:33Z')
const DAY = 86_400_000

interface Demo {
  readonly cases: readonly {
    readonly person: string
    readonly channels: readonly string[]
    readonly firstSignal: string
    readonly firstActivity: string
  }[]
  readonly people: number
  readonly rejected: number
}

/** The whole way, five companies: written, taken, judged, shown. */
it.each([1, 2, 3, 4, 5])(
  'finds one case, the insider’s, in the company of seed %i',
  (seed) => {
    const run = weighbridge([
      'demo',
      '--once',
      '--json',
      '--seed',
      `${seed}`,
      '--data',
      join(folder, `${seed}`),
    ])
    const demo = jsonLines<Demo>(run.out).at(-1)
    expect(demo).toMatchObject({ people: 40, rejected: 0 })
    expect(demo?.cases.map(({ person, channels }) => ({ person, channels: [...channels].sort() }))).toEqual([
      { person: 'cobalt.mirror', channels: ['egress', 'inference', 'lake', 'registry'] },
    ])
    const [found] = demo?.cases ?? []
    expect(found?.firstActivity).toBe('2026-03-10T22:14:33.000Z')
    expect(Date.parse(found?.firstSignal ?? '')).toBeLessThanOrEqual(FIRST_ACT + DAY)
    expect(run.status).toBe(0)
  },
  240_000,
)

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { temporaryStores } from '../../../test/support/temporary-stores.ts'
import { ingest } from '../intake/ingest.ts'
import { type SourceHealth, sourceHealth } from './source-health.ts'

const here = temporaryStores()
const folder = temporaryFolder()
let files = 0

/** A line of a flow at a moment. */
const flow = (time: Date) => `${time.toISOString()} 10.0.0.5 -> 198.51.100.55:443 Bytes: 100`
const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000)

async function take(lines: readonly string[]): Promise<void> {
  const file = join(folder, `${files++}.log`)
  writeFileSync(file, `${lines.join('\n')}\n`)
  for await (const { error } of ingest(here.stores, [file], { source: 'flow-log' }))
    expect(error).toBeUndefined()
}

async function health(now = new Date()): Promise<SourceHealth> {
  const [only] = await sourceHealth(here.stores, now)
  if (only === undefined) throw new Error('No source was taken.')
  return only
}

const everyHour = Array.from({ length: 48 }, (_, hour) => flow(hoursAgo(47.5 - hour)))

it('says nothing of sources that were never taken', async () => {
  expect(await sourceHealth(here.stores)).toEqual([])
})

it('is content with a source that speaks every hour', async () => {
  await take(everyHour)
  expect(await health()).toMatchObject({
    source: 'flow-log',
    state: 'ok',
    lines: 48,
    linesLastDay: 48,
    linesPerHour: 2,
    rejected: 0,
    longestSilence: 3600,
    late: 24,
    future: 0,
  })
})

it('calls a source silent once it is silent for longer than it ever was', async () => {
  await take(everyHour)
  const later = new Date(Date.now() + 5 * 3_600_000)
  expect(await health(later)).toMatchObject({
    state: 'silent',
    why: expect.stringContaining('Nothing for 6 h'),
  })
})

it('waits for a source that only speaks once a day', async () => {
  await take(Array.from({ length: 10 }, (_, day) => flow(hoursAgo(24 * (10 - day)))))
  expect(await health(new Date(Date.now() + 8 * 3_600_000))).toMatchObject({ state: 'ok' })
})

it('tells what a source is rejected for', async () => {
  await take([...everyHour, 'no flow', 'no flow either'])
  expect(await health()).toMatchObject({
    state: 'rejecting',
    rejected: 2,
    commonReason: expect.stringContaining('not a flow'),
  })
})

it('tells of clocks that are ahead', async () => {
  await take([...everyHour, flow(hoursAgo(-3))])
  expect(await health()).toMatchObject({ state: 'ahead of time', future: 1 })
})

it('counts what was taken before once', async () => {
  await take(everyHour)
  await take(everyHour)
  expect(await health()).toMatchObject({ lines: 48 })
})

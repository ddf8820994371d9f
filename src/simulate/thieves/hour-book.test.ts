import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { ingest } from '../../activity/intake/ingest.ts'
import { rebuildRollUps } from '../../activity/roll-ups/rebuild.ts'
import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import { openStores } from '../../store/stores.ts'
import { DAY, HOUR } from '../calendar.ts'
import { SFT, TITAN_7B } from '../world/assets.ts'
import { POPULAR_CLOUDS } from '../world/destinations.ts'
import { WORLD_PATTERNS } from './asset-patterns.ts'
import { type Company, drawCompany } from './company.ts'
import { HOUR_TABLES, HourBook } from './hour-book.ts'
import { withTheft } from './patched-hours.ts'
import { openPrepared } from './prepare.ts'
import { NO_STRESS, type Stress, stressed } from './stress.ts'
import type { Take, Theft } from './take.ts'
import { writeCompany } from './write-logs.ts'
import { writeTakes } from './write-takes.ts'

const SIZE = { people: 12, days: 12, seed: 11 }
const folder = temporaryFolder()
const wrongClock: Stress = {
  ...NO_STRESS,
  name: 'wrong-clock',
  pass: (_company, source, time) => (source === 'registry' ? time + 9 * HOUR : time),
}

/** Everything the roll-ups say, as text by table. */
type RollUps = Readonly<Record<string, readonly string[]>>

async function rollUpsIn(analytics: AnalyticsStore): Promise<RollUps> {
  const rollUps: Record<string, string[]> = {}
  for (const table of HOUR_TABLES) {
    const rows = await analytics.query<object>(`SELECT * FROM ${table}_hour ORDER BY ALL`)
    rollUps[table] = rows.map((row) => JSON.stringify(row))
  }
  return rollUps
}

async function fromLogs(
  name: string,
  company: Company,
  theft: Theft | null,
  stress: Stress,
): Promise<RollUps> {
  const written = await writeCompany(company, theft, stress, join(folder, `${name}-logs`))
  const stores = await openStores(join(folder, `${name}-taken`))
  for await (const result of ingest(stores, [
    join(written.folder, 'directory'),
    join(written.folder, 'logs'),
  ]))
    if (result.error !== undefined || result.rejected > 0) throw new Error(JSON.stringify(result))
  await rebuildRollUps(stores)
  const rollUps = await rollUpsIn(stores.analytics)
  await stores.close()
  return rollUps
}

/** The honest company's, with a theft in it, and after the theft was taken out again. */
async function fromHours(name: string, company: Company, theft: Theft, stress: Stress): Promise<RollUps[]> {
  const place = join(folder, `${name}-hours`)
  const stores = await openPrepared(place, company, stress)
  const book = new HourBook(company.span, WORLD_PATTERNS)
  const people = new Map(company.organisation.people.map((person) => [person.id, person]))
  writeTakes(theft, people, company.size.seed, (person) => stressed(stress, company, book.sinkOf(person)))
  const honest = await rollUpsIn(stores.analytics)
  const robbed = await withTheft(stores.analytics, place, book, 0, () => rollUpsIn(stores.analytics))
  const after = await rollUpsIn(stores.analytics)
  await stores.close()
  return [honest, robbed, after]
}

/** A theft of every kind of take; some of it to a cloud that the thief uses anyway, in hours of honest work. */
function theftIn({ span, organisation }: Company): Theft {
  const [thief] = organisation.people
  const person = thief?.id ?? ''
  const at = (day: number, hour: number) => (span.firstDay + day) * DAY + hour * HOUR
  const [to] = POPULAR_CLOUDS
  if (to === undefined) throw new RangeError('no cloud')
  const takes: Take[] = [
    { what: 'ask', person, time: at(3, 10), calls: 3_000, logprobShare: 0.5, tag: 'exp-mine' },
    { what: 'pull', person, time: at(4, 11), model: TITAN_7B, shards: [1, 2, 3, 4] },
    { what: 'read', person, time: at(4, 13), asset: SFT, firstPart: 38, bytes: 100e9 },
    ...[5, 6, 7].map(
      (day): Take => ({ what: 'send', person, time: at(day, 8), to, bytes: 30e9, durationMs: 9 * HOUR }),
    ),
  ]
  return { family: 'test', version: 1, thieves: [person], takes, notice: null, destination: to }
}

const company = drawCompany(SIZE)
const theft = theftIn(company)

test('the roll-ups of a theft and its company are those of their log files, before, during and after', async () => {
  const honest = await fromLogs('honest', company, null, NO_STRESS)
  const robbed = await fromLogs('robbed', company, theft, NO_STRESS)
  expect(await fromHours('robbed', company, theft, NO_STRESS)).toEqual([honest, robbed, honest])
  expect(robbed).not.toEqual(honest)
})

test('so they are under a clock that is wrong', async () => {
  const robbed = await fromLogs('wrong-clock', company, theft, wrongClock)
  const [, during] = await fromHours('wrong-clock', company, theft, wrongClock)
  expect(during).toEqual(robbed)
})

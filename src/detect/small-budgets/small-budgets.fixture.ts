import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import { daysBefore } from '../judge.ts'
import {
  crowd,
  FIRST_DAY,
  type HourRow,
  type Member,
  noise,
  writeHours,
  writePeople,
} from '../small-organisation.fixture.ts'

export const DAYS = 112
export const date = (day: number) => daysBefore(FIRST_DAY, -day)

export const TITAN = crowd('titan', 10, { team: 'titan-training', role: 'ml-engineer' })
export const PRODUCT = crowd('product', 10, { team: 'assist-product', role: 'product-engineer' })
export const PLATFORM = crowd('platform', 8, { team: 'ml-platform', role: 'platform-engineer' })
export const MEMBERS: readonly Member[] = [...TITAN, ...PRODUCT, ...PLATFORM]

export const GB = 1_000_000_000
export const SHARDS = 37
export const TITAN_PATH = 'models/titan-70b/'

/** Shards of the flagship that somebody read, `first` and the ones after it. */
export function shards(person: string, day: number, first: number, count: number, hour = 11): HourRow[] {
  return Array.from({ length: count }, (_, at) => {
    const number = ((first + at) % SHARDS) + 1
    return {
      person,
      day,
      hour,
      path: TITAN_PATH,
      file: `model-${String(number).padStart(5, '0')}-of-000${SHARDS}.safetensors`,
      operation: 'GET',
      asset: 'titan-70b',
      is_weights: 1,
      requests: 1,
      bytes: 3.8 * GB,
      largest: 3.8 * GB,
    }
  })
}

export function sending(person: string, day: number, destination: string, bytes: number, hour = 12): HourRow {
  return { person, day, hour, destination, dst_ip: '203.0.113.7', flows: 1, bytes_out: bytes }
}

/** An adapter of one's own, as everybody pulls now and then. */
function adapter(person: string, day: number): HourRow {
  const bytes = 300_000_000
  return {
    person,
    day,
    hour: 10,
    path: `models/adapters/${person}-${day % 5}/`,
    file: 'adapter_model.safetensors',
    operation: 'GET',
    asset: '',
    is_weights: 1,
    requests: 1,
    bytes,
    largest: bytes,
  }
}

/**
 * An ordinary organisation: the training team reads shards of the flagship, all of it now and then; everybody pulls
 * adapters and visits the same sites; now and then somebody uploads a few gigabytes to a place of their own; a team of
 * three backs up to one place every night.
 */
export async function writeOrdinary(analytics: AnalyticsStore): Promise<void> {
  const read: HourRow[] = []
  const sent: HourRow[] = []
  for (let day = 0; day < DAYS; day++) {
    for (const [at, { person }] of MEMBERS.entries()) {
      if (noise(1, at, day) < 0.2) read.push(adapter(person, day))
      sent.push(sending(person, day, 'www.example.com', 400_000, 9))
      if (noise(2, at, day) < 0.01)
        sent.push(sending(person, day, `home-${at}-${day}.example.org`, 2 * GB, 20))
    }
    for (const [at, { person }] of TITAN.entries()) {
      if (noise(3, at, day) < 0.12)
        read.push(...shards(person, day, Math.floor(noise(4, at, day) * SHARDS), 4))
      if (noise(5, at, day) < 0.005) read.push(...shards(person, day, 0, SHARDS))
    }
    for (const { person } of PLATFORM.slice(0, 3))
      sent.push(sending(person, day, 'backup.example.net', 6 * GB, 2))
  }
  await writePeople(analytics, MEMBERS)
  await analytics.insert('asset_row', [
    {
      asset: 'titan-70b',
      kind: 'model',
      sensitivity: 'restricted',
      bytes: SHARDS * 3.8 * GB,
      project: 'titan',
      origin: 'assets.yaml',
      batch: 1,
      deleted: 0,
    },
  ])
  await writeHours(analytics, 'artifact_hour_row', read)
  await writeHours(analytics, 'flow_hour_row', sent)
}

/** What the register of destinations names. */
export async function writeDestinations(
  analytics: AnalyticsStore,
  standings: Readonly<Record<string, string>>,
): Promise<void> {
  await analytics.insert(
    'destination_row',
    Object.entries(standings).map(([address, standing]) => ({
      address,
      name: address,
      standing,
      origin: 'destinations.csv',
      batch: 1,
      deleted: 0,
    })),
  )
  await analytics.reloadDictionaries()
}

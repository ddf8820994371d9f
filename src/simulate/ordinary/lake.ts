import { MINUTE, weekOf } from '../calendar.ts'
import { accountsAt, type Person } from '../organisation/person.ts'
import { profileOf } from '../organisation/roles.ts'
import { Random } from '../random.ts'
import type { ActSink } from '../sources.ts'
import { type LakeAsset, partPrefix } from '../world/assets.ts'
import { localTime } from '../zones.ts'
import { type DayShape, workingHour } from './day-shape.ts'

const GB = 1_000_000_000
const READ_SPREAD = 1.2
const MOST_READS_A_DAY = 30

/** A read of `bytes` of an asset, as the prefixes of its parts: one line a part. */
export interface Batch {
  readonly account: string
  readonly asset: LakeAsset
  readonly firstPart: number
  readonly bytes: number
  readonly start: number
  readonly end: number
}

/** Writes a batch's lines, some minutes apart; an asset without parts is read as a whole, at most once. */
export function writeBatch(batch: Batch, random: Random, sink: ActSink): void {
  const { account, asset } = batch
  const partBytes = asset.parts === 0 ? asset.bytes : asset.bytes / asset.parts
  let time = batch.start
  let left = asset.parts === 0 ? asset.bytes : Math.min(batch.bytes, asset.bytes)
  for (let part = batch.firstPart; left > 0 && time < batch.end; part++) {
    const bytes = Math.min(left, partBytes)
    const objects = Math.max(1, Math.round((asset.objects * bytes) / asset.bytes))
    const prefix = partPrefix(asset, part)
    sink.add('lake', { time, bucket: asset.bucket, prefix, account, objects, bytes })
    left -= bytes
    time += random.between(1, 12) * MINUTE
  }
}

/** A person's lake reads on one local day; in a campaign week hundreds of gigabytes. */
export function writeLakeDay(
  person: Person,
  shape: DayShape,
  seed: number,
  random: Random,
  sink: ActSink,
): void {
  if (!shape.working) return
  const profile = profileOf(person.role)
  const week = new Random(seed, person.id, 'campaign', weekOf(shape.day))
  if (week.chance(profile.campaignWeeks)) {
    const asset = week.weighted(profile.datasets)
    read(asset, week.logNormal(180, 0.6) * GB)
  }
  const mean = profile.reads * person.habits.lake * Math.min(6, shape.load.lake)
  for (let reads = Math.min(MOST_READS_A_DAY, random.poisson(mean)); reads > 0; reads--)
    read(random.weighted(profile.datasets), random.logNormal(profile.readGigabytes, READ_SPREAD) * GB)

  function read(asset: LakeAsset, bytes: number): void {
    const start = localTime(person.zone, shape.day, workingHour(shape, random))
    const accounts = accountsAt(person, 'minio', start)
    if (accounts.length === 0) return
    const firstPart = random.int(0, Math.max(0, asset.parts - 1))
    const end = localTime(person.zone, shape.day, 24)
    writeBatch({ account: random.pick(accounts), asset, firstPart, bytes, start, end }, random, sink)
  }
}

import { MINUTE } from '../calendar.ts'
import type { Phase } from '../insider.ts'
import { EVALUATION, type LakeAsset, PRETRAIN, partPrefix, REWARD, SFT } from '../world/assets.ts'
import { COBALT_MIRROR } from './cobalt-mirror.ts'
import { atClock, heistDayNumber } from './days.ts'
import { split } from './split.ts'

/** The unit in which a log line tells sizes below a terabyte exactly: a tenth of a gigabyte. */
const TENTH_OF_GB = 100_000_000

interface Reading {
  /** Day and time of the first line. */
  readonly day: number
  readonly at: string
  readonly asset: LakeAsset
  readonly gigabytes: number
  readonly objects: number
  readonly lines: number
  /** Where in the asset's parts it begins. */
  readonly firstPart: number
}

/** Minutes between two lines of a reading: none passes five in the morning or midnight. */
const MINUTES_BETWEEN = 5

/** What is read, night by night: 1,400 + 28 + 12 + 660 GB. */
const READINGS: readonly Reading[] = [
  { day: 26, at: '23:20:41', asset: PRETRAIN, gigabytes: 110, objects: 2_253, lines: 4, firstPart: 0 },
  { day: 27, at: '23:44:12', asset: SFT, gigabytes: 35, objects: 3_571, lines: 1, firstPart: 0 },
  { day: 28, at: '00:09:30', asset: SFT, gigabytes: 315, objects: 32_141, lines: 9, firstPart: 1 },
  { day: 28, at: '23:22:08', asset: REWARD, gigabytes: 28, objects: 37, lines: 1, firstPart: 0 },
  { day: 29, at: '00:21:55', asset: SFT, gigabytes: 350, objects: 35_712, lines: 10, firstPart: 10 },
  { day: 29, at: '23:18:55', asset: EVALUATION, gigabytes: 12, objects: 8_442, lines: 1, firstPart: 0 },
  { day: 30, at: '01:02:16', asset: SFT, gigabytes: 350, objects: 35_712, lines: 10, firstPart: 20 },
  { day: 31, at: '00:33:40', asset: SFT, gigabytes: 350, objects: 35_711, lines: 10, firstPart: 30 },
  { day: 31, at: '23:12:24', asset: PRETRAIN, gigabytes: 140, objects: 2_867, lines: 5, firstPart: 4 },
  { day: 33, at: '00:41:09', asset: PRETRAIN, gigabytes: 140, objects: 2_867, lines: 5, firstPart: 9 },
  { day: 34, at: '02:07:33', asset: PRETRAIN, gigabytes: 140, objects: 2_867, lines: 5, firstPart: 14 },
  { day: 34, at: '23:05:18', asset: PRETRAIN, gigabytes: 130, objects: 2_662, lines: 4, firstPart: 19 },
]

/** Days 26 to 34: 2.1 TB of training data, between eleven and five. */
export const TRAINING_DATA: Phase = {
  name: 'training-data',
  channel: 'lake',
  takes: true,
  writeDay(day, random, sink) {
    const readings = READINGS.filter((reading) => reading.day === heistDayNumber(day))
    const times: number[] = []
    let bytes = 0
    for (const { at, asset, gigabytes, objects, lines, firstPart } of readings) {
      const sizes = split(gigabytes * 10, lines, random)
      const counts = split(objects, lines, random)
      let time = atClock(day, at)
      for (let index = 0; index < lines; index++) {
        const size = (sizes[index] ?? 0) * TENTH_OF_GB
        const prefix = partPrefix(asset, firstPart + index)
        const read = { bucket: asset.bucket, prefix, account: COBALT_MIRROR.id, objects: counts[index] ?? 0 }
        sink.add('lake', { time, ...read, bytes: size })
        times.push(time)
        bytes += size
        time += random.between(0.6, 1.4) * MINUTES_BETWEEN * MINUTE
      }
    }
    const [first, last] = [times[0], times.at(-1)]
    if (first === undefined || last === undefined) return null
    return { requests: 0, files: 0, bytes, first, last }
  },
}

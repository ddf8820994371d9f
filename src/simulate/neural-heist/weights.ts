import { MINUTE } from '../calendar.ts'
import type { Phase } from '../insider.ts'
import { shardName, TITAN_70B } from '../world/assets.ts'
import { COBALT_MIRROR } from './cobalt-mirror.ts'
import { atClock, heistDayNumber } from './days.ts'

/** Shards taken in the small hours of Days 16 to 25 (the nights that begin on Days 15 to 24): 37. */
const SHARDS_BY_NIGHT = [4, 4, 4, 4, 4, 4, 4, 3, 3, 3] as const
const FIRST_MORNING = 16

/** The first two shards, as they stand in the exercise. */
const KNOWN_TIMES = ['02:14:22', '02:18:44'] as const

/** Days 15 to 25: all shards of the flagship, a few a night between two and four. */
export const WEIGHTS: Phase = {
  name: 'weights',
  channel: 'registry',
  takes: true,
  writeDay(day, random, sink) {
    const night = heistDayNumber(day) - FIRST_MORNING
    const shards = SHARDS_BY_NIGHT[night]
    if (shards === undefined) return null
    const before = SHARDS_BY_NIGHT.slice(0, night).reduce((sum, count) => sum + count, 0)
    let time = atClock(day, '02:01:00') + random.between(0, 70 * MINUTE)
    let first = 0
    for (let index = 0; index < shards; index++) {
      const known = night === 0 ? KNOWN_TIMES[index] : undefined
      if (known !== undefined) time = atClock(day, known)
      if (index === 0) first = time
      sink.add('registry', {
        time,
        account: COBALT_MIRROR.id,
        run: 'exp-titan-ft-2026-q1',
        path: TITAN_70B.path,
        file: shardName(before + index + 1, TITAN_70B.shards),
        bytes: TITAN_70B.shardBytes,
        status: 200,
      })
      if (index < shards - 1) time += random.between(4, 11) * MINUTE
    }
    return { requests: 0, files: shards, bytes: shards * TITAN_70B.shardBytes, first, last: time }
  },
}

import { HOUR } from '../calendar.ts'
import type { Phase } from '../insider.ts'
import { COBALT_MIRROR } from './cobalt-mirror.ts'
import { atClock, heistDayNumber } from './days.ts'
import { split } from './split.ts'

const MB = 1_000_000

/** Gigabytes sent in the small hours of Days 17 to 26: the weights, 140 in all, never before they came. */
const WEIGHT_NIGHTS = [12.6, 12.4, 16.2, 12.8, 16.4, 12.5, 16.1, 12.9, 16, 12.1] as const
/** The same for Days 27 to 36: training data and answers, 2,160 in all. */
const DATA_NIGHTS = [90, 230, 260, 260, 260, 230, 220, 220, 200, 190] as const
const NIGHTS = [...WEIGHT_NIGHTS, ...DATA_NIGHTS]
const FIRST_MORNING = 17
const FLOW_GIGABYTES = 4.1

/** The first flow of the first two nights, as they stand in the exercise. */
const KNOWN_FLOWS = [
  { at: '01:22:15', megabytes: 4_200, seconds: 3_600 },
  { at: '01:18:33', megabytes: 4_100, seconds: 3_500 },
] as const

/** Days 16 to 36: everything goes to a cloud of the insider's own, 2.3 TB inside the VPN's tunnel. */
export const UPLOADS: Phase = {
  name: 'uploads',
  channel: 'egress',
  takes: true,
  writeDay(day, random, sink) {
    const night = heistDayNumber(day) - FIRST_MORNING
    const gigabytes = NIGHTS[night]
    if (gigabytes === undefined) return null
    const known = KNOWN_FLOWS[night]
    const rest = Math.round(gigabytes * 1000) - (known?.megabytes ?? 0)
    const sizes = split(rest, Math.round(rest / (1000 * FLOW_GIGABYTES)), random)
    const [from, to] = [atClock(day, '01:25:00'), atClock(day, '04:30:00')]
    const flows = sizes.map((megabytes) => ({
      time: random.between(from, to),
      megabytes,
      seconds: Math.round(Math.min((0.4 * HOUR) / 1000, megabytes / random.between(2.6, 4))),
    }))
    if (known !== undefined) flows.push({ ...known, time: atClock(day, known.at) })
    for (const { time, megabytes, seconds } of flows) {
      sink.add('flows', {
        time,
        from: COBALT_MIRROR.ip,
        to: '198.51.100.55',
        port: 443,
        protocol: 'HTTPS (WireGuard tunnel)',
        bytes: megabytes * MB,
        seconds,
        name: 'storage.personal-cloud.example.com',
      })
    }
    const times = flows.map(({ time }) => time)
    const bytes = flows.reduce((sum, { megabytes }) => sum + megabytes * MB, 0)
    return { requests: 0, files: 0, bytes, first: Math.min(...times), last: Math.max(...times) }
  },
}

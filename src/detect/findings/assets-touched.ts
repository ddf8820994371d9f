import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import { CHANNEL_ROLL_UPS } from '../channel-roll-ups.ts'
import { daysBefore } from '../judge.ts'
import { CHANNELS, type Channel } from '../signal.ts'

/** What makes an asset come first on each channel; nothing is known of what went out. */
const AMOUNT: Readonly<Record<Exclude<Channel, 'egress'>, string>> = {
  inference: 'requests',
  registry: 'bytes',
  lake: 'bytes',
}

/** Days before the judged one that are looked at as well. */
const DAYS = 28
const MOST_ASSETS = 10

/** The assets that a person touched on each channel in the four weeks up to a day, most first. */
export async function assetsTouched(
  analytics: AnalyticsStore,
  person: string,
  day: string,
): Promise<Readonly<Record<Channel, readonly string[]>>> {
  const channels = CHANNELS.filter((channel) => channel !== 'egress')
  const rows = await analytics.query<{ channel: Channel; assets: string[] }>(
    channels
      .map(
        (channel) =>
          `SELECT '${channel}' AS channel, groupArray({most:UInt8})(name) AS assets FROM (
             SELECT toString(asset) AS name, sum(${AMOUNT[channel]}) AS amount FROM ${CHANNEL_ROLL_UPS[channel]}
             WHERE person = {person:String} AND hour >= {from:Date} AND hour < {until:Date} AND asset != ''
             GROUP BY name ORDER BY amount DESC, name)`,
      )
      .join(' UNION ALL '),
    { person, from: daysBefore(day, DAYS - 1), until: daysBefore(day, -1), most: MOST_ASSETS },
  )
  const assets: Record<Channel, readonly string[]> = { inference: [], registry: [], lake: [], egress: [] }
  for (const { channel, assets: names } of rows) assets[channel] = names
  return assets
}

import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'

/** A destination that the register does not name, and that honest work sent to. */
export interface Offer {
  readonly destination: string
  readonly bytesOut: number
  /** How many people send anything there at all. */
  readonly people: number
}

const MOST_OFFERS = 3

/**
 * Which destinations could be sanctioned when a case turns out to be honest work: where the person sent the most in
 * those days. They are offered; nothing adds them by itself.
 */
export async function offersFor(
  analytics: AnalyticsStore,
  { person, from, to }: { readonly person: string; readonly from: string; readonly to: string },
): Promise<Offer[]> {
  return analytics.query<Offer>(
    `SELECT destination, toFloat64(sumIf(bytes_out, who = {person:String} AND hour >= {from:Date} AND hour < toDate({to:Date}) + 1)) AS bytesOut,
       toUInt32(uniqExact(who)) AS people
     FROM (SELECT destination, toString(person) AS who, hour, bytes_out FROM flow_hour WHERE NOT is_internal AND registered_as = '')
     GROUP BY destination HAVING bytesOut > 0
     ORDER BY bytesOut DESC, destination LIMIT ${MOST_OFFERS}`,
    { person, from, to },
  )
}

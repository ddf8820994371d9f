import { WeighbridgeError } from '../base/errors.ts'
import { CHANNEL_ROLL_UPS } from '../detect/channel-roll-ups.ts'
import type { AnalyticsStore } from '../store/analytics/analytics-store.ts'
import type { AccessReview } from './case.ts'
import { type ReviewSums, reviewFigures } from './review-figures.ts'

interface Team {
  readonly person: string
  readonly team: string
}

// The hour of a half-hour zone is the one in which the UTC hour starts.
const SUMS = `
SELECT
  person,
  sum(all_requests) AS requests, sum(asked) AS logprobRequests, sum(tokens) AS tokensOut,
  sum(after_hours) AS afterHoursRequests, sum(files) AS weightFiles, sum(weights) AS weightBytes,
  sum(from_lake) AS lakeBytes, sum(sent) AS tunnelBytes
FROM (
  SELECT person, sum(requests) AS all_requests, sum(logprob_requests) AS asked, sum(tokens_out) AS tokens,
    sumIf(requests, local_hour >= 22 OR local_hour < 6) AS after_hours,
    0 AS files, 0 AS weights, 0 AS from_lake, 0 AS sent
  FROM (
    SELECT toString(person) AS person, requests, logprob_requests, tokens_out,
      toUInt8(substring(toString(hour, if(time_zone = '', 'UTC', time_zone)), 12, 2)) AS local_hour
    FROM inference_hour LEFT JOIN person USING (person)
    WHERE person IN {people:Array(String)} AND hour >= {from:DateTime} AND hour < {to:DateTime}
  )
  GROUP BY person
  UNION ALL
  SELECT toString(person), 0, 0, 0, 0, count(), sum(file_bytes), 0, 0
  FROM (
    SELECT person, path, file, max(largest) AS file_bytes FROM artifact_hour
    WHERE person IN {people:Array(String)} AND hour >= {from:DateTime} AND hour < {to:DateTime} AND is_weights AND bytes > 0
      AND NOT match(operation, '(?i)^(put|post|patch|delete|head|list|log)')
    GROUP BY person, path, file
  )
  GROUP BY person
  UNION ALL
  SELECT toString(person), 0, 0, 0, 0, 0, 0, sum(bytes), 0 FROM object_hour
  WHERE person IN {people:Array(String)} AND hour >= {from:DateTime} AND hour < {to:DateTime}
    AND NOT match(operation, '(?i)^(put|post|patch|delete|head|list|copy|complete|upload)')
  GROUP BY person
  UNION ALL
  SELECT toString(person), 0, 0, 0, 0, 0, 0, 0, sum(bytes_out) FROM flow_hour
  WHERE person IN {people:Array(String)} AND hour >= {from:DateTime} AND hour < {to:DateTime}
    AND NOT is_internal AND standing != 'own'
  GROUP BY person
)
GROUP BY person`

const DESTINATIONS = `
SELECT
  destination,
  if(any(known) = '', 'unknown', any(known)) AS standing,
  toFloat64(sumIf(bytes_out, person = {person:String} AND hour >= {from:DateTime} AND hour < {to:DateTime})) AS bytesOut,
  formatDateTime(minIf(hour, person = {person:String}), '%Y-%m-%dT%H:%i:%SZ') AS firstSeen,
  uniqExact(person) AS people
FROM (SELECT hour, person, destination, bytes_out, is_internal, standing AS known FROM flow_hour)
WHERE NOT is_internal AND known != 'own' AND destination IN (
  SELECT destination FROM flow_hour
  WHERE person = {person:String} AND hour >= {from:DateTime} AND hour < {to:DateTime}
)
GROUP BY destination
HAVING bytesOut > 0
ORDER BY bytesOut DESC, destination`

/**
 * What a person took over the last `days` days of the logs, each figure beside the median of the team's other
 * members; of the role's, where the directory names no team. Fewer than five others are not compared.
 *
 * @throws WeighbridgeError `not-found` for somebody neither the directory nor the logs know.
 */
export async function readReview(
  analytics: AnalyticsStore,
  person: string,
  days: number,
): Promise<AccessReview> {
  const { to, from } = await reviewSpan(analytics, days)
  const { team, members } = await readTeam(analytics, person, from, to)
  const span = { from: from.slice(0, 19).replace('T', ' '), to: to.slice(0, 19).replace('T', ' ') }
  const rows = await analytics.query<ReviewSums>(SUMS, { people: [person, ...members], ...span })
  const sums = new Map(rows.map((row) => [row.person, row]))
  const destinations = await analytics.query<AccessReview['destinations'][number]>(DESTINATIONS, {
    person,
    ...span,
  })
  if (team === null && !sums.has(person) && destinations.length === 0) {
    throw new WeighbridgeError(
      'not-found',
      `Neither the directory nor the logs know ${person}; see people.csv for the names.`,
    )
  }
  return {
    person,
    team: team ?? '',
    days,
    from,
    to,
    figures: reviewFigures(
      sums.get(person) ?? nothing(person),
      members.map((member) => sums.get(member) ?? nothing(member)),
    ),
    destinations,
  }
}

/** The last `days` days up to the end of the logs. */
async function reviewSpan(analytics: AnalyticsStore, days: number): Promise<{ from: string; to: string }> {
  const ends = Object.values(CHANNEL_ROLL_UPS).map((table) => `SELECT max(hour) AS hour FROM ${table}`)
  const [row] = await analytics.query<{ to: string; from: string }>(
    `SELECT max(hour) + INTERVAL 1 HOUR AS to, to - INTERVAL {days:UInt16} DAY AS from FROM (${ends.join(' UNION ALL ')})`,
    { days },
  )
  return row ?? { from: '', to: '' }
}

/** The team's other members employed within the span. */
async function readTeam(
  analytics: AnalyticsStore,
  person: string,
  from: string,
  to: string,
): Promise<{ team: string | null; members: string[] }> {
  const rows = await analytics.query<Team>(
    `WITH own AS (SELECT team, role, kind FROM person WHERE person = {person:String})
     SELECT person, team FROM person
     WHERE person = {person:String} OR (
       kind = (SELECT any(kind) FROM own)
       AND if((SELECT any(team) FROM own) = '', role = (SELECT any(role) FROM own), team = (SELECT any(team) FROM own))
       AND hired < toDate({to:String}) AND left >= toDate({from:String})
     )`,
    { person, from: from.slice(0, 10), to: to.slice(0, 10) },
  )
  const own = rows.find((row) => row.person === person)
  return {
    team: own?.team ?? null,
    members: own === undefined ? [] : rows.map((row) => row.person).filter((name) => name !== person),
  }
}

function nothing(person: string): ReviewSums {
  return {
    person,
    requests: 0,
    logprobRequests: 0,
    tokensOut: 0,
    afterHoursRequests: 0,
    weightFiles: 0,
    weightBytes: 0,
    lakeBytes: 0,
    tunnelBytes: 0,
  }
}

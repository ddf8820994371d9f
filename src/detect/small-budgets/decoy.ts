import { dateOf, midnight } from '../../base/days.ts'
import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import { SMALL_BUDGETS } from './budgets.ts'
import { findingId } from './finding-id.ts'
import type { SmallFinding } from './small-finding.ts'

/** Something that has no honest use, and how the logs know it. */
export interface Decoy {
  readonly name: string
  /**
   * What `pattern` is: an asset's id, the beginning of a path in the registry, the beginning of `bucket/prefix`, a name
   * of a model, or a destination.
   */
  readonly kind: 'asset' | 'artifact' | 'object' | 'model' | 'destination'
  readonly pattern: string
}

interface Touch {
  readonly name: string
  readonly person: string
  readonly day: number
  readonly first: string
  readonly last: string
  readonly times: number
}

const TOUCHES: Readonly<Record<'artifact' | 'object' | 'inference' | 'flow', string>> = {
  artifact: `SELECT name, toString(person) AS person, hour, requests AS times FROM artifact_hour CROSS JOIN decoy
    WHERE (kind = 'asset' AND asset = pattern) OR (kind = 'artifact' AND (startsWith(path, pattern) OR startsWith(concat(path, file), pattern)))`,
  object: `SELECT name, toString(person), hour, requests FROM object_hour CROSS JOIN decoy
    WHERE (kind = 'asset' AND asset = pattern) OR (kind = 'object' AND startsWith(concat(bucket, '/', prefix), pattern))`,
  inference: `SELECT name, toString(person), hour, requests FROM inference_hour CROSS JOIN decoy
    WHERE (kind = 'asset' AND asset = pattern) OR (kind = 'model' AND model = pattern)`,
  flow: `SELECT name, toString(person), hour, flows FROM flow_hour CROSS JOIN decoy
    WHERE kind = 'destination' AND (destination = pattern OR dst_ip = pattern)`,
}

/** Every touch of a decoy in these days is a finding at once, refused requests too: one a decoy, person and day. */
export async function decoysTouched(
  analytics: AnalyticsStore,
  decoys: readonly Decoy[],
  from: number,
  until: number,
): Promise<SmallFinding[]> {
  if (decoys.length === 0) return []
  const sql = `
    WITH decoy AS (SELECT entry.1 AS name, entry.2 AS kind, entry.3 AS pattern FROM (
      SELECT arrayJoin(arrayZip({names:Array(String)}, {kinds:Array(String)}, {patterns:Array(String)})) AS entry))
    SELECT name, person, toUInt32(toRelativeDayNum(hour)) AS day, toUInt32(sum(times)) AS times,
      formatDateTime(min(hour), '%Y-%m-%dT%H:%i:%SZ') AS first, formatDateTime(max(hour) + INTERVAL 1 HOUR, '%Y-%m-%dT%H:%i:%SZ') AS last
    FROM (${Object.values(TOUCHES).join(' UNION ALL ')})
    WHERE hour >= {from:Date} AND hour < {until:Date}
    GROUP BY name, person, day ORDER BY day, name, person`
  const touches = await analytics.query<Touch>(sql, {
    names: decoys.map(({ name }) => name),
    kinds: decoys.map(({ kind }) => kind),
    patterns: decoys.map(({ pattern }) => pattern),
    from: dateOf(from),
    until: dateOf(until),
  })
  return touches.map(({ name, person, day, first, last, times }) => ({
    id: findingId('decoy-touched', `${name} ${person}`, day),
    rule: 'decoy-touched',
    people: [person],
    asset: name,
    windowStart: midnight(day),
    windowEnd: midnight(day + 1),
    firstActivity: first,
    lastActivity: last,
    parts: [{ person, did: 'touched', amount: times }],
    observed: times,
    bar: { value: 0, floor: 0, ordinary: 0, weeks: 0, perWeek: SMALL_BUDGETS['decoy-touched'].perWeek },
    facts: { decoy: name, times },
    sentence: `${person} touched the decoy ${name} on ${dateOf(day)}: nothing honest leads there.`,
  }))
}

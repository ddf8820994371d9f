import { loadSources } from '../activity/sources/registry.ts'
import { formatCount } from '../base/bytes.ts'
import { loadRules } from '../detect/load-rules.ts'
import { sightOf } from '../detect/sight.ts'
import type { Finding } from '../server/health.ts'
import type { AnalyticsStore } from '../store/analytics/analytics-store.ts'
import type { Stores } from '../store/stores.ts'

type Check = (analytics: AnalyticsStore, dataDir: string) => Promise<Finding[]>

/** Looks at the installation, what it has been given and what it can say from that. */
export async function examine({ analytics }: Stores, dataDir: string): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const check of CHECKS) findings.push(...(await check(analytics, dataDir)))
  return findings
}

const engine: Check = async (analytics) => {
  const [row] = await analytics.query<{ version: string }>('SELECT version() AS version')
  return [
    {
      check: 'engine',
      finding: 'pass',
      what: `ClickHouse ${row?.version} in this process, Node ${process.version}.`,
    },
  ]
}

/** Which log each channel is seen through. */
const CHANNEL_LOGS = {
  inference: 'the inference gateway’s access log',
  artifact: 'the model registry’s access log',
  object: 'the data lake’s access log',
  flow: 'flow lines of the VPN or the firewall',
} as const

const channels: Check = (analytics) =>
  Promise.all(
    Object.entries(CHANNEL_LOGS).map(async ([activity, log]): Promise<Finding> => {
      const [row] = await analytics.query<{ rows: number; last: string; sources: string[] }>(
        `SELECT count() AS rows, max(time) AS last, groupUniqArray(source) AS sources FROM ${activity}_row`,
      )
      const rows = Number(row?.rows ?? 0)
      if (rows === 0)
        return { check: activity, finding: 'cannot see', what: `No ${activity} activity; ingest ${log}.` }
      return {
        check: activity,
        finding: 'pass',
        what: `${formatCount(rows)} rows from ${row?.sources.sort().join(', ')}, the last at ${row?.last}.`,
      }
    }),
  )

/** Which rules have what they rest on, and which log would give it to the others. */
const rules: Check = async (analytics, dataDir) =>
  (await sightOf(analytics, loadRules(), loadSources(dataDir))).map(({ rule, sees, why }) => ({
    check: rule,
    finding: sees ? 'pass' : 'cannot see',
    what: why,
  }))

/** What stays blind while a directory table is empty. */
const DIRECTORY_USE = {
  person: 'people.csv: nobody has peers, a role or a time zone, so everybody is compared with everybody',
  account: 'accounts.csv: every login counts as a person of its own',
  lease: 'leases.csv: flows count against addresses instead of people',
  asset: 'assets.yaml: no share of any asset can be told',
  destination: 'destinations.csv: no destination is known to be ours, a partner’s or a vendor’s',
  staff: 'staff.csv: leave and notice are not known',
} as const

const directory: Check = (analytics) =>
  Promise.all(
    Object.entries(DIRECTORY_USE).map(async ([table, use]): Promise<Finding> => {
      const [row] = await analytics.query<{ rows: number }>(`SELECT count() AS rows FROM ${table}`)
      const rows = Number(row?.rows ?? 0)
      if (rows === 0) return { check: table, finding: 'cannot see', what: `Without ${use}.` }
      return { check: table, finding: 'pass', what: `${formatCount(rows)} rows.` }
    }),
  )

const unresolved: Check = async (analytics) => {
  const [row] = await analytics.query<{ known: number; people: number; names: string[] }>(
    `SELECT countIf(is_known) AS known, countIf(NOT is_known) AS people, groupArrayIf(5)(who, NOT is_known) AS names FROM (
       SELECT who, who IN (SELECT person FROM person) AS is_known, sum(uses) AS uses FROM (
         SELECT toString(person) AS who, sum(requests) AS uses FROM inference_hour GROUP BY who
         UNION ALL SELECT toString(person), sum(requests) FROM artifact_hour GROUP BY 1
         UNION ALL SELECT toString(person), sum(requests) FROM object_hour GROUP BY 1
         UNION ALL SELECT toString(person), sum(flows) FROM flow_hour GROUP BY 1
       ) GROUP BY who ORDER BY uses DESC)`,
  )
  const people = Number(row?.people ?? 0)
  if (people === 0 && Number(row?.known ?? 0) === 0) return []
  if (people === 0)
    return [
      { check: 'resolved', finding: 'pass', what: 'Every account and address in the logs has a person.' },
    ]
  return [
    {
      check: 'resolved',
      finding: 'cannot see',
      what: `${formatCount(people)} accounts or addresses have no person in the directory, most used: ${row?.names.join(', ')}.`,
    },
  ]
}

const rejected: Check = async (analytics) => {
  const rows = await analytics.query<{ source: string; lines: number }>(
    'SELECT source, count() AS lines FROM reject GROUP BY source ORDER BY source',
  )
  if (rows.length === 0) return [{ check: 'rejects', finding: 'pass', what: 'No line was rejected.' }]
  const parts = rows.map((row) => `${formatCount(Number(row.lines))} of ${row.source}`)
  return [
    {
      check: 'rejects',
      finding: 'fail',
      what: `Rejected lines: ${parts.join(', ')}; "weighbridge rejects --summary" says why.`,
    },
  ]
}

const CHECKS: readonly Check[] = [engine, channels, rules, directory, unresolved, rejected]

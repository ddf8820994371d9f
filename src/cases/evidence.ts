import { literal, timeLiteral } from '../base/sql-literal.ts'
import type { Rule } from '../detect/rule.ts'
import type { Channel } from '../detect/signal.ts'
import type { AnalyticsStore } from '../store/analytics/analytics-store.ts'
import type { Evidence } from './case.ts'

/** Rows asked for: one person's acts on one channel in a half-open span of time. */
export interface EvidenceSpan {
  readonly person: string
  readonly channel: Channel
  readonly from: string
  readonly to: string
  /** The rule whose rows are wanted; all rows of the channel without it. */
  readonly rule?: Pick<Rule, 'evidence'> | undefined
}

interface Activity {
  readonly table: string
  readonly columns: readonly string[]
}

/** The activity of each channel and the columns an analyst reads. */
const ACTIVITY: Readonly<Record<Channel, Activity>> = {
  inference: {
    table: 'inference',
    columns: [
      'time',
      'account',
      'src_ip',
      'endpoint',
      'model',
      'tokens_in',
      'tokens_out',
      'logprobs',
      'tag',
      'status',
    ],
  },
  registry: {
    table: 'artifact',
    columns: ['time', 'account', 'src_ip', 'operation', 'run', 'path', 'file', 'bytes', 'status'],
  },
  lake: {
    table: 'object',
    columns: ['time', 'account', 'src_ip', 'operation', 'bucket', 'prefix', 'objects', 'bytes', 'status'],
  },
  egress: {
    table: 'flow',
    columns: [
      'time',
      'src_ip',
      'dst_ip',
      'dst_port',
      'dst_name',
      'protocol',
      'tunnel',
      'bytes_out',
      'duration_s',
    ],
  },
}

/** The table of activity that holds what went through a channel. */
export function evidenceTable(channel: Channel): string {
  return ACTIVITY[channel].table
}

/** The query behind some evidence, complete: it can be pasted and run as it stands. */
export function evidenceSql({ person, channel, from, to, rule }: EvidenceSpan): string {
  const { table, columns } = ACTIVITY[channel]
  return [
    `SELECT ${columns.join(', ')}`,
    `FROM ${table}`,
    `WHERE person = ${literal(person)}`,
    `  AND time >= ${timeLiteral(from)} AND time < ${timeLiteral(to)}`,
    ...(rule?.evidence === undefined ? [] : [`  AND (${rule.evidence})`]),
    `ORDER BY time`,
  ].join('\n')
}

/** Reads the rows, at most `limit` of them, and counts all. What is shown is what ran. */
export async function readEvidence(
  analytics: AnalyticsStore,
  span: EvidenceSpan,
  limit: number,
): Promise<Evidence> {
  const sql = evidenceSql(span)
  const table = await analytics.readOnly(`${sql}\nLIMIT ${Math.trunc(limit)}`)
  const counted = await analytics.readOnly(`SELECT count() FROM (\n${sql}\n)`)
  return {
    sql,
    columns: table.columns.map((column) => column.name),
    rows: table.rows.map((row) => row.map(cell)),
    total: Number(counted.rows[0]?.[0] ?? 0),
  }
}

function cell(value: unknown): string | number | boolean | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string') return value
  return JSON.stringify(value)
}

import type { Stores } from '../../store/stores.ts'
import { ageIn } from './age.ts'
import { type CaseSpan, readCaseSpans } from './case-span.ts'
import type { Policy } from './policy.ts'
import type { Removal } from './removal.ts'
import { RETAINED, type RetainedTable } from './retained-table.ts'
import { type StillUsed, stillUsed } from './still-used.ts'
import { keptFrom, type Term } from './term.ts'

/** What one table holds and what its term takes of it. Bytes are on disk; moments are ISO 8601 in UTC. */
export interface TablePlan {
  readonly table: RetainedTable
  readonly term: Term
  /** First day that is kept; null for ever. */
  readonly keptFrom: string | null
  readonly rows: number
  readonly bytes: number
  readonly oldest: string | null
  readonly newest: string | null
  /** Rows that go, and the bytes they take: exact for whole months, else their share of the month. */
  readonly removedRows: number
  readonly removedBytes: number
  /** Rows whose term is over and that stay: because of open cases, and because what stays needs them. */
  readonly heldRows: number
  readonly neededRows: number
  readonly oldestKept: string | null
  /** How it is done. */
  readonly removals: readonly Removal[]
  /** SQL condition on the stored table: the rows that go. */
  readonly goes: string
}

/** What a policy takes of every table, if it were applied now. Changes nothing. */
export async function planRetention(stores: Stores, policy: Policy, now: Date): Promise<TablePlan[]> {
  const cases = await readCaseSpans(stores)
  const plans: TablePlan[] = []
  for (const table of RETAINED) plans.push(await planTable(stores, table, { policy, now, cases }))
  return plans
}

/** What is known of everything when one table is planned. */
export interface Basis {
  readonly policy: Policy
  readonly now: Date
  readonly cases: readonly CaseSpan[]
}

/** What a policy takes of one table. */
export async function planTable(stores: Stores, table: RetainedTable, basis: Basis): Promise<TablePlan> {
  const { policy, now, cases } = basis
  const term = policy.terms.get(table.name) ?? 'forever'
  const from = keptFrom(term, now)
  const age = await ageIn(table, from, stores.records)
  const used: StillUsed =
    from === null
      ? { held: 'false', needed: 'false' }
      : stillUsed(table, { keptFrom: from, activityFrom: activityFrom(policy, now) }, cases)
  const over = `(${table.only}) AND ${age.isOver}`
  const goes = `${over} AND NOT (${used.held}) AND NOT (${used.needed})`
  const counted = await stores.analytics.query<PartitionRow>(
    `SELECT _partition_id AS partition, countIf(mine) AS total, countIf(over AND held) AS held_rows,
       countIf(over AND needed AND NOT held) AS needed_rows, countIf(over AND NOT held AND NOT needed) AS gone,
       sum(weight) AS all_weight, sumIf(weight, mine) AS own_weight,
       sumIf(weight, over AND NOT held AND NOT needed) AS gone_weight,
       toString(minIf(age, mine)) AS oldest, toString(maxIf(age, mine)) AS newest,
       toString(minIf(age, mine AND NOT (over AND NOT held AND NOT needed))) AS oldest_kept
     FROM (
       SELECT _partition_id, ${table.only} AS mine, ${over} AS over, ${used.held} AS held, ${used.needed} AS needed,
         ${age.of} AS age, ${table.weight} AS weight
       FROM ${table.stored} FINAL
     )
     GROUP BY partition ORDER BY partition
     -- Rows that replace each other agree in their time: no month has to be compared with another.
     SETTINGS do_not_merge_across_partitions_select_final = 1`,
  )
  const bytes = await stores.analytics.partitionBytes(table.stored)
  const partitions = [...bytes].map(([id, size]) =>
    partitionOf(id, size, isOverWhole(table, id, from), counted),
  )
  const sum = (of: (partition: Partition) => number) =>
    partitions.reduce((total, partition) => total + of(partition), 0)
  const kept = partitions.filter(({ row }) => row.total > row.gone)
  const moment = async (rows: readonly Partition[], pick: (row: PartitionRow) => string, last = false) => {
    const values = rows.filter(({ row }) => row.total > 0).map(({ row }) => pick(row))
    const [found] = values.sort(byAge).slice(last ? -1 : 0)
    return found === undefined ? null : age.momentOf(found)
  }
  return {
    table,
    term,
    keptFrom: from,
    rows: sum(({ row }) => row.total),
    bytes: Math.round(sum(({ size, row }) => share(size, row.own_weight, row.all_weight))),
    oldest: await moment(partitions, (row) => row.oldest),
    newest: await moment(partitions, (row) => row.newest, true),
    removedRows: sum(({ row }) => row.gone),
    removedBytes: Math.round(
      sum(({ size, row, whole }) => (whole ? size : share(size, row.gone_weight, row.all_weight))),
    ),
    heldRows: sum(({ row }) => row.held_rows),
    neededRows: sum(({ row }) => row.needed_rows),
    oldestKept: await moment(kept, (row) => row.oldest_kept),
    removals: partitions
      .filter(({ row, whole }) => whole || row.gone > 0)
      .map(({ id, whole }) => ({ stored: table.stored, partition: id, where: whole ? null : goes })),
    goes,
  }
}

interface PartitionRow {
  readonly partition: string
  readonly total: number
  readonly held_rows: number
  readonly needed_rows: number
  readonly gone: number
  readonly all_weight: number
  readonly own_weight: number
  readonly gone_weight: number
  readonly oldest: string
  readonly newest: string
  readonly oldest_kept: string
}

interface Partition {
  readonly id: string
  readonly size: number
  readonly row: PartitionRow
  /** True where nothing of it stays. */
  readonly whole: boolean
}

/** Marks of deletion are rows that nobody reads: a partition of nothing else counts none. */
const NOTHING: Omit<PartitionRow, 'partition'> = {
  total: 0,
  held_rows: 0,
  needed_rows: 0,
  gone: 0,
  all_weight: 0,
  own_weight: 0,
  gone_weight: 0,
  oldest: '',
  newest: '',
  oldest_kept: '',
}

function partitionOf(id: string, size: number, isOver: boolean, counted: readonly PartitionRow[]): Partition {
  const row = counted.find(({ partition }) => partition === id) ?? { ...NOTHING, partition: id }
  return { id, size, row, whole: isOver && row.gone === row.total }
}

/** True where the partition is a month that ended before the first day that is kept. */
function isOverWhole(table: RetainedTable, partition: string, from: string | null): boolean {
  return (
    from !== null &&
    /^\d{6}$/.test(partition) &&
    table.time !== null &&
    partition < from.replaceAll('-', '').slice(0, 6)
  )
}

/** The first day kept of any activity: leases are kept as long. */
function activityFrom(policy: Policy, now: Date): string | null {
  const froms = RETAINED.filter(({ kind }) => kind === 'activity').map(({ name }) =>
    keptFrom(policy.terms.get(name) ?? 'forever', now),
  )
  return froms.includes(null) ? null : (froms.sort()[0] ?? null)
}

function share(size: number, part: number, whole: number): number {
  return whole === 0 ? 0 : (size * part) / whole
}

/** Batch numbers by their value, moments as text. */
function byAge(left: string, right: string): number {
  return left.length - right.length || (left < right ? -1 : left > right ? 1 : 0)
}

import { rebuildRollUps } from '../../activity/roll-ups/rebuild.ts'
import { literal } from '../../base/sql-literal.ts'
import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import type { Stores } from '../../store/stores.ts'
import { readCaseSpans } from './case-span.ts'
import { planTable, type TablePlan } from './plan.ts'
import type { Policy } from './policy.ts'
import { freeDisk, removeRows } from './removal.ts'
import { RETAINED } from './retained-table.ts'
import { formatTerm } from './term.ts'

/**
 * Removes for good the rows whose term is over. Killed half way and run again it ends the same. Yields each table
 * when it is done, its `removedBytes` measured; a table that is kept for ever is left alone.
 *
 * Roll-ups are brought up to date first: they are to remember what the activity no longer tells.
 */
export async function* applyRetention(stores: Stores, policy: Policy, now: Date): AsyncGenerator<TablePlan> {
  await rebuildRollUps(stores)
  const basis = { policy, now, cases: await readCaseSpans(stores) }
  for (const table of RETAINED) {
    const plan = await planTable(stores, table, basis)
    yield plan.keptFrom === null ? plan : await carryOut(stores.analytics, plan, { policy, now })
  }
}

async function carryOut(
  analytics: AnalyticsStore,
  plan: TablePlan,
  { policy, now }: { readonly policy: Policy; readonly now: Date },
): Promise<TablePlan> {
  const { table, goes, removals } = plan
  const run = {
    at: now.toISOString().slice(0, -1).replace('T', ' '),
    policy: policy.name,
    name: table.name,
    term: formatTerm(plan.term),
    before: plan.keptFrom,
    rows: plan.removedRows,
    bytes: plan.removedBytes,
    held: plan.heldRows,
    needed: plan.neededRows,
  }
  if (removals.length > 0) {
    await analytics.insert('retention_row', [{ ...run, finished: 0 }])
    if (table.time !== null) {
      await analytics.command(
        `INSERT INTO thinned_row SELECT DISTINCT ${literal(table.name)}, toDate(${table.time}) FROM ${table.stored} WHERE ${goes}`,
      )
    }
  }
  const before = await bytesIn(analytics, table.stored)
  for (const removal of removals) await removeRows(analytics, removal)
  await freeDisk(analytics, table.stored)
  const removedBytes = removals.length === 0 ? 0 : before - (await bytesIn(analytics, table.stored))
  await analytics.insert('retention_row', [{ ...run, bytes: removedBytes, finished: 1 }])
  return { ...plan, removedBytes }
}

async function bytesIn(analytics: AnalyticsStore, stored: string): Promise<number> {
  const bytes = await analytics.partitionBytes(stored)
  return [...bytes.values()].reduce((sum, size) => sum + size, 0)
}

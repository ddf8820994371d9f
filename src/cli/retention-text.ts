import { formatBytes, formatCount, formatCounted } from '../base/bytes.ts'
import type { PastRun } from '../cases/retention/past-runs.ts'
import type { TablePlan } from '../cases/retention/plan.ts'
import { formatTerm } from '../cases/retention/term.ts'
import { textTable } from './output.ts'

/** What a table's term takes of it, as `--json` prints it. */
export function retentionJson(plan: TablePlan) {
  return {
    table: plan.table.name,
    term: formatTerm(plan.term),
    keptFrom: plan.keptFrom,
    removedRows: plan.removedRows,
    removedBytes: plan.removedBytes,
    keptRows: plan.rows - plan.removedRows,
    oldestKept: plan.oldestKept,
    heldByCases: plan.heldRows,
    stillNeeded: plan.neededRows,
  }
}

/** What every table's term takes of it: before (`willGo`) or after. */
export function retentionTable(plans: readonly TablePlan[], willGo: boolean): string {
  return textTable(
    [
      { title: 'table' },
      { title: 'term' },
      { title: 'kept from' },
      { title: willGo ? 'rows to go' : 'rows removed', right: true },
      { title: willGo ? 'about' : 'freed', right: true },
      { title: 'rows kept', right: true },
      { title: 'oldest kept' },
      { title: 'held by cases', right: true },
      { title: 'still needed', right: true },
    ],
    plans.map((plan) => [
      plan.table.name,
      formatTerm(plan.term),
      plan.keptFrom ?? '',
      formatCount(plan.removedRows),
      formatBytes(plan.removedBytes),
      formatCount(plan.rows - plan.removedRows),
      minute(plan.oldestKept),
      formatCount(plan.heldRows),
      formatCount(plan.neededRows),
    ]),
  )
}

/** What every table holds, and what its term takes. */
export function holdingsTable(plans: readonly TablePlan[]): string {
  return textTable(
    [
      { title: 'table' },
      { title: 'rows', right: true },
      { title: 'on disk', right: true },
      { title: 'oldest' },
      { title: 'newest' },
      { title: 'term' },
      { title: 'rows to go', right: true },
      { title: 'held by cases', right: true },
    ],
    plans.map((plan) => [
      plan.table.name,
      formatCount(plan.rows),
      formatBytes(plan.bytes),
      minute(plan.oldest),
      minute(plan.newest),
      formatTerm(plan.term),
      formatCount(plan.removedRows),
      formatCount(plan.heldRows),
    ]),
  )
}

/** What was removed so far. */
export function pastRunsTable(runs: readonly PastRun[]): string {
  return textTable(
    [
      { title: 'removed at' },
      { title: 'table' },
      { title: 'rows', right: true },
      { title: 'freed', right: true },
      { title: 'of before' },
      { title: 'term' },
      { title: 'policy' },
    ],
    runs.map((run) => [
      minute(run.at),
      run.table,
      formatCount(run.rows),
      formatBytes(run.bytes),
      run.before,
      run.term,
      run.isFinished ? run.policy : `${run.policy} (killed half way; the next run went on)`,
    ]),
  )
}

/** What stays although its term is over, and until when; empty where nothing does. */
export function whatStays(plans: readonly TablePlan[]): string[] {
  const held = plans.reduce((sum, plan) => sum + plan.heldRows, 0)
  const needed = plans.reduce((sum, plan) => sum + plan.neededRows, 0)
  return [
    ...(held === 0
      ? []
      : [
          `${formatCounted(held, 'row')} past their term are held back: open cases rest on them until they are closed.`,
        ]),
    ...(needed === 0
      ? []
      : [
          `${formatCounted(needed, 'row')} past their term stay, because what is kept would be misread without them.`,
        ]),
  ]
}

function minute(time: string | null): string {
  return time === null ? '' : time.slice(0, 16).replace('T', ' ')
}

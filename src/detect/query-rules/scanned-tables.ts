import type { Relation } from '../../query/plan/relation.ts'

/** Names of the tables that a plan reads, each once. */
export function scannedTables(plan: Relation): string[] {
  return [...new Set(tablesIn(plan))]
}

function tablesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  if ('kind' in value && value.kind === 'scan') return [(value as Extract<Relation, { kind: 'scan' }>).table]
  return Object.values(value).flatMap(tablesIn)
}

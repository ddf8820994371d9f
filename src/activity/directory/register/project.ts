import type { Stores } from '../../../store/stores.ts'
import { sanctionsIn } from './sanctions.ts'

/** A row of `sanction_row` without its version. */
interface SanctionRow {
  readonly address: string
  readonly name: string
  readonly standing: string
  readonly until: string
  readonly owner: string
  readonly note: string
  readonly decision: number
}

/**
 * Brings what people decided about destinations from the records to where activity is read, so that it takes effect at
 * once. Cheap where nothing changed; doing it again changes nothing.
 *
 * @returns whether anything changed.
 */
export async function projectRegister({
  analytics,
  records,
}: Pick<Stores, 'analytics' | 'records'>): Promise<boolean> {
  const wanted = new Map<string, SanctionRow>()
  for (const [address, { id, detail }] of await sanctionsIn(records)) {
    const { name, standing, until, owner, note } = detail
    wanted.set(address, { address, name, standing, until, owner, note, decision: id })
  }
  const held = await analytics.query<SanctionRow & { batch: number }>(
    'SELECT address, name, standing, until, owner, note, decision, batch FROM sanction_row FINAL',
  )
  const decisionOf = new Map(held.map(({ address, decision }) => [address, Number(decision)]))
  const changed = [...wanted.values()].filter(({ address, decision }) => decisionOf.get(address) !== decision)
  const gone = held.filter(({ address }) => !wanted.has(address))
  if (changed.length === 0 && gone.length === 0) return false
  // Rows marked as deleted count too: what comes back has to outrank its own deletion.
  const [newest] = await analytics.query<{ batch: number }>('SELECT max(batch) AS batch FROM sanction_row')
  const batch = Number(newest?.batch ?? 0) + 1
  await analytics.insert('sanction_row', [
    ...changed.map((row) => ({ ...row, batch, deleted: 0 })),
    ...gone.map((row) => ({ ...row, batch, deleted: 1 })),
  ])
  await analytics.reloadDictionaries()
  return true
}

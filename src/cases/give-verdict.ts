import { WeighbridgeError } from '../base/errors.ts'
import { recordVerdict, type VerdictKind, verdictsIn } from '../detect/feedback/verdicts.ts'
import { type Deciding, type Decision, undo } from '../store/records/decisions.ts'
import type { RecordsStore } from '../store/records/records-store.ts'
import type { CaseRecord } from '../store/records/schema.ts'

/**
 * Records what an analyst says of a case and closes it; who says it owns it where nobody did. A later act opens it again,
 * as it opens every closed case.
 *
 * @param which id of the case, the beginning of one, or the person
 * @throws WeighbridgeError `not-found`, `bad-usage` where several cases are meant, `bad-input` as `recordVerdict` does.
 */
export async function giveVerdict(
  records: RecordsStore,
  which: string,
  is: VerdictKind,
  deciding: Deciding,
): Promise<Decision> {
  const found = await caseRecordOf(records, which)
  const judged = {
    id: found.id,
    person: found.person,
    from: found.opened_at.slice(0, 10),
    to: found.updated_at.slice(0, 10),
  }
  return records.db.transaction().execute(async (transaction) => {
    const decision = await recordVerdict({ ...records, db: transaction }, judged, is, deciding)
    await transaction
      .updateTable('case_record')
      .set({ state: 'closed', owner: found.owner ?? decision.by })
      .where('id', '=', found.id)
      .execute()
    return decision
  })
}

/**
 * Takes any decision back. The case of a verdict opens again, unless an earlier verdict on it holds.
 *
 * @throws WeighbridgeError as `undo` does.
 */
export async function undoDecision(records: RecordsStore, id: number, deciding: Deciding): Promise<Decision> {
  return records.db.transaction().execute(async (transaction) => {
    const within = { ...records, db: transaction }
    const undone = await undo(within, id, deciding)
    if (undone.kind !== 'verdict') return undone
    const isStillJudged = (await verdictsIn(within)).some((verdict) => verdict.case.id === undone.subject)
    if (!isStillJudged) {
      await transaction
        .updateTable('case_record')
        .set({ state: 'open' })
        .where('id', '=', undone.subject)
        .execute()
    }
    return undone
  })
}

async function caseRecordOf({ db }: RecordsStore, which: string): Promise<CaseRecord> {
  const all = await db.selectFrom('case_record').selectAll().orderBy('id').execute()
  const matching = all.filter(({ id, person }) => which !== '' && (id.startsWith(which) || person === which))
  const exact = matching.find(({ id }) => id === which) ?? (matching.length === 1 ? matching[0] : undefined)
  if (exact !== undefined) return exact
  if (matching.length === 0) {
    throw new WeighbridgeError(
      'not-found',
      `There is no case ${which}; "weighbridge case list" shows those there are.`,
    )
  }
  const ids = matching.map(({ id }) => id).join(', ')
  throw new WeighbridgeError('bad-usage', `${which} stands for several cases: ${ids}; name one.`)
}

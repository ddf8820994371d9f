import { WeighbridgeError } from '../../base/errors.ts'
import type { RecordsStore } from './records-store.ts'

/** What people decide that changes how things are judged. */
export const DECISION_KINDS = ['sanction', 'verdict', 'exception', 'threshold', 'budget'] as const
export type DecisionKind = (typeof DECISION_KINDS)[number]

/** Who decides, and why. Names are as given: nothing here proves them. */
export interface Deciding {
  readonly by: string
  readonly reason: string
}

export interface NewDecision extends Deciding {
  readonly kind: DecisionKind
  readonly subject: string
  /** What was decided, as JSON has it. */
  readonly detail: Readonly<Record<string, unknown>>
}

/** A decision that was recorded. It is never changed; undoing it is a record of its own. */
export interface Decision extends NewDecision {
  readonly id: number
  /** ISO 8601 in UTC. */
  readonly at: string
  /** Who took it back, when and why; null while it holds. */
  readonly undone: (Deciding & { readonly id: number; readonly at: string }) | null
}

const LONGEST = { by: 100, reason: 2000 } as const

/**
 * Records a decision.
 *
 * @throws WeighbridgeError `bad-input` without a name or a reason.
 */
export async function decide(
  { db }: RecordsStore,
  decision: NewDecision,
  now = new Date(),
): Promise<Decision> {
  const { by, reason } = checked(decision)
  const at = now.toISOString()
  const { kind, subject, detail } = decision
  const { id } = await db
    .insertInto('decision')
    .values({
      kind,
      subject,
      detail: JSON.stringify(detail),
      reason,
      decided_by: by,
      decided_at: at,
      undoes: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { id, kind, subject, detail, by, reason, at, undone: null }
}

/**
 * Takes a decision back; what held before it holds again.
 *
 * @throws WeighbridgeError `not-found` where there is none of that number, `bad-usage` where it no longer holds.
 */
export async function undo(
  records: RecordsStore,
  id: number,
  deciding: Deciding,
  now = new Date(),
): Promise<Decision> {
  const { by, reason } = checked(deciding)
  const at = now.toISOString()
  const decision = (await decisionsIn(records)).find((one) => one.id === id)
  if (decision === undefined) {
    throw new WeighbridgeError(
      'not-found',
      `There is no decision ${id}; "weighbridge feedback" lists those there are.`,
    )
  }
  const { undone } = decision
  if (undone !== null) throw new WeighbridgeError('bad-usage', alreadyUndone(id, undone))
  const { kind, subject } = decision
  const row = await records.db
    .insertInto('decision')
    .values({ kind, subject, detail: '{}', reason, decided_by: by, decided_at: at, undoes: id })
    .onConflict((conflict) => conflict.column('undoes').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (row === undefined) throw new WeighbridgeError('bad-usage', `Decision ${id} was just undone by another.`)
  return { ...decision, undone: { id: row.id, by, reason, at } }
}

/** Decisions of a kind, or of all, the newest first; those that were undone with how. */
export async function decisionsIn({ db }: RecordsStore, kind?: DecisionKind): Promise<Decision[]> {
  const rows = await db
    .selectFrom('decision')
    .selectAll()
    .$if(kind !== undefined, (query) => query.where('kind', '=', kind ?? ''))
    .orderBy('id', 'desc')
    .execute()
  const undoing = new Map(rows.flatMap((row) => (row.undoes === null ? [] : [[row.undoes, row] as const])))
  return rows
    .filter((row) => row.undoes === null)
    .map((row) => {
      const by = undoing.get(row.id)
      return {
        id: row.id,
        kind: row.kind as DecisionKind,
        subject: row.subject,
        detail: JSON.parse(row.detail) as Record<string, unknown>,
        reason: row.reason,
        by: row.decided_by,
        at: row.decided_at,
        undone:
          by === undefined ? null : { id: by.id, by: by.decided_by, reason: by.reason, at: by.decided_at },
      }
    })
}

/** Those that hold. */
export function holding(decisions: readonly Decision[]): Decision[] {
  return decisions.filter(({ undone }) => undone === null)
}

function checked({ by, reason }: Deciding): Deciding {
  return { by: said('name of who decides', by, LONGEST.by), reason: said('reason', reason, LONGEST.reason) }
}

/** Text that a reader of the log can rely on: something is there, and it does not hide or turn what stands beside it. */
function said(what: string, text: string, most: number): string {
  const plain = text
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
  if (plain === '') throw new WeighbridgeError('bad-input', `The ${what} is missing; a decision needs both.`)
  if (plain.length <= most) return plain
  throw new WeighbridgeError('bad-input', `The ${what} is longer than ${most} characters; say it shorter.`)
}

function alreadyUndone(id: number, { by, at, reason }: NonNullable<Decision['undone']>): string {
  return `Decision ${id} was already undone by ${by} on ${at.slice(0, 10)}: ${reason.replace(/\.$/, '')}.`
}

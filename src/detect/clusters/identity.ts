import { createHash } from 'node:crypto'

/** A cluster that is known, by the accounts that have joined it. */
export interface Known {
  readonly id: string
  readonly members: ReadonlySet<string>
}

/** How much of the smaller of a group and a known cluster lies in the other where they are the same. */
const LEAST_COMMON = 0.3

/** The known cluster that a group is: the one it has most accounts in common with; null for a new one. */
export function knownAs(accounts: readonly string[], known: readonly Known[]): string | null {
  let best: { id: string; common: number } | null = null
  for (const { id, members } of known) {
    let common = 0
    for (const account of accounts) if (members.has(account)) common++
    if (common < LEAST_COMMON * Math.min(accounts.length, members.size)) continue
    if (best === null || common > best.common || (common === best.common && id < best.id))
      best = { id, common }
  }
  return best?.id ?? null
}

/** A new cluster's id: the same accounts on the same day give the same one, in whatever order. */
export function clusterId(day: string, accounts: readonly string[]): string {
  return createHash('sha256')
    .update(JSON.stringify([day, accounts.toSorted()]))
    .digest('hex')
    .slice(0, 12)
}

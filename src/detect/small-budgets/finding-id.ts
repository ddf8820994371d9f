import { createHash } from 'node:crypto'
import type { SmallRule } from './small-finding.ts'

/** A finding's id: the same rule, subject and day give the same id on every run. */
export function findingId(rule: SmallRule, subject: string, day: number): string {
  return createHash('sha256')
    .update(JSON.stringify([rule, subject, day]))
    .digest('hex')
    .slice(0, 20)
}

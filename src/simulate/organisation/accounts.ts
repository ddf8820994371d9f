import { DAY, HOUR } from '../calendar.ts'
import type { Random } from '../random.ts'
import type { Span } from '../span.ts'
import type { Account, System } from './person.ts'

/** How long an old key still works after a rotation. */
const GRACE = 2 * DAY

/** How accounts of each system look when they are not the person's id. */
const OTHER_NAMES: Record<System, (id: string, random: Random) => string> = {
  api: (_, random) => `key-${random.hex(6)}`,
  gateway: (id) => `${id}@prometheus.example.com`,
  mlflow: (id, random) => `${id.slice(0, 1)}${id.split('.')[1]}-${random.hex(3)}`,
  minio: (_, random) => `mk${random.hex(10)}`,
}

/** Chance that a person has another name in a system, in place of the id or beside it. */
const OTHER_SHARE: Record<System, number> = { api: 0.4, gateway: 0.5, mlflow: 0.25, minio: 0.35 }

/** A person's accounts: one or two in each system, some of them keys that are rotated within the span. */
export function drawAccounts(id: string, span: Span, random: Random): Account[] {
  const accounts: Account[] = []
  for (const system of ['api', 'gateway', 'mlflow', 'minio'] as const) {
    const other = random.chance(OTHER_SHARE[system]) ? OTHER_NAMES[system](id, random) : null
    if (other === null || random.chance(0.35)) accounts.push({ account: id, system, from: null, to: null })
    if (other === null) continue
    const rotated = (system === 'api' || system === 'minio') && random.chance(0.25)
    const next = OTHER_NAMES[system](id, random)
    const at = random.int(span.firstDay, span.lastDay) * DAY + random.int(7, 16) * HOUR
    accounts.push({ account: other, system, from: null, to: rotated ? at + GRACE : null })
    if (rotated) accounts.push({ account: next, system, from: at, to: null })
  }
  return accounts
}

/** One account named as the person in every system. */
export function plainAccounts(id: string): Account[] {
  return (['api', 'gateway', 'mlflow', 'minio'] as const).map((system) => ({
    account: id,
    system,
    from: null,
    to: null,
  }))
}

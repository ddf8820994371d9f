import type { Destination } from '../world/destinations.ts'
import type { Role } from './roles.ts'

export type System = 'api' | 'gateway' | 'mlflow' | 'minio'

/** A login in one system; `from` and `to` are times, open where null. */
export interface Account {
  readonly account: string
  readonly system: System
  readonly from: number | null
  readonly to: number | null
}

/** An address held for a while; `to` is null while it is still held. */
export interface Lease {
  readonly ip: string
  readonly from: number
  readonly to: number | null
}

/** A fact from HR; `effective` is a day. */
export interface StaffFact {
  readonly person: string
  readonly kind: 'hire' | 'move' | 'notice' | 'leave' | 'agreement'
  readonly effective: number
  readonly detail: string
}

/** A change of teams on a day; from then on everything done is `shift` times as much. */
export interface Move {
  readonly day: number
  readonly from: string
  readonly shift: number
}

/** How much a person does and when: drawn once, they make the person recognisable over months. */
export interface Habits {
  /** Calls on a middling working day. */
  readonly calls: number
  /** Share of runs that ask for log-probabilities. */
  readonly logprobShare: number
  /** Factors on the role's registry, lake and egress volumes. */
  readonly registry: number
  readonly lake: number
  readonly egress: number
  /** Local hours of work. */
  readonly startHour: number
  readonly endHour: number
  readonly weekendShare: number
  readonly backup: Destination | null
  /** Day of a fortnight, 0 to 13, on which the back-up is a full one. */
  readonly fullBackupDay: number
  /** True for those who would take private files along when they leave. */
  readonly packsUp: boolean
  readonly personal: readonly Destination[]
}

export interface Person {
  readonly id: string
  readonly name: string
  readonly team: string
  readonly role: Role
  readonly zone: string
  /** Days; `left` is the last day of work, null for those who stay. */
  readonly hired: number
  readonly left: number | null
  readonly notice: number | null
  /** Days of absence, first and last included. */
  readonly absences: readonly { readonly first: number; readonly last: number }[]
  readonly accounts: readonly Account[]
  readonly leases: readonly Lease[]
  readonly habits: Habits
  readonly move: Move | null
}

/** True on a day on which the person is employed and not on leave. */
export function isPresent(person: Person, day: number): boolean {
  if (day < person.hired || (person.left !== null && day > person.left)) return false
  return !person.absences.some(({ first, last }) => first <= day && day <= last)
}

/** The accounts a person would use at a time. After a rotation the new one, though the old still works. */
export function accountsAt(person: Person, system: System, time: number): readonly string[] {
  const open = person.accounts.filter(
    ({ system: of, from, to }) => of === system && (from ?? time) <= time && (to === null || time < to),
  )
  const newest = Math.max(...open.map(({ from }) => from ?? 0))
  return open.filter(({ from }) => (from ?? 0) === newest).map(({ account }) => account)
}

/** The addresses a person holds at a time. */
export function addressesAt(person: Person, time: number): readonly string[] {
  return person.leases
    .filter(({ from, to }) => from <= time && (to === null || time < to))
    .map(({ ip }) => ip)
}

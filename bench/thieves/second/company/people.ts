import { DAY, FIRST_DAY } from '../calendar.ts'
import type { Dataset, Model } from './assets.ts'
import type { Destination } from './destinations.ts'
import type { Role } from './roles.ts'

/** A change of work on a day: what the person does from then on. */
export interface Post {
  readonly from: number
  readonly role: Role
  readonly team: string
  readonly project: string
}

export interface Lease {
  readonly address: string
  readonly fromDay: number
}

/** One person with the constants of her own; everything about a single day is drawn later. */
export interface Person {
  readonly id: string
  readonly login: string
  readonly kind: 'human' | 'service'
  readonly zone: string
  readonly posts: readonly Post[]
  /** First and last day at work; outside the span of the logs for most. */
  readonly hired: number
  readonly lastDay: number
  readonly notice: number | undefined
  readonly copiesPersonalFiles: boolean
  readonly vacation: readonly [number, number] | undefined
  readonly leases: readonly Lease[]
  readonly level: { readonly calls: number; readonly pulls: number; readonly lake: number }
  readonly start: number
  readonly hours: number
  readonly weekend: number
  readonly swing: number
  readonly curiosity: number
  readonly clouds: readonly { readonly to: Destination; readonly chance: number; readonly bytes: number }[]
  readonly own: { readonly to: Destination; readonly chance: number; readonly bytes: number } | undefined
  readonly nightlyBackup: number
  readonly job:
    | { readonly from: number; readonly hour: number; readonly calls: number; readonly bytes: number }
    | undefined
  readonly models: readonly Model[]
  readonly datasets: readonly Dataset[]
}

export function postOn(person: Person, day: number): Post {
  const post = person.posts.findLast(({ from }) => from <= day)
  if (post === undefined) throw new Error('no post')
  return post
}

/** The address a person holds at an instant: leases change at midnight UTC. */
export function addressAt(person: Person, at: number): string {
  const day = Math.floor((at - FIRST_DAY) / DAY)
  const lease = person.leases.findLast(({ fromDay }) => fromDay <= day) ?? person.leases[0]
  if (lease === undefined) throw new Error('no address')
  return lease.address
}

import type { Destination } from './company/destinations.ts'
import type { Person } from './company/people.ts'

interface Doing {
  readonly person: Person
  /** Milliseconds since 1970. */
  readonly at: number
}

/** Calls of the inference API, spread over some seconds. */
export interface Calls extends Doing {
  readonly kind: 'calls'
  readonly seconds: number
  readonly count: number
  readonly model: string
  /** Share of the calls that ask for log-probabilities. */
  readonly logprobShare: number
  readonly tokensOut: number
  readonly tag: string
}

/** One file, or a part of it, fetched from the model registry or put there. */
export interface Pull extends Doing {
  readonly kind: 'pull' | 'push'
  readonly path: string
  readonly bytes: number
  readonly partial: boolean
}

/** One object of the lake, or a part of it. */
export interface Read extends Doing {
  readonly kind: 'read' | 'write'
  readonly bucket: string
  readonly key: string
  readonly bytes: number
  readonly partial: boolean
}

/** One connection to somewhere outside. */
export interface Send extends Doing {
  readonly kind: 'send'
  readonly seconds: number
  readonly destination: Destination
  readonly bytesOut: number
  readonly bytesIn: number
}

export type Act = Calls | Pull | Read | Send

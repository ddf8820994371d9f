import type { IncomingHttpHeaders } from 'node:http'
import type { LineGroup, Receipt } from '../../activity/receive/delivery.ts'
import type { LineSorter } from '../../activity/receive/sort-lines.ts'
import type { Source } from '../../activity/sources/source.ts'
import type { Refusal } from './problem.ts'

/** A request whose sender is known and whose body has not been read. */
export interface IntakeRequest {
  readonly method: string
  /** Without its query. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  /** The sources that the sender may send, and what sorts lines among them. */
  readonly sources: readonly Source[]
  readonly sorter: LineSorter
  /**
   * The whole body, unpacked.
   *
   * @throws Refusal
   */
  body(): Promise<Buffer>
  /**
   * Hands over what the body held; resolves once it is durable.
   *
   * @param route what the body was sent as: a part of the delivery's identity.
   * @throws Refusal
   */
  deliver(route: string, body: Buffer, groups: readonly LineGroup[]): Promise<Receipt>
  /** Which of these batches are durable. */
  confirmed(batches: readonly number[]): Promise<ReadonlySet<number>>
}

/** What is sent back. */
export interface Answer {
  readonly status: number
  readonly type: string
  readonly body: string | Buffer
  readonly headers?: Readonly<Record<string, string>>
}

/** One way in which logs are sent. */
export interface Protocol {
  /** Whether a path is one of its own. */
  readonly owns: (path: string) => boolean
  /** The answer for whoever only asks whether this is alive, without a token; null where that is not asked. */
  readonly health: (method: string, path: string, state: 'ready' | 'busy' | 'stopping') => Answer | null
  /** @throws Refusal */
  readonly answer: (request: IntakeRequest) => Promise<Answer>
  /** How it says no. `headers` are the request's. */
  readonly refuse: (refusal: Refusal, headers: IncomingHttpHeaders) => Answer
}

/** An answer in JSON. */
export function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, type: 'application/json; charset=utf-8', body: JSON.stringify(value), headers }
}

import type { IncomingMessage, ServerResponse } from 'node:http'
import { deliveryIdentity } from '../../activity/receive/identity.ts'
import type { Receiver } from '../../activity/receive/receiver.ts'
import { type LineSorter, lineSorter } from '../../activity/receive/sort-lines.ts'
import { findToken, type Token } from '../../activity/receive/tokens.ts'
import { WaitingBytes } from '../../activity/receive/waiting-bytes.ts'
import type { Source } from '../../activity/sources/source.ts'
import { messageOf } from '../../base/errors.ts'
import type { RecordsStore } from '../../store/records/records-store.ts'
import { secretIn } from './authorization.ts'
import { COLLECTOR } from './hec/hec-protocol.ts'
import { LINES } from './lines-protocol.ts'
import { OTLP } from './otlp/otlp-protocol.ts'
import { Refusal } from './problem.ts'
import type { Answer, IntakeRequest, Protocol } from './protocol.ts'
import { type HeldBody, readBody } from './read-body.ts'
import { sendAnswer } from './send-answer.ts'

/** The first that owns a path answers it. */
const PROTOCOLS: readonly Protocol[] = [COLLECTOR, OTLP, LINES]

const MEBIBYTE = 1024 * 1024

export interface TakerOptions {
  readonly receiver: Receiver
  readonly records: RecordsStore
  readonly sources: readonly Source[]
  /** Told of every failure of ours, one line each. */
  readonly report: (line: string) => void
  /** Bytes of one body, as sent and unpacked; 16 MiB where left out. */
  readonly mostBodyBytes?: number
  /** Bytes of all bodies that wait; 64 MiB where left out. */
  readonly mostWaitingBytes?: number
}

/** Answers requests, one after another and many at once. */
export class RequestTaker {
  readonly #options: TakerOptions
  readonly #waiting: WaitingBytes
  readonly #mostBody: number
  /** By the sources a token may send: patterns are read once. */
  readonly #sorters = new Map<string, { readonly sources: readonly Source[]; readonly sorter: LineSorter }>()
  readonly #underWay = new Set<Promise<void>>()
  #stopping = false

  constructor(options: TakerOptions) {
    this.#options = options
    this.#mostBody = options.mostBodyBytes ?? 16 * MEBIBYTE
    this.#waiting = new WaitingBytes(options.mostWaitingBytes ?? 64 * MEBIBYTE)
  }

  stop(): void {
    this.#stopping = true
  }

  /** Ends when nothing is under way, or when the time is over. */
  async idle(milliseconds: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    const over = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, milliseconds)
    })
    await Promise.race([over, Promise.allSettled(this.#underWay)])
    clearTimeout(timer)
  }

  handle(request: IncomingMessage, response: ServerResponse): void {
    const handled = this.#handle(request, response).catch((error: unknown) => {
      this.#options.report(`intake: ${messageOf(error)}`)
      request.socket.destroy()
    })
    this.#underWay.add(handled)
    void handled.then(() => this.#underWay.delete(handled))
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // Whoever goes away does so at any time; what it sent is kept or refused all the same.
    request.on('error', () => undefined)
    response.on('error', () => undefined)
    const { path, query } = placeOf(request.url ?? '/')
    const protocol = PROTOCOLS.find(({ owns }) => owns(path)) as Protocol
    const held: HeldBody[] = []
    let answer: Answer
    try {
      const state = this.#stopping ? 'stopping' : this.#waiting.isFull ? 'busy' : 'ready'
      answer =
        protocol.health(request.method ?? '', path, state) ??
        (await protocol.answer(await this.#admit(request, response, { path, query }, held)))
    } catch (error) {
      answer = protocol.refuse(this.#refusalOf(error), request.headers)
    } finally {
      for (const { release } of held) release()
    }
    await sendAnswer(request, response, answer, this.#stopping)
  }

  /** @throws Refusal where its sender is not known, before anything of its body is read. */
  async #admit(
    request: IncomingMessage,
    response: ServerResponse,
    { path, query }: Place,
    held: HeldBody[],
  ): Promise<IntakeRequest> {
    if (this.#stopping)
      throw new Refusal('stopping', 'Weighbridge is stopping; send it again in a few seconds.')
    const token = await this.#senderOf(request, query)
    const { sources, sorter } = this.#sortingFor(token)
    const key = request.headers['idempotency-key'] ?? null
    return {
      method: request.method ?? '',
      path,
      query,
      headers: request.headers,
      sources,
      sorter,
      body: async () => {
        if (Number(request.headers['content-length'] ?? 0) <= this.#mostBody) askForBody(request, response)
        const body = await readBody(request, { most: this.#mostBody, waiting: this.#waiting })
        held.push(body)
        return body.bytes
      },
      deliver: (route, body, groups) => {
        const identity = deliveryIdentity({
          sender: token.name,
          route,
          key: typeof key === 'string' ? key : null,
          body,
        })
        return this.#options.receiver.deliver({ sender: token.name, identity, groups })
      },
      confirmed: (batches) => this.#options.receiver.confirmed(batches),
    }
  }

  async #senderOf(request: IncomingMessage, query: URLSearchParams): Promise<Token> {
    const { authorization } = request.headers
    // A secret in a URL stands in the log of every proxy on its way.
    if (authorization === undefined && query.has('token')) {
      throw new Refusal('no-token', 'The token belongs into the Authorization header.', { hec: 'queryToken' })
    }
    const token = await findToken(this.#options.records, secretIn(authorization))
    // One answer for a token that never was, was revoked or has expired: it tells a guesser nothing.
    if (token === null) throw new Refusal('wrong-token', 'The token is not valid.')
    return token
  }

  #sortingFor({ sources: names }: Token) {
    const key = names.join(' ')
    const known = this.#sorters.get(key)
    if (known !== undefined) return known
    const { sources: all } = this.#options
    const sources = names.length === 0 ? all : all.filter(({ name }) => names.includes(name))
    const sorting = { sources, sorter: lineSorter(sources) }
    this.#sorters.set(key, sorting)
    return sorting
  }

  #refusalOf(error: unknown): Refusal {
    if (error instanceof Refusal) return error
    this.#options.report(`intake: ${messageOf(error)}`)
    return new Refusal('not-stored', 'It could not be stored; nothing of it is confirmed, send it again.')
  }
}

interface Place {
  readonly path: string
  readonly query: URLSearchParams
}

/** The parts of a request's target. It comes from anybody: there is none that this does not read. */
function placeOf(target: string): Place {
  const [, path = '/', query = ''] = /^(?:https?:\/\/[^/?]*)?([^?]*)(?:\?(.*))?$/s.exec(target) ?? []
  return { path, query: new URLSearchParams(query) }
}

/** Whoever sends `Expect: 100-continue` sends its body only now that its head was found good. */
function askForBody(request: IncomingMessage, response: ServerResponse): void {
  if (request.headers.expect?.toLowerCase() === '100-continue') response.writeContinue()
}

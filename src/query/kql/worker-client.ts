import type { Worker } from 'node:worker_threads'
import type { LanguageHelp } from '../editor/editor-answer.ts'
import { QueryError } from '../plan/query-error.ts'
import type { Schema } from '../schemas/schema.ts'
import type { Translation, TranslationOptions } from '../translation.ts'
import {
  queryError,
  type SchemaInWorker,
  type WorkerAnswer,
  type WorkerReply,
  type WorkerRequest,
} from './worker-protocol.ts'

/** Loading and building the grammar takes two seconds, on a busy machine ten. */
const START_LIMIT_MS = 120_000

/** A question whose answer is awaited. */
interface Pending {
  readonly question: (schema: SchemaInWorker) => WorkerRequest
  readonly schema: Schema
  readonly discover: TranslationOptions['discover']
  readonly resolve: (reply: WorkerAnswer) => void
  readonly reject: (error: Error) => void
  timer?: NodeJS.Timeout
}

/**
 * The one worker thread of the language service: started when first asked, and anew when it dies or does not answer in
 * time. The query that it did not answer fails; others that wait are asked again.
 */
export class WorkerClient {
  readonly #start: () => Worker
  readonly #limitMs: number
  readonly #pending = new Map<number, Pending>()
  #schemas = new Map<Schema, number>()
  #worker: Worker | undefined
  /** While the grammar is being built nobody's time runs, but this. */
  #starting: NodeJS.Timeout | undefined
  #questions = 0

  constructor(start: () => Worker, limitMs = 30_000) {
    this.#start = start
    this.#limitMs = limitMs
  }

  async translate(text: string, { schema, discover, ...options }: TranslationOptions): Promise<Translation> {
    const { nowTicks, period, allowed } = options
    const reply = await this.#ask(schema, discover, (id, inWorker) => ({
      kind: 'translate',
      id,
      text,
      schema: inWorker,
      options: {
        nowTicks,
        ...(period !== undefined && { period }),
        ...(allowed !== undefined && { allowed }),
      },
      canDiscover: discover !== undefined,
    }))
    if (reply.kind === 'translated') return reply.translation
    throw unexpected(reply)
  }

  async help(text: string, offset: number | null, schema: Schema): Promise<LanguageHelp> {
    const reply = await this.#ask(schema, undefined, (id, inWorker) => ({
      kind: 'help',
      id,
      text,
      offset,
      schema: inWorker,
    }))
    if (reply.kind === 'helped') return reply.help
    throw unexpected(reply)
  }

  /** Ends the thread; questions that wait fail. */
  async close(): Promise<void> {
    const worker = this.#forget()
    for (const id of [...this.#pending.keys()]) this.#fail(id, new Error('The worker was closed'))
    await worker?.terminate()
  }

  #ask(
    schema: Schema,
    discover: TranslationOptions['discover'],
    question: (id: number, schema: SchemaInWorker) => WorkerRequest,
  ): Promise<WorkerAnswer> {
    this.#questions += 1
    const id = this.#questions
    return new Promise((resolve, reject) => {
      const pending: Pending = {
        question: (inWorker) => question(id, inWorker),
        schema,
        discover,
        resolve,
        reject,
      }
      this.#pending.set(id, pending)
      this.#send(id, pending)
    })
  }

  #send(id: number, pending: Pending): void {
    const worker = this.#running()
    worker.postMessage(pending.question(this.#schemaFor(pending.schema)))
    this.#watch(id, pending)
  }

  #schemaFor(schema: Schema): SchemaInWorker {
    const known = this.#schemas.get(schema)
    if (known !== undefined) return { number: known }
    const number = this.#schemas.size
    this.#schemas.set(schema, number)
    return { number, schema }
  }

  #watch(id: number, pending: Pending): void {
    clearTimeout(pending.timer)
    if (this.#starting !== undefined) return
    pending.timer = setTimeout(() => {
      this.#fail(
        id,
        new QueryError(
          'too-large',
          `The query could not be read within ${Math.ceil(this.#limitMs / 1000)} s; shorten it, or write it flatter`,
          { start: 0, end: 0 },
        ),
      )
      this.#restart()
    }, this.#limitMs)
  }

  #running(): Worker {
    if (this.#worker !== undefined) {
      this.#worker.ref()
      return this.#worker
    }
    const worker = this.#start()
    this.#worker = worker
    this.#starting = setTimeout(() => {
      this.#died(worker, undefined)
      void worker.terminate()
    }, START_LIMIT_MS)
    worker.on('message', (reply: WorkerReply) => this.#take(reply))
    worker.on('error', (error) => this.#died(worker, error))
    worker.on('exit', () => this.#died(worker, undefined))
    return worker
  }

  #take(reply: WorkerReply): void {
    if (reply.kind === 'ready') {
      this.#started()
      for (const [id, pending] of this.#pending) this.#watch(id, pending)
      return
    }
    const pending = this.#pending.get(reply.id)
    if (pending === undefined) return
    if (reply.kind === 'discover') {
      clearTimeout(pending.timer)
      void this.#discover(reply, pending)
      return
    }
    this.#settle(reply.id)
    if (reply.kind === 'failed') pending.reject(queryError(reply.error))
    else pending.resolve(reply)
  }

  async #discover(reply: Extract<WorkerReply, { kind: 'discover' }>, pending: Pending): Promise<void> {
    const { id, plan, inferred } = reply
    const worker = this.#worker
    try {
      const rows = (await pending.discover?.(plan, inferred)) ?? []
      if (this.#worker !== worker || !this.#pending.has(id)) return
      this.#watch(id, pending)
      worker?.postMessage({ kind: 'discovered', id, rows } satisfies WorkerRequest)
    } catch (error) {
      worker?.postMessage({ kind: 'undiscovered', id } satisfies WorkerRequest)
      this.#fail(id, error as Error)
    }
  }

  /** A worker that died by itself: nobody knows on which question, so all fail. */
  #died(worker: Worker, error: Error | undefined): void {
    if (worker !== this.#worker) return
    this.#forget()
    const isTooLarge = (error as { code?: string } | undefined)?.code === 'ERR_WORKER_OUT_OF_MEMORY'
    const message = isTooLarge
      ? 'The query needs more memory to be read than a query may have; shorten it'
      : 'The reader of queries stopped unexpectedly; try again'
    for (const id of [...this.#pending.keys()]) {
      this.#fail(id, new QueryError('too-large', message, { start: 0, end: 0 }))
    }
  }

  #restart(): void {
    void this.#forget()?.terminate()
    for (const [id, pending] of this.#pending) this.#send(id, pending)
  }

  #started(): void {
    clearTimeout(this.#starting)
    this.#starting = undefined
  }

  #forget(): Worker | undefined {
    this.#started()
    const worker = this.#worker
    this.#worker = undefined
    this.#schemas = new Map()
    return worker
  }

  #fail(id: number, error: Error): void {
    const pending = this.#pending.get(id)
    this.#settle(id)
    pending?.reject(error)
  }

  #settle(id: number): void {
    clearTimeout(this.#pending.get(id)?.timer)
    this.#pending.delete(id)
    // An idle worker does not keep the program from ending.
    if (this.#pending.size === 0) this.#worker?.unref()
  }
}

function unexpected(reply: WorkerAnswer): Error {
  return new Error(`The worker answered with '${reply.kind}'`)
}

import { Worker } from 'node:worker_threads'
import { afterEach, describe, expect, it } from 'vitest'
import type { Relation } from '../plan/relation.ts'
import type { TranslationOptions } from '../translation.ts'
import { WorkerClient } from './worker-client.ts'

const OPTIONS: TranslationOptions = {
  schema: {
    name: 'test',
    tables: [{ name: 'Logins', columns: [{ name: 'user', type: 'string' }] }],
    open: false,
  },
  nowTicks: 17_000_000_000_000_000n,
}

/** A thread starts from JavaScript only: this one teaches itself TypeScript first. Messages wait until then. */
const RUNS_SOURCES = `
  import('tsx/esm/api').then(({ register }) => {
    register()
    return import(${JSON.stringify(new URL('./worker.ts', import.meta.url).href)})
  })
`

/** A thread that is there and never answers. */
const DEAF = `require('node:worker_threads').parentPort.on('message', () => {}).postMessage({ kind: 'ready' })`

const clients: WorkerClient[] = []
const workers: Worker[] = []

/** A client whose threads run the sources; `first`: what the first thread runs instead. */
function client({ limitMs, first }: { limitMs?: number; first?: string } = {}): WorkerClient {
  let code = first ?? RUNS_SOURCES
  const start = () => {
    const worker = new Worker(code, { eval: true, stdout: true, stderr: true })
    code = RUNS_SOURCES
    workers.push(worker)
    return worker
  }
  const made = new WorkerClient(start, limitMs)
  clients.push(made)
  return made
}

afterEach(async () => {
  await Promise.all(clients.splice(0).map((each) => each.close()))
})

describe('the worker', () => {
  it('translates, and the plan comes back as data', async () => {
    const { plan } = await client().translate('Logins | where user has "ann"', OPTIONS)
    expect(plan.kind).toBe('filter')
    expect(plan.columns).toEqual([{ name: 'user', type: 'string' }])
  })

  it('says where a query is wrong', async () => {
    await expect(client().translate('Logins | where users == 1', OPTIONS)).rejects.toMatchObject({
      code: 'unknown-column',
      construct: 'users',
      at: { start: 15, end: 20 },
    })
  })

  it('has the other side run a plan that it needs rows of', async () => {
    const asked: Relation[] = []
    const { plan } = await client().translate('print d = dynamic({"b":1,"a":"x"}) | evaluate bag_unpack(d)', {
      ...OPTIONS,
      discover: async (question) => {
        asked.push(question)
        return [
          ['b', 'long'],
          ['a', 'string'],
        ]
      },
    })
    expect(asked.map(({ kind }) => kind)).toEqual(['aggregate'])
    expect(plan.columns).toEqual([
      { name: 'a', type: 'string' },
      { name: 'b', type: 'long' },
    ])
  })

  it('passes on why the rows could not be read', async () => {
    const refused = client().translate('print d = dynamic({}) | evaluate bag_unpack(d)', {
      ...OPTIONS,
      discover: () => Promise.reject(new Error('the store is closed')),
    })
    await expect(refused).rejects.toThrow('the store is closed')
  })

  it('ends what does not answer in time, and goes on with a new thread', async () => {
    const deafAtFirst = client({ limitMs: 4_000, first: DEAF })
    await expect(deafAtFirst.translate('print 1', OPTIONS)).rejects.toMatchObject({
      code: 'too-large',
      message: expect.stringContaining('could not be read within 4 s'),
    })
    await expect(deafAtFirst.translate('print 1', OPTIONS)).resolves.toBeDefined()
  })

  it('says so when the thread is killed, and starts another', async () => {
    const killed = client()
    const waiting = killed.translate('print 1', OPTIONS)
    await workers.at(-1)?.terminate()
    await expect(waiting).rejects.toThrow('stopped unexpectedly')
    await expect(killed.translate('print 1', OPTIONS)).resolves.toBeDefined()
  })

  it('takes hostile texts, each with one sentence', async () => {
    const one = client()
    const texts = [
      'print '.padEnd(200_000, 'x'),
      `print ${'('.repeat(40_000)}1`,
      `print ${'-'.repeat(10_000)}1`,
      `print ${'a.'.repeat(20_000)}b`,
      `Logins ${'| where true '.repeat(8_000)}`,
      'print "'.padEnd(90_000, '\\'),
      '\u0000\uFFFF;;;',
      'let f = (x:long) { f(x) }; print f(1)',
      'print constructor, __proto__',
      '',
    ]
    for (const text of texts) {
      const outcome = await one.translate(text, OPTIONS).then(
        () => 'translated',
        (error: Error) => error.message,
      )
      expect(outcome.length).toBeLessThan(400)
      expect(outcome).not.toMatch(/Bridge|function\s*\(/)
    }
    await expect(one.translate('print 1', OPTIONS)).resolves.toBeDefined()
  })
})

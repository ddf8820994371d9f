import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { OTLPLogExporter as JsonExporter } from '@opentelemetry/exporter-logs-otlp-http'
import { OTLPLogExporter as ProtobufExporter } from '@opentelemetry/exporter-logs-otlp-proto'
import { LoggerProvider, type ReadableLogRecord, type SdkLogRecord } from '@opentelemetry/sdk-logs'
import { Logger } from 'splunk-logging'
import { expect, it, onTestFinished } from 'vitest'
import { rebuildRollUps } from '../src/activity/roll-ups/rebuild.ts'
import { openStores } from '../src/store/stores.ts'
import { type AnswerSwallower, answerSwallower } from './support/answer-swallower.ts'
import { weighbridge } from './support/run-weighbridge.ts'
import { freePort, startIntakeProcess } from './support/running-intake.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

const folder = temporaryFolder()
const EVENTS = Number(process.env['WEIGHBRIDGE_DELIVERY_EVENTS'] ?? 20_000)
const KILLS = 5
/** How many batches are sent, and how many of them at a time, by each kind of sender. */
const BATCHES = Math.max(40, EVENTS / 1500)
const AT_ONCE = 3

/** Sends one batch by a client library; true where the library says that it arrived. */
type Send = (lines: readonly string[]) => Promise<boolean>

it(`holds each of ${EVENTS} events once after ${KILLS} kills amid deliveries by the official clients`, async () => {
  const data = join(folder, 'data')
  const port = await freePort()
  const token = weighbridge(['tokens', 'create', 'edge', '--data', data]).out.trim()
  let intake = await startIntakeProcess(data, port)
  onTestFinished(async () => void (await intake.end('SIGKILL')))
  const between = await answerSwallower(port)
  const url = `http://127.0.0.1:${between.port}`
  const senders: Record<string, Send> = {
    hec: splunkSender(url, token),
    'otlp-json': otlpSender(new JsonExporter(otlpOptions(url, token))),
    'otlp-protobuf': otlpSender(new ProtobufExporter(otlpOptions(url, token))),
  }
  const each = Math.floor(EVENTS / Object.keys(senders).length)

  const began = performance.now()
  const counts = { arrived: 0, sentAgain: 0 }
  const ended = { all: false }
  const sending = Object.entries(senders).map(([name, send]) => sendAll(name, each, send, counts))
  const killing = killAmid(counts, ended, between, async () => {
    await intake.end('SIGKILL')
    intake = await startIntakeProcess(data, port)
  })
  await Promise.all(sending)
  ended.all = true
  expect(await killing).toBe(KILLS)
  const seconds = (performance.now() - began) / 1000
  await between.close()
  expect(await intake.end('SIGTERM')).toBe(0)

  const stores = await openStores(data)
  const found = await stores.analytics.query(
    `SELECT account, count() AS events, uniqExact(tokens_in) AS distinct, min(tokens_in) AS first, max(tokens_in) AS last
       FROM inference GROUP BY account ORDER BY account`,
  )
  await rebuildRollUps(stores)
  const [rolledUp] = await stores.analytics.query('SELECT sum(requests) AS events FROM inference_hour')
  const [rejected] = await stores.analytics.query('SELECT count() AS lines FROM reject')
  await stores.close()
  expect(found).toEqual(
    Object.keys(senders).map((account) => ({
      account,
      events: each,
      distinct: each,
      first: 0,
      last: each - 1,
    })),
  )
  expect(rolledUp).toEqual({ events: each * Object.keys(senders).length })
  expect(rejected).toEqual({ lines: 0 })
  console.log(
    `${EVENTS} events in ${seconds.toFixed(1)} s (${Math.round(EVENTS / seconds)}/s) with ${KILLS} kills; ${counts.sentAgain} batches sent again`,
  )
}, 3_600_000)

/**
 * Kills now and then while batches arrive; returns how often. Every other time it does so when rows are stored and
 * their sender has no answer, else at a moment that chance chooses.
 */
async function killAmid(
  counts: { readonly arrived: number },
  ended: { readonly all: boolean },
  between: AnswerSwallower,
  kill: () => Promise<void>,
): Promise<number> {
  const total = BATCHES * 3
  let kills = 0
  while (!ended.all && kills < KILLS) {
    if (counts.arrived < ((kills + 1) * total) / (KILLS + 2)) {
      await pause(5)
      continue
    }
    if (kills % 2 === 0) await between.swallowNext()
    else await pause(Math.random() * 50)
    await kill()
    kills += 1
  }
  return kills
}

/** Sends every event of one sender; a batch that its library gives up is sent again, as its user would. */
async function sendAll(
  name: string,
  events: number,
  send: Send,
  counts: { arrived: number; sentAgain: number },
): Promise<void> {
  const size = Math.ceil(events / BATCHES)
  let next = 0
  const work = async () => {
    while (next < events) {
      const first = next
      next += size
      const lines = Array.from({ length: Math.min(size, events - first) }, (_, at) =>
        lineOf(name, first + at),
      )
      while (!(await send(lines))) {
        counts.sentAgain += 1
        await pause(100)
      }
      counts.arrived += 1
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
}

function lineOf(account: string, number: number): string {
  const time = new Date(Date.UTC(2026, 2, 10) + number * 37).toISOString()
  return `${time} POST /v1/completions user=${account} src=10.50.100.47 tokens_in=${number} tokens_out=20 status=200`
}

function splunkSender(url: string, token: string): Send {
  return (lines) =>
    new Promise((resolve) => {
      const logger = new Logger({ url, token, maxRetries: 2, maxBatchCount: 0, batchInterval: 0 })
      logger.eventFormatter = (message: unknown) => message
      logger.error = () => undefined
      // The time is the event's own: a batch that is sent again must be the same bytes.
      for (const message of lines) {
        logger.send({ message, metadata: { time: Date.parse(message.slice(0, 24)), sourcetype: 'api' } })
      }
      logger.flush((error: unknown, _answer: unknown, body: { code?: number } | undefined) =>
        resolve(!error && body?.code === 0),
      )
    })
}

function otlpOptions(url: string, token: string) {
  const headers = { Authorization: `Bearer ${token}` }
  return { url: `${url}/v1/logs`, headers, timeoutMillis: 10_000, concurrencyLimit: AT_ONCE }
}

function otlpSender(exporter: JsonExporter | ProtobufExporter): Send {
  return (lines) => {
    const records = recordsOf(lines)
    return new Promise((resolve) => exporter.export(records, ({ code }) => resolve(code === 0)))
  }
}

/** What the SDK makes of lines that are logged through it. */
function recordsOf(lines: readonly string[]): ReadableLogRecord[] {
  const records: ReadableLogRecord[] = []
  const collector = {
    onEmit: (record: SdkLogRecord) => void records.push(record),
    forceFlush: async () => undefined,
    shutdown: async () => undefined,
  }
  const logger = new LoggerProvider({ processors: [collector] }).getLogger('delivery')
  for (const body of lines) {
    const timestamp = new Date(body.slice(0, 24))
    logger.emit({ body, timestamp, observedTimestamp: timestamp })
  }
  return records
}

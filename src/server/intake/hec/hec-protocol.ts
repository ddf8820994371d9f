import { z } from 'zod'
import type { Receipt } from '../../../activity/receive/delivery.ts'
import { headersOf, type Problem, Refusal, STATUS } from '../problem.ts'
import { type Answer, type IntakeRequest, json, type Protocol } from '../protocol.ts'
import { HEC, type HecName, hecAnswer } from './codes.ts'
import { eventGroups } from './event-groups.ts'
import { rawEvents } from './raw-lines.ts'
import { BadEvent, readEvents } from './read-events.ts'

const ROOT = '/services/collector'

type Route = (request: IntakeRequest) => Promise<Answer>

/** Paths below the root; each is there with its version too. */
const ROUTES: Readonly<Record<string, Route>> = {
  '': takeEvents,
  '/event': takeEvents,
  '/raw': takeRaw,
  '/ack': answerAcks,
}

/** How the collector's clients are told of a problem. */
const NAMES: Partial<Record<Problem, HecName>> = {
  'no-token': 'tokenRequired',
  'bad-authorization': 'invalidAuthorization',
  'wrong-token': 'invalidToken',
  'bad-request': 'invalidData',
  busy: 'busy',
  'not-stored': 'busy',
  stopping: 'stopping',
}

/** The HTTP Event Collector of Splunk, as its clients speak it. */
export const COLLECTOR: Protocol = {
  owns: (path) => path === ROOT || path.startsWith(`${ROOT}/`),
  health(method, path, state) {
    if (method !== 'GET' || unversioned(path) !== '/health') return null
    return hecAnswer(({ ready: 'healthy', busy: 'unhealthy', stopping: 'stopping' } as const)[state])
  },
  async answer(request) {
    const route = ROUTES[unversioned(request.path)]
    if (route === undefined) throw new Refusal('not-found', 'The collector has no such path.')
    if (request.method !== 'POST') throw new Refusal('bad-method', 'Send events with POST.')
    try {
      return await route(request)
    } catch (error) {
      if (!(error instanceof BadEvent)) throw error
      const number = error.answer === 'noData' ? {} : { 'invalid-event-number': error.event }
      return hecAnswer(error.answer, number)
    }
  },
  refuse({ problem, message, detail }) {
    const name = (detail['hec'] as HecName | undefined) ?? NAMES[problem]
    if (name !== undefined) return hecAnswer(name, {}, headersOf(problem))
    return json(STATUS[problem], { text: message, code: HEC.invalidData.code }, headersOf(problem))
  },
}

/** The path below the root, without the version that may stand behind it. */
function unversioned(path: string): string {
  return path
    .slice(ROOT.length)
    .replace(/\/1\.0$/, '')
    .replace(/\/$/, '')
}

async function takeEvents(request: IntakeRequest): Promise<Answer> {
  const channel = channelOf(request)
  const body = await request.body()
  const groups = eventGroups(readEvents(body), request.sources, request.sorter)
  return taken(channel, await request.deliver(`${ROOT}/event`, body, groups))
}

async function takeRaw(request: IntakeRequest): Promise<Answer> {
  const channel = channelOf(request)
  const body = await request.body()
  if (body.every((byte) => byte === 10 || byte === 13)) throw new BadEvent('noData', 0)
  // A body that is a whole file of a format with a header is taken as that.
  const whole = request.query.has('sourcetype') ? [] : request.sorter.sort(body)
  const isHeaded = whole.length === 1 && whole[0]?.header !== ''
  const groups = isHeaded
    ? whole
    : eventGroups(rawEvents(body, request.query), request.sources, request.sorter)
  return taken(channel, await request.deliver(`${ROOT}/raw`, body, groups))
}

/** With a channel the client may ask later whether it is stored; what it asks by is the number of the batch. */
function taken(channel: string | null, { batch }: Receipt): Answer {
  return hecAnswer('success', channel === null ? {} : { ackId: batch })
}

const CHANNEL = /^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i

function channelOf({ headers, query }: IntakeRequest): string | null {
  const channel = headers['x-splunk-request-channel'] ?? query.get('channel') ?? null
  if (channel === null) return null
  if (typeof channel === 'string' && CHANNEL.test(channel)) return channel
  throw new Refusal('bad-request', 'The channel is no GUID.', { hec: 'invalidChannel' })
}

const asked = z.object({ acks: z.array(z.number().int().nonnegative()).max(10_000) })

/** Answers are sent once rows are durable, so every number that was given out is acknowledged at once. */
async function answerAcks(request: IntakeRequest): Promise<Answer> {
  if (channelOf(request) === null) return hecAnswer('channelMissing')
  let body: unknown
  try {
    body = JSON.parse((await request.body()).toString('utf8'))
  } catch (error) {
    if (error instanceof Refusal) throw error
  }
  const parsed = asked.safeParse(body)
  if (!parsed.success) return hecAnswer('invalidData')
  const durable = await request.confirmed(parsed.data.acks)
  return json(200, { acks: Object.fromEntries(parsed.data.acks.map((ack) => [ack, durable.has(ack)])) })
}

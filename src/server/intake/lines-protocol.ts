import { isDocument } from '../../activity/intake/documents/is-document.ts'
import { recordFraming } from '../../activity/intake/documents/record-lines.ts'
import { HEAD_BYTES } from '../../activity/intake/head.ts'
import type { LineGroup } from '../../activity/receive/delivery.ts'
import { groupOf, linesIn } from '../../activity/receive/line-groups.ts'
import { headersOf, Refusal, STATUS } from './problem.ts'
import { type IntakeRequest, json, type Protocol } from './protocol.ts'

const ROOT = '/intake/'
const HEALTH = '/intake/health'

/** The name that asks for each line to be recognised. */
const AUTO = 'auto'

/** Lines as they are: `POST /intake/SOURCE`, or `/intake/auto` to have each line recognised. */
export const LINES: Protocol = {
  // Also the protocol of every path that is nobody's.
  owns: () => true,
  health(method, path, state) {
    if (path !== HEALTH || (method !== 'GET' && method !== 'HEAD')) return null
    return state === 'ready' ? json(200, { state }) : json(503, { state }, { 'Retry-After': '1' })
  },
  async answer(request) {
    const name = sourceIn(request.path)
    if (request.method !== 'POST') {
      throw new Refusal('bad-method', `${request.method} is not taken here; send lines with POST.`)
    }
    const group = grouping(name, request)
    const body = await request.body()
    const { batch: _, ...counts } = await request.deliver(name, body, group(linesOf(body)))
    return json(200, counts)
  },
  refuse({ problem, message }) {
    return json(STATUS[problem], { error: { code: problem, message } }, headersOf(problem))
  },
}

/** Some senders put their batch into one JSON document, e.g. an array: its records are the lines, as in files. */
function linesOf(body: Buffer): Buffer {
  if (!isDocument(body.subarray(0, HEAD_BYTES))) return body
  const framing = recordFraming()
  return Buffer.concat([framing.lines(body), framing.end()])
}

function sourceIn(path: string): string {
  const name = path.startsWith(ROOT) ? path.slice(ROOT.length) : ''
  if (!/^[a-z][a-z0-9-]*$/.test(name)) {
    throw new Refusal(
      'not-found',
      'There is nothing at this path; send lines to /intake/auto or /intake/SOURCE, HEC to /services/collector, OTLP to /v1/logs.',
    )
  }
  return name
}

function grouping(name: string, { sources, sorter }: IntakeRequest): (body: Buffer) => readonly LineGroup[] {
  if (name === AUTO) return (body) => sorter.sort(body)
  const source = sources.find((candidate) => candidate.name === name)
  if (source === undefined) {
    throw new Refusal(
      'not-its-source',
      `This token may not send lines of ${name}, or there is no such source; "weighbridge sources" lists them.`,
    )
  }
  return (body) => (body.length === 0 ? [] : [groupOf(source, body, linesIn(body))])
}

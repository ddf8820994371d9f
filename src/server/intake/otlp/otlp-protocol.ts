import { headersOf, type Problem, Refusal, STATUS } from '../problem.ts'
import type { Protocol } from '../protocol.ts'
import { encodingOf, exportAnswer, statusAnswer } from './answers.ts'
import { recordsFromJson } from './from-json.ts'
import { recordsFromProtobuf } from './from-protobuf.ts'
import { BadExport, lineOf } from './log-record.ts'

const PATH = '/v1/logs'

const READ = { protobuf: recordsFromProtobuf, json: recordsFromJson } as const

/** The code of google.rpc.Code that belongs to each problem. */
const RPC_CODE: Readonly<Record<Problem, number>> = {
  'no-token': 16,
  'bad-authorization': 16,
  'wrong-token': 16,
  'not-its-source': 7,
  'not-found': 5,
  'bad-method': 12,
  'bad-request': 3,
  'bad-type': 3,
  'bad-encoding': 3,
  'too-large': 3,
  busy: 14,
  stopping: 14,
  'not-stored': 14,
}

/** Logs over OTLP/HTTP, in protobuf or JSON (OTLP specification 1.x). */
export const OTLP: Protocol = {
  owns: (path) => path === PATH,
  health: () => null,
  async answer(request) {
    if (request.method !== 'POST') throw new Refusal('bad-method', 'Export logs with POST.')
    const encoding = encodingOf(request.headers['content-type'])
    if (encoding === null) {
      throw new Refusal('bad-type', 'The Content-Type must be application/x-protobuf or application/json.')
    }
    const body = await request.body()
    const { lines, records } = linesOf(READ[encoding](body))
    const receipt = await request.deliver(PATH, body, request.sorter.sort(lines))
    const rejected = Math.min(records, receipt.rejected - receipt.passedOver)
    const message =
      rejected === 0 ? '' : 'Some lines were rejected; "weighbridge rejects" shows each with its reason.'
    return exportAnswer(encoding, rejected, message)
  },
  refuse({ problem, message }, headers) {
    const encoding = encodingOf(headers['content-type']) ?? 'json'
    return statusAnswer(encoding, STATUS[problem], RPC_CODE[problem], message, headersOf(problem))
  },
}

function linesOf(records: ReturnType<(typeof READ)[keyof typeof READ]>) {
  const lines: string[] = []
  try {
    for (const record of records) lines.push(lineOf(record).replace(/\n+$/, ''))
  } catch (error) {
    if (!(error instanceof BadExport)) throw error
    throw new Refusal(
      'bad-request',
      `It is no request to export logs: ${error.message}. Nothing of it was taken.`,
    )
  }
  const text = lines.length === 0 ? '' : `${lines.join('\n')}\n`
  return { lines: Buffer.from(text), records: lines.length }
}

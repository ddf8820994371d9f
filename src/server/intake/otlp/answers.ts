import type { Answer } from '../protocol.ts'

/** How an export request is encoded, and so its answer. */
export type Encoding = 'protobuf' | 'json'

const TYPE: Readonly<Record<Encoding, string>> = {
  protobuf: 'application/x-protobuf',
  json: 'application/json',
}

/** The encoding that a `Content-Type` names, or null. */
export function encodingOf(type: string | undefined): Encoding | null {
  const name = type?.split(';', 1)[0]?.trim().toLowerCase()
  if (name === TYPE.protobuf || name === 'application/protobuf') return 'protobuf'
  return name === TYPE.json ? 'json' : null
}

/** An ExportLogsServiceResponse; without rejected records and message an empty one, which means full success. */
export function exportAnswer(encoding: Encoding, rejected: number, message: string): Answer {
  const isFull = rejected === 0 && message === ''
  if (encoding === 'json') {
    const partial = { rejectedLogRecords: `${rejected}`, errorMessage: message }
    return answer(encoding, 200, JSON.stringify(isFull ? {} : { partialSuccess: partial }))
  }
  const partial = Buffer.concat([numberField(1, rejected), textField(2, message)])
  return answer(encoding, 200, isFull ? Buffer.alloc(0) : bytesField(1, partial))
}

/** A google.rpc.Status, the answer of every failure. */
export function statusAnswer(
  encoding: Encoding,
  status: number,
  code: number,
  message: string,
  headers: Readonly<Record<string, string>>,
): Answer {
  const body =
    encoding === 'json'
      ? JSON.stringify({ code, message })
      : Buffer.concat([numberField(1, code), textField(2, message)])
  return answer(encoding, status, body, headers)
}

function answer(
  encoding: Encoding,
  status: number,
  body: string | Buffer,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return { status, type: TYPE[encoding], body, headers }
}

/** Fields of a protobuf message; what is zero or empty is left out, as proto3 has it. */
function numberField(field: number, value: number): Buffer {
  return value === 0 ? Buffer.alloc(0) : Buffer.concat([varint(field * 8), varint(value)])
}

function textField(field: number, text: string): Buffer {
  return text === '' ? Buffer.alloc(0) : bytesField(field, Buffer.from(text))
}

function bytesField(field: number, bytes: Buffer): Buffer {
  return Buffer.concat([varint(field * 8 + 2), varint(bytes.length), bytes])
}

function varint(value: number): Buffer {
  const bytes: number[] = []
  let left = value
  while (left >= 0x80) {
    bytes.push((left % 0x80) + 0x80)
    left = Math.floor(left / 0x80)
  }
  return Buffer.from([...bytes, left])
}

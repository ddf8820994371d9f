import { BadExport, type LogRecord, MAX_DEPTH, type OtlpPair, type OtlpValue } from './log-record.ts'
import { WireReader } from './wire-reader.ts'

/** Numbers of the fields that are read, from opentelemetry/proto/{logs,common,collector/logs}/v1. */
const RESOURCE_LOGS = 1
const SCOPE_LOGS = 2
const LOG_RECORDS = 2
const BODY = 5
const ATTRIBUTES = 6
const KEY = 1
const VALUE = 2
const VALUES = 1

/**
 * The records of an ExportLogsServiceRequest in protobuf.
 *
 * @throws BadExport
 */
export function* recordsFromProtobuf(bytes: Buffer): Generator<LogRecord> {
  for (const resourceLogs of messagesIn(bytes, RESOURCE_LOGS)) {
    for (const scopeLogs of messagesIn(resourceLogs, SCOPE_LOGS)) {
      for (const record of messagesIn(scopeLogs, LOG_RECORDS)) yield readRecord(record)
    }
  }
}

/** The messages in a repeated field; all other fields are passed over. */
function* messagesIn(bytes: Buffer, wanted: number): Generator<Buffer> {
  const reader = new WireReader(bytes)
  for (let next = reader.next(); next !== null; next = reader.next()) {
    if (next.field === wanted) yield reader.bytes(next.wire)
    else reader.skip(next.wire)
  }
}

function readRecord(bytes: Buffer): LogRecord {
  const reader = new WireReader(bytes)
  const attributes: OtlpPair[] = []
  let body: OtlpValue = null
  for (let next = reader.next(); next !== null; next = reader.next()) {
    if (next.field === BODY) body = readValue(reader.bytes(next.wire), 0)
    else if (next.field === ATTRIBUTES) attributes.push(readPair(reader.bytes(next.wire), 0))
    else reader.skip(next.wire)
  }
  return { body, attributes }
}

function readPair(bytes: Buffer, depth: number): OtlpPair {
  const reader = new WireReader(bytes)
  let key = ''
  let value: OtlpValue = null
  for (let next = reader.next(); next !== null; next = reader.next()) {
    if (next.field === KEY) key = reader.bytes(next.wire).toString('utf8')
    else if (next.field === VALUE) value = readValue(reader.bytes(next.wire), depth + 1)
    else reader.skip(next.wire)
  }
  return [key, value]
}

/** An AnyValue: of several members the last one stands. */
function readValue(bytes: Buffer, depth: number): OtlpValue {
  if (depth > MAX_DEPTH) throw new BadExport(`a value is nested more than ${MAX_DEPTH} deep`)
  const reader = new WireReader(bytes)
  let value: OtlpValue = null
  for (let next = reader.next(); next !== null; next = reader.next()) {
    const read = MEMBERS[next.field]
    if (read === undefined) reader.skip(next.wire)
    else value = read(reader, next.wire, depth)
  }
  return value
}

/** The members of an AnyValue by their field numbers. */
const MEMBERS: Readonly<Record<number, (reader: WireReader, wire: number, depth: number) => OtlpValue>> = {
  1: (reader, wire) => reader.bytes(wire).toString('utf8'),
  2: (reader, wire) => reader.signed(wire) !== 0n,
  3: (reader, wire) => reader.signed(wire),
  4: (reader, wire) => reader.double(wire),
  5: (reader, wire, depth) => ({
    list: [...messagesIn(reader.bytes(wire), VALUES)].map((value) => readValue(value, depth + 1)),
  }),
  6: (reader, wire, depth) => ({
    pairs: [...messagesIn(reader.bytes(wire), VALUES)].map((pair) => readPair(pair, depth + 1)),
  }),
  7: (reader, wire) => reader.bytes(wire),
}

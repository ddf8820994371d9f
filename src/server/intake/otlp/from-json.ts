import { BadExport, type LogRecord, MAX_DEPTH, type OtlpPair, type OtlpValue } from './log-record.ts'

type Json = Readonly<Record<string, unknown>>

/**
 * The records of an ExportLogsServiceRequest in OTLP's JSON: names in lowerCamelCase, 64-bit numbers as text or number,
 * unknown names passed over.
 *
 * @throws BadExport
 */
export function* recordsFromJson(bytes: Buffer): Generator<LogRecord> {
  for (const resourceLogs of listIn(parse(bytes), 'resourceLogs')) {
    for (const scopeLogs of listIn(resourceLogs, 'scopeLogs')) {
      for (const record of listIn(scopeLogs, 'logRecords')) {
        yield {
          body: readValue(record['body'], 0),
          attributes: listIn(record, 'attributes').map((pair) => pairOf(pair, 0)),
        }
      }
    }
  }
}

function parse(bytes: Buffer): Json {
  try {
    return objectOf(JSON.parse(bytes.toString('utf8')), 'the body')
  } catch (error) {
    if (error instanceof BadExport) throw error
    throw new BadExport('it is not valid JSON')
  }
}

function objectOf(value: unknown, what: string): Json {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json
  throw new BadExport(`${what} is not an object`)
}

function listIn(object: Json, name: string): Json[] {
  const list = object[name] ?? []
  if (!Array.isArray(list)) throw new BadExport(`${name} is not a list`)
  return list.map((item) => objectOf(item, `an entry of ${name}`))
}

function pairOf(pair: Json, depth: number): OtlpPair {
  return [String(pair['key'] ?? ''), readValue(pair['value'], depth + 1)]
}

function readValue(value: unknown, depth: number): OtlpValue {
  if (value === undefined || value === null) return null
  if (depth > MAX_DEPTH) throw new BadExport(`a value is nested more than ${MAX_DEPTH} deep`)
  for (const [name, member] of Object.entries(objectOf(value, 'a value'))) {
    if (member !== null) return MEMBERS[name]?.(member, depth) ?? null
  }
  return null
}

/** The members of an AnyValue by their names. */
const MEMBERS: Readonly<Record<string, (member: unknown, depth: number) => OtlpValue>> = {
  stringValue: (member) => String(member),
  boolValue: (member) => member === true,
  // Text as the specification has it, or a number as some write, who also write ones that no int64 holds.
  intValue: (member) => {
    if (typeof member === 'number') return member
    if (!/^-?\d{1,40}$/.test(String(member))) throw new BadExport('an intValue is not a whole number')
    return BigInt(String(member))
  },
  doubleValue: (member) => Number(member),
  arrayValue: (member, depth) => {
    const values = objectOf(member, 'an arrayValue')['values'] ?? []
    if (!Array.isArray(values)) throw new BadExport('values is not a list')
    return { list: values.map((value) => readValue(value, depth + 1)) }
  },
  kvlistValue: (member, depth) => ({
    pairs: listIn(objectOf(member, 'a kvlistValue'), 'values').map((pair) => pairOf(pair, depth + 1)),
  }),
  bytesValue: (member) => Buffer.from(String(member), 'base64'),
}

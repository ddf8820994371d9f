import { z } from 'zod'
import type { HecName } from './codes.ts'
import { jsonObjects, memberOf, NOT_AN_OBJECT } from './json-objects.ts'

/** One event of a body. */
export interface HecEvent {
  /** What was logged: its text, or JSON on one line. */
  readonly text: Buffer
  /** All of it, the metadata too, as JSON on one line. */
  readonly envelope: Buffer
  readonly sourcetype: string
}

/** Thrown for a body that is not all events; `name` is the answer, `event` the number of the first bad one, from 0. */
export class BadEvent extends Error {
  readonly answer: HecName
  readonly event: number

  constructor(answer: HecName, event: number) {
    super(answer)
    this.answer = answer
    this.event = event
  }
}

const text = z.string().optional().nullable()
const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()])
const envelope = z.object({
  event: z.unknown().optional(),
  time: z.union([z.number(), z.string()]).optional().nullable(),
  host: text,
  source: text,
  sourcetype: text,
  index: text,
  fields: z.unknown().optional(),
})
const fields = z.record(z.string(), z.union([scalar, z.array(scalar)]))

/**
 * The events of a body of concatenated JSON objects.
 *
 * @throws BadEvent
 */
export function* readEvents(body: Buffer): Generator<HecEvent> {
  let event = 0
  for (const bytes of jsonObjects(body)) {
    if (bytes === NOT_AN_OBJECT) throw new BadEvent('invalidData', event)
    yield readEvent(bytes, event)
    event += 1
  }
  if (event === 0) throw new BadEvent('noData', 0)
}

function readEvent(bytes: Buffer, number: number): HecEvent {
  const parsed = envelope.safeParse(parse(bytes))
  if (!parsed.success) throw new BadEvent('invalidData', number)
  const { event, sourcetype } = parsed.data
  if (event === undefined || event === null) throw new BadEvent('eventRequired', number)
  if (event === '') throw new BadEvent('eventBlank', number)
  if (parsed.data.fields !== undefined && !fields.safeParse(parsed.data.fields).success) {
    throw new BadEvent('indexedFields', number)
  }
  // The bytes as they came: numbers past 2^53 and the order of names stay what they were.
  const written = memberOf(bytes, 'event') as Buffer
  return {
    text: typeof event === 'string' ? Buffer.from(event) : onOneLine(written),
    envelope: onOneLine(bytes),
    sourcetype: sourcetype ?? '',
  }
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return undefined
  }
}

/** In well-formed JSON line ends stand only between values, where a space means the same. */
function onOneLine(json: Buffer): Buffer {
  if (!json.includes(10) && !json.includes(13)) return json
  return Buffer.from(json.map((byte) => (byte === 10 || byte === 13 ? 0x20 : byte)))
}

/** Keys under which products put the records of one document, and what may stand beside them. */
export const RECORD_KEYS = ['Records', 'records', 'value', 'events', 'logEvents'] as const

/** Says where the next page is or what the document is, not what somebody did. */
const BESIDE = new Set([
  'nextLink',
  '@odata.nextLink',
  '@odata.context',
  '@odata.count',
  'nextToken',
  'count',
])

const KEY = RECORD_KEYS.join('|')
const ARRAY = /^\[\s*(\]|\{\s*["}])/
const ENVELOPE = new RegExp(`^\\{\\s*"(${KEY})"\\s*:\\s*\\[\\s*[\\]{]`)

/**
 * True where an input begins with one JSON document that holds its records in an array, e.g. `{"Records":[{…` or
 * `[{…`. JSON lines whose first key only happens to be one of these are none.
 *
 * @example isDocument(Buffer.from('{"Records": [{"eventName": "GetObject"}]}')) // => true
 * @example isDocument(Buffer.from('{"user": "a", "events": [{}]}')) // => false
 */
export function isDocument(head: Buffer): boolean {
  const text = head
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart()
  return ARRAY.test(text) || (ENVELOPE.test(text) && !isOneOfManyLines(text))
}

/** A line with an array and more beside it, followed by another: an event that holds events, not a page of them. */
function isOneOfManyLines(text: string): boolean {
  const newline = text.indexOf('\n')
  if (newline < 0 || !text.slice(newline).trimStart().startsWith('{')) return false
  try {
    const keys = Object.keys(JSON.parse(text.slice(0, newline)) as object)
    return keys.slice(1).some((key) => !BESIDE.has(key))
  } catch {
    return false
  }
}

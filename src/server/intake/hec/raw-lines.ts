import type { HecEvent } from './read-events.ts'

/** What a request to the raw endpoint says about all its lines. */
const METADATA = ['time', 'host', 'source', 'sourcetype', 'index'] as const

/** Every line of a raw body as an event, with the metadata that stand in the query. Blank lines are none. */
export function* rawEvents(body: Buffer, query: URLSearchParams): Generator<HecEvent> {
  const metadata = Object.fromEntries(
    METADATA.flatMap((name) => (query.has(name) ? [[name, query.get(name) ?? '']] : [])),
  )
  for (let at = 0; at < body.length; ) {
    const newline = body.indexOf(10, at)
    const end = newline < 0 ? body.length : newline
    const text = body.subarray(at, body[end - 1] === 13 ? end - 1 : end)
    at = end + 1
    if (text.length === 0) continue
    yield {
      text,
      get envelope() {
        return Buffer.from(JSON.stringify({ ...metadata, event: text.toString('utf8') }))
      },
      sourcetype: metadata['sourcetype'] ?? '',
    }
  }
}

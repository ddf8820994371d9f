/** A value as OTLP knows them, whatever it was encoded in. */
export type OtlpValue =
  | string
  | boolean
  | number
  | bigint
  | Uint8Array
  | null
  | { readonly list: readonly OtlpValue[] }
  | { readonly pairs: readonly OtlpPair[] }

export type OtlpPair = readonly [key: string, value: OtlpValue]

/** What is taken of a log record. */
export interface LogRecord {
  readonly body: OtlpValue
  readonly attributes: readonly OtlpPair[]
}

/** Nobody logs deeper; a hostile sender would fill the stack. */
export const MAX_DEPTH = 64

/** Thrown for bytes that are no request to export logs, with one clause that says why. */
export class BadExport extends Error {}

/**
 * The line or lines that a record stands for: a text as it is, anything else as JSON on one line. A record without a body
 * stands for its attributes.
 *
 * @example lineOf({ body: null, attributes: [['a', 1n]] }) // => '{"a":1}'
 */
export function lineOf({ body, attributes }: LogRecord): string {
  if (typeof body === 'string' && body !== '') return body
  return toJson(body === null || body === '' ? { pairs: attributes } : body)
}

function toJson(value: OtlpValue): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'bigint') return value.toString()
  // JSON has no word for them.
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : `"${value}"`
  if (value instanceof Uint8Array) return `"${Buffer.from(value).toString('base64')}"`
  if ('list' in value) return `[${value.list.map(toJson).join(',')}]`
  return `{${value.pairs.map(([key, member]) => `${JSON.stringify(key)}:${toJson(member)}`).join(',')}}`
}

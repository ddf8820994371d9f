import type { AnalyticsStore, Parameters } from './analytics-store.ts'

/** Rows of a block, a column at a time: numbers as such, texts as a dictionary and what of it each row holds. */
export interface Columns {
  readonly rows: number
  /** @throws Error where the SELECT has no numeric column of that name. */
  numbers(name: string): ArrayLike<number>
  /** @throws Error where the SELECT has no column of that name that holds text. */
  texts(name: string): Texts
}

export interface Texts {
  readonly dictionary: readonly string[]
  /** Of each row the place of its text in the dictionary. */
  readonly at: ArrayLike<number>
}

/**
 * The rows of a SELECT as columns, block by block: millions of rows as objects would cost more than computing them.
 *
 * Columns may be UInt8 to UInt64, Int64, Date, DateTime, Float64 and LowCardinality(String). A value beyond 2^53 is
 * rounded.
 */
export async function* readColumns(
  analytics: AnalyticsStore,
  select: string,
  parameters: Parameters = {},
): AsyncGenerator<Columns> {
  let waiting: Buffer[] = []
  let held = 0
  let wanted = 1
  for await (const piece of analytics.exportRows(select, parameters)) {
    waiting.push(piece)
    held += piece.length
    if (held < wanted) continue
    const bytes = waiting.length === 1 ? piece : Buffer.concat(waiting)
    let from = 0
    for (;;) {
      const block = blockAt(bytes, from)
      if ('needs' in block) {
        wanted = block.needs - from
        break
      }
      if (block.columns.rows > 0) yield block.columns
      from = block.end
    }
    waiting = [bytes.subarray(from)]
    held = bytes.length - from
  }
  if (held > 0) throw new Error('The answer of the engine ends within a block.')
}

type Block = { readonly columns: Columns; readonly end: number } | { readonly needs: number }

/** Bytes of the engine's format Native: the numbers of columns and rows, then each column with its name and type. */
class Cursor {
  readonly bytes: Buffer
  at: number

  constructor(bytes: Buffer, at: number) {
    this.bytes = bytes
    this.at = at
  }

  /** Goes past so many bytes, and gives where they began. */
  skip(length: number): number {
    const from = this.at
    if (from + length > this.bytes.length) throw new Missing(from + length)
    this.at = from + length
    return from
  }

  /** An unsigned LEB128. */
  length(): number {
    let value = 0
    for (let weight = 1; ; weight *= 128) {
      const byte = this.bytes[this.skip(1)] ?? 0
      value += (byte & 127) * weight
      if (byte < 128) return value
    }
  }

  text(): string {
    const length = this.length()
    const from = this.skip(length)
    return this.bytes.toString('utf8', from, from + length)
  }

  whole(): number {
    return Number(this.bytes.readBigUInt64LE(this.skip(8)))
  }
}

class Missing extends Error {
  readonly needs: number

  constructor(needs: number) {
    super()
    this.needs = needs
  }
}

type Column = ArrayLike<number> | Texts

function blockAt(bytes: Buffer, from: number): Block {
  const cursor = new Cursor(bytes, from)
  try {
    const columnCount = cursor.length()
    const rows = cursor.length()
    const columns = new Map<string, Column>()
    for (let column = 0; column < columnCount; column += 1) {
      const name = cursor.text()
      const type = cursor.text()
      columns.set(name, columnOf(cursor, type, rows))
    }
    return { columns: columnsOf(columns, rows), end: cursor.at }
  } catch (error) {
    if (error instanceof Missing) return { needs: error.needs }
    throw error
  }
}

function columnsOf(columns: ReadonlyMap<string, Column>, rows: number): Columns {
  return {
    rows,
    numbers(name) {
      const column = columns.get(name)
      if (column === undefined || 'dictionary' in column) throw new Error(`There is no number ${name}.`)
      return column
    },
    texts(name) {
      const column = columns.get(name)
      if (column === undefined || !('dictionary' in column)) throw new Error(`There is no text ${name}.`)
      return column
    },
  }
}

/** Copied out of the piece, whose bytes lie at any place: a typed array must begin at a multiple of its width. */
const NUMBERS: Readonly<
  Record<string, { readonly width: number; of(bytes: ArrayBuffer): ArrayLike<number> }>
> = {
  UInt8: { width: 1, of: (bytes) => new Uint8Array(bytes) },
  UInt16: { width: 2, of: (bytes) => new Uint16Array(bytes) },
  Date: { width: 2, of: (bytes) => new Uint16Array(bytes) },
  UInt32: { width: 4, of: (bytes) => new Uint32Array(bytes) },
  DateTime: { width: 4, of: (bytes) => new Uint32Array(bytes) },
  UInt64: { width: 8, of: (bytes) => halves(new Uint32Array(bytes)) },
  Int64: { width: 8, of: (bytes) => Float64Array.from(new BigInt64Array(bytes), Number) },
  Float64: { width: 8, of: (bytes) => new Float64Array(bytes) },
}

function columnOf(cursor: Cursor, type: string, rows: number): Column {
  if (type === 'LowCardinality(String)') return textsOf(cursor, rows)
  const kind = NUMBERS[type.replace(/\('.*'\)$/, '')]
  if (kind === undefined)
    throw new Error(`A column of type ${type} cannot be read; convert it in the SELECT.`)
  return numbersOf(cursor, kind, rows)
}

function numbersOf(
  cursor: Cursor,
  kind: NonNullable<(typeof NUMBERS)[string]>,
  rows: number,
): ArrayLike<number> {
  const from = cursor.skip(rows * kind.width)
  const { buffer, byteOffset } = cursor.bytes
  return kind.of(buffer.slice(byteOffset + from, byteOffset + cursor.at) as ArrayBuffer)
}

/** BigInts cost ten times as much. */
function halves(words: Uint32Array): Float64Array {
  const values = new Float64Array(words.length / 2)
  for (let i = 0; i < values.length; i += 1)
    values[i] = (words[2 * i] ?? 0) + (words[2 * i + 1] ?? 0) * 4_294_967_296
  return values
}

const INDEX_TYPES = ['UInt8', 'UInt16', 'UInt32', 'UInt64'] as const

/** A version, a flag word whose lowest byte says how wide places are, the dictionary, then the place of each row. */
function textsOf(cursor: Cursor, rows: number): Texts {
  if (rows === 0) return { dictionary: [], at: [] }
  cursor.whole()
  const flags = cursor.whole()
  const dictionary = Array.from({ length: cursor.whole() }, () => cursor.text())
  const kind = NUMBERS[INDEX_TYPES[flags & 3] ?? 'UInt64']
  const count = cursor.whole()
  if (kind === undefined || count !== rows) throw new Error('A dictionary of the engine is not understood.')
  return { dictionary, at: numbersOf(cursor, kind, rows) }
}

import type { Span } from '../../../plan/span.ts'
import type { Cursor, Word } from '../cursor.ts'
import type { EvalExpression } from '../eval-expression.ts'
import { flag, type Options, takeOption } from '../options.ts'
import { parseEval } from '../parse-eval.ts'
import type { SplReader } from '../reader.ts'

export interface HeadCommand {
  readonly kind: 'head' | 'tail'
  readonly count: number
  /** `head (condition)`: rows up to the first on which it does not hold. */
  readonly condition?: EvalExpression
  readonly keepLast: boolean
  readonly allowNull: boolean
  readonly at: Span
}

export interface ReverseCommand {
  readonly kind: 'reverse' | 'uniq'
  readonly at: Span
}

export interface SplSortKey {
  readonly field: Word
  readonly descending: boolean
  readonly as: 'auto' | 'num' | 'str' | 'ip'
}

export interface SortCommand {
  readonly kind: 'sort'
  /** 0: no limit. */
  readonly count: number
  readonly keys: readonly SplSortKey[]
  readonly reversed: boolean
  readonly at: Span
}

export interface DedupCommand {
  readonly kind: 'dedup'
  readonly count: number
  readonly names: readonly Word[]
  readonly keepEvents: boolean
  readonly keepEmpty: boolean
  readonly consecutive: boolean
  readonly sortBy: readonly SplSortKey[]
  readonly at: Span
}

export function parseHead(reader: SplReader, start: number): HeadCommand {
  return { kind: 'head', ...head(reader.cursor), at: reader.cursor.spanFrom(start) }
}

export function parseTail(reader: SplReader, start: number): HeadCommand {
  return { kind: 'tail', ...head(reader.cursor), at: reader.cursor.spanFrom(start) }
}

function head(cursor: Cursor) {
  const options: Options = new Map()
  let count: number | undefined
  let condition: EvalExpression | undefined
  while (!cursor.atCommandEnd()) {
    if (takeOption(cursor, ['limit', 'null', 'keeplast'], options)) continue
    const number = cursor.look(/\d+/y)
    if (number !== null) {
      cursor.offset += number[0].length
      count = Number(number[0])
    } else {
      condition = parseEval(cursor)
    }
  }
  const limit = options.get('limit')
  if (limit !== undefined) count = Number(limit.text)
  return {
    count: count ?? (condition === undefined ? 10 : Number.MAX_SAFE_INTEGER),
    ...(condition === undefined ? {} : { condition }),
    keepLast: flag(options, 'keeplast', false),
    allowNull: flag(options, 'null', false),
  }
}

export function parseReverse({ cursor }: SplReader, start: number): ReverseCommand {
  return { kind: 'reverse', at: cursor.spanFrom(start) }
}

export function parseUniq({ cursor }: SplReader, start: number): ReverseCommand {
  return { kind: 'uniq', at: cursor.spanFrom(start) }
}

export function parseSort({ cursor }: SplReader, start: number): SortCommand {
  const options: Options = new Map()
  let count: number | undefined
  takeOption(cursor, ['limit'], options)
  const leading = cursor.look(/\d+(?=\s)/y)
  if (leading !== null) {
    cursor.offset += leading[0].length
    count = Number(leading[0])
  }
  const keys = sortKeys(cursor, options, ['limit'])
  if (keys.length === 0) throw cursor.unexpected('a field to sort by is missing')
  const reversed = cursor.takeKeyword('desc') || cursor.takeKeyword('d')
  const limit = options.get('limit')
  if (limit !== undefined) count = Number(limit.text)
  return { kind: 'sort', count: count ?? 10_000, keys, reversed, at: cursor.spanFrom(start) }
}

function sortKeys(cursor: Cursor, options: Options, optionNames: readonly string[]): SplSortKey[] {
  const keys: SplSortKey[] = []
  while (!cursor.atCommandEnd()) {
    if (cursor.take(',')) continue
    if (takeOption(cursor, optionNames, options)) continue
    const descending = cursor.take('-')
    if (!descending) cursor.take('+')
    const typed = cursor.look(/(auto|num|str|ip)\s*\(/iy)
    if (typed === null) {
      const field = cursor.readField('a field to sort by')
      // A last word alone, desc or d, turns the whole order around.
      const last = keys.at(-1)
      if (last !== undefined && /^(desc|d|asc|a)$/i.test(field.text) && !field.quoted && !descending) {
        if (/^d/i.test(field.text)) keys[keys.length - 1] = { ...last, descending: !last.descending }
        continue
      }
      keys.push({ field, descending, as: 'auto' })
    } else {
      cursor.offset += typed[0].length
      const field = cursor.readField('a field to sort by')
      cursor.expect(')', `at the end of ${typed[1]}`)
      keys.push({ field, descending, as: (typed[1]?.toLowerCase() ?? 'auto') as SplSortKey['as'] })
    }
  }
  return keys
}

const DEDUP_OPTIONS = ['keepevents', 'keepempty', 'consecutive']

export function parseDedup({ cursor }: SplReader, start: number): DedupCommand {
  const options: Options = new Map()
  const names: Word[] = []
  let sortBy: SplSortKey[] = []
  const leading = cursor.look(/\d+(?=\s)/y)
  if (leading !== null) cursor.offset += leading[0].length
  while (!cursor.atCommandEnd()) {
    if (cursor.take(',') || takeOption(cursor, DEDUP_OPTIONS, options)) continue
    if (cursor.takeKeyword('sortby')) sortBy = sortKeys(cursor, options, DEDUP_OPTIONS)
    else names.push(cursor.readField())
  }
  if (names.length === 0) throw cursor.unexpected('a field is missing')
  return {
    kind: 'dedup',
    count: leading === null ? 1 : Number(leading[0]),
    names,
    keepEvents: flag(options, 'keepevents', false),
    keepEmpty: flag(options, 'keepempty', false),
    consecutive: flag(options, 'consecutive', false),
    sortBy,
    at: cursor.spanFrom(start),
  }
}

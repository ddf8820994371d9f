import type { Span } from '../../../plan/span.ts'
import type { Word } from '../cursor.ts'
import { flag, type Options, takeOption, text } from '../options.ts'
import type { SplReader } from '../reader.ts'
import { readNames } from './fields.ts'

/** One text becomes several values. */
export interface MakeMvCommand {
  readonly kind: 'makemv'
  readonly field: Word
  readonly delimiter: string
  /** Its first group gives the values, in place of the delimiter. */
  readonly tokenizer?: string
  readonly allowEmpty: boolean
  readonly at: Span
}

/** One row for each value. */
export interface MvExpandCommand {
  readonly kind: 'mvexpand'
  readonly field: Word
  readonly limit: number
  readonly at: Span
}

/** Rows that differ in this field only become one. */
export interface MvCombineCommand {
  readonly kind: 'mvcombine'
  readonly field: Word
  readonly delimiter: string
  readonly at: Span
}

export interface NoMvCommand {
  readonly kind: 'nomv'
  readonly field: Word
  readonly at: Span
}

/** A template that runs for every field that matches. */
export interface ForeachCommand {
  readonly kind: 'foreach'
  readonly mode: string
  readonly names: readonly Word[]
  /** The text between the brackets, with `<<FIELD>>` in it. */
  readonly template: string
  readonly templateAt: Span
  readonly at: Span
}

export function parseMakeMv({ cursor }: SplReader, start: number): MakeMvCommand {
  const options: Options = new Map()
  const [field] = readNames(cursor, ['delim', 'tokenizer', 'allowempty', 'setsv'], options)
  if (field === undefined) throw cursor.unexpected('a field is missing')
  const tokenizer = text(options, 'tokenizer')
  return {
    kind: 'makemv',
    field,
    delimiter: text(options, 'delim') ?? ' ',
    ...(tokenizer === undefined ? {} : { tokenizer }),
    allowEmpty: flag(options, 'allowempty', false),
    at: cursor.spanFrom(start),
  }
}

export function parseMvExpand({ cursor }: SplReader, start: number): MvExpandCommand {
  const options: Options = new Map()
  const [field] = readNames(cursor, ['limit'], options)
  if (field === undefined) throw cursor.unexpected('a field is missing')
  return { kind: 'mvexpand', field, limit: Number(text(options, 'limit') ?? 0), at: cursor.spanFrom(start) }
}

export function parseMvCombine({ cursor }: SplReader, start: number): MvCombineCommand {
  const options: Options = new Map()
  const [field] = readNames(cursor, ['delim'], options)
  if (field === undefined) throw cursor.unexpected('a field is missing')
  return { kind: 'mvcombine', field, delimiter: text(options, 'delim') ?? ' ', at: cursor.spanFrom(start) }
}

export function parseNoMv({ cursor }: SplReader, start: number): NoMvCommand {
  return { kind: 'nomv', field: cursor.readField(), at: cursor.spanFrom(start) }
}

export function parseForeach({ cursor }: SplReader, start: number): ForeachCommand {
  const options: Options = new Map()
  const names: Word[] = []
  const optionNames = [
    'mode',
    'fieldstr',
    'matchstr',
    'matchseg1',
    'matchseg2',
    'matchseg3',
    'itemstr',
    'iterstr',
  ]
  while (cursor.peek() !== '[') {
    if (cursor.atCommandEnd()) throw cursor.unexpected('a subsearch in [ ] is missing')
    if (cursor.take(',') || takeOption(cursor, optionNames, options)) continue
    names.push(cursor.readField())
  }
  cursor.take('[')
  const from = cursor.offset
  skipToBracket(cursor.text, from, (offset) => {
    cursor.offset = offset
  })
  const template = cursor.text.slice(from, cursor.offset)
  const templateAt = cursor.spanFrom(from)
  cursor.expect(']', 'at the end of the subsearch')
  return {
    kind: 'foreach',
    mode: text(options, 'mode')?.toLowerCase() ?? 'multifield',
    names,
    template,
    templateAt,
    at: cursor.spanFrom(start),
  }
}

/** The offset of the bracket that closes the one before `start`, or the text's end. */
function skipToBracket(text: string, start: number, found: (offset: number) => void): void {
  let depth = 0
  let quoted = false
  let offset = start
  for (; offset < text.length; offset += 1) {
    const character = text[offset]
    if (character === '\\') offset += 1
    else if (character === '"') quoted = !quoted
    else if (quoted) continue
    else if (character === '[') depth += 1
    else if (character === ']' && depth > 0) depth -= 1
    else if (character === ']') break
  }
  found(Math.min(offset, text.length))
}

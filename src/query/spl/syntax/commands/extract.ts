import type { Span } from '../../../plan/span.ts'
import type { Word } from '../cursor.ts'
import { type Options, takeOption, text } from '../options.ts'
import type { SplReader } from '../reader.ts'

/** Fields out of a text by a regular expression with named groups, or (`mode=sed`) the text changed. */
export interface RexCommand {
  readonly kind: 'rex'
  readonly field: string
  readonly pattern: string
  readonly patternAt: Span
  readonly sed: boolean
  /** 0: all matches. */
  readonly maxMatch: number
  readonly offsetField?: Span
  readonly at: Span
}

/** A value out of JSON or XML. Without a path: all fields, of which only those used later are read. */
export interface SpathCommand {
  readonly kind: 'spath'
  readonly input: string
  readonly path?: string
  readonly output?: string
  readonly at: Span
}

/** `xmlkv`, `extract` (`kv`): pairs of name and value in a text become fields. */
export interface PairsCommand {
  readonly kind: 'pairs'
  readonly form: 'xml' | 'pairs'
  readonly field: string
  readonly pairDelimiters: string
  readonly valueDelimiters: string
  readonly at: Span
}

export interface IpLocationCommand {
  readonly kind: 'iplocation'
  readonly field: Word
  readonly prefix: string
  readonly allFields: boolean
  readonly at: Span
}

export function parseRex({ cursor }: SplReader, start: number): RexCommand {
  const options: Options = new Map()
  let pattern: { text: string; at: Span } | undefined
  while (!cursor.atCommandEnd()) {
    if (cursor.take(',') || takeOption(cursor, ['field', 'max_match', 'mode', 'offset_field'], options))
      continue
    if (cursor.peek() === '"') {
      pattern = cursor.readWord('a regular expression')
      continue
    }
    // A pattern without quotes ends at the first space.
    const match = cursor.look(/[^\s|]+/y)
    if (match === null) throw cursor.unexpected('a regular expression is missing')
    const from = cursor.offset
    cursor.refuseMacro(from)
    cursor.offset += match[0].length
    pattern = { text: match[0], at: cursor.spanFrom(from) }
  }
  if (pattern === undefined) throw cursor.unexpected('a regular expression is missing')
  const offsetField = options.get('offset_field')
  return {
    kind: 'rex',
    field: text(options, 'field') ?? '_raw',
    pattern: pattern.text,
    patternAt: pattern.at,
    sed: text(options, 'mode')?.toLowerCase() === 'sed',
    maxMatch: Number(text(options, 'max_match') ?? 1),
    ...(offsetField === undefined ? {} : { offsetField: offsetField.at }),
    at: cursor.spanFrom(start),
  }
}

export function parseSpath({ cursor }: SplReader, start: number): SpathCommand {
  const options: Options = new Map()
  let path: string | undefined
  while (!cursor.atCommandEnd()) {
    if (cursor.take(',') || takeOption(cursor, ['input', 'output', 'path'], options)) continue
    path = cursor.readField('a path').text
  }
  path = text(options, 'path') ?? path
  const output = text(options, 'output')
  return {
    kind: 'spath',
    input: text(options, 'input') ?? '_raw',
    ...(path === undefined ? {} : { path }),
    ...(output === undefined ? {} : { output }),
    at: cursor.spanFrom(start),
  }
}

/** `fromjson field`: every field of the JSON in it. */
export function parseFromJson({ cursor }: SplReader, start: number): SpathCommand {
  const options: Options = new Map()
  let input: string | undefined
  while (!cursor.atCommandEnd()) {
    if (cursor.take(',') || takeOption(cursor, ['prefix'], options)) continue
    input = cursor.readField('a field with JSON').text
  }
  if (input === undefined) throw cursor.unexpected('a field with JSON is missing')
  return { kind: 'spath', input, at: cursor.spanFrom(start) }
}

export function parseXmlKv({ cursor }: SplReader, start: number): PairsCommand {
  return { kind: 'pairs', form: 'xml', ...pairs({ cursor }), at: cursor.spanFrom(start) }
}

export function parseExtract({ cursor }: SplReader, start: number): PairsCommand {
  return { kind: 'pairs', form: 'pairs', ...pairs({ cursor }), at: cursor.spanFrom(start) }
}

function pairs({ cursor }: Pick<SplReader, 'cursor'>) {
  const options: Options = new Map()
  let field = '_raw'
  const names = [
    'maxinputs',
    'pairdelim',
    'kvdelim',
    'limit',
    'auto',
    'reload',
    'clean_keys',
    'mv_add',
    'segment',
  ]
  while (!cursor.atCommandEnd()) {
    if (cursor.take(',') || takeOption(cursor, names, options)) continue
    field = cursor.readField().text
  }
  return {
    field,
    pairDelimiters: text(options, 'pairdelim') ?? ' ,;\n\t|',
    valueDelimiters: text(options, 'kvdelim') ?? '=',
  }
}

export function parseIpLocation({ cursor }: SplReader, start: number): IpLocationCommand {
  const options: Options = new Map()
  let field: Word | undefined
  while (!cursor.atCommandEnd()) {
    if (cursor.take(',') || takeOption(cursor, ['prefix', 'allfields', 'lang'], options)) continue
    field = cursor.readField()
  }
  if (field === undefined) throw cursor.unexpected('a field with addresses is missing')
  return {
    kind: 'iplocation',
    field,
    prefix: text(options, 'prefix') ?? '',
    allFields: /^(t|true|1)$/i.test(text(options, 'allfields') ?? ''),
    at: cursor.spanFrom(start),
  }
}

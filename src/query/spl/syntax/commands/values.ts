import type { Span } from '../../../plan/span.ts'
import type { Word } from '../cursor.ts'
import type { EvalExpression } from '../eval-expression.ts'
import { type Options, type OptionValue, takeOption, text } from '../options.ts'
import { parseEval } from '../parse-eval.ts'
import type { SplReader } from '../reader.ts'

export interface EvalCommand {
  readonly kind: 'eval'
  readonly assignments: readonly { readonly name: Word; readonly value: EvalExpression }[]
  readonly at: Span
}

/** `convert ctime(x) as y`: functions that turn one field's values into another form. */
export interface ConvertCommand {
  readonly kind: 'convert'
  readonly timeFormat?: string
  readonly conversions: readonly {
    readonly function: string
    readonly field: Word
    readonly as?: string
    readonly at: Span
  }[]
  readonly at: Span
}

export interface BinCommand {
  readonly kind: 'bin'
  readonly field: Word
  readonly as?: string
  readonly options: ReadonlyMap<string, OptionValue>
  readonly at: Span
}

/** `strcat a "-" b c`: c is the others joined. */
export interface StrcatCommand {
  readonly kind: 'strcat'
  readonly sources: readonly Word[]
  readonly target: string
  readonly allRequired: boolean
  readonly at: Span
}

/** `rangemap field=x low=0-10 default=high`. */
export interface RangeMapCommand {
  readonly kind: 'rangemap'
  readonly field: string
  readonly ranges: readonly { readonly name: string; readonly from: string; readonly to: string }[]
  readonly otherwise: string
  readonly at: Span
}

export function parseEvalCommand({ cursor }: SplReader, start: number): EvalCommand {
  const assignments: { name: Word; value: EvalExpression }[] = []
  do {
    if (cursor.atCommandEnd()) break
    const name = cursor.readField('the field to assign to')
    cursor.expect('=', `after the field "${name.text}"`)
    assignments.push({ name, value: parseEval(cursor) })
  } while (cursor.take(','))
  if (assignments.length === 0) throw cursor.unexpected('an assignment such as x=1 is missing')
  return { kind: 'eval', assignments, at: cursor.spanFrom(start) }
}

export function parseConvert({ cursor }: SplReader, start: number): ConvertCommand {
  const options: Options = new Map()
  const conversions: { function: string; field: Word; as?: string; at: Span }[] = []
  while (!cursor.atCommandEnd()) {
    if (cursor.take(',')) continue
    if (takeOption(cursor, ['timeformat'], options)) continue
    cursor.skipSpace()
    const from = cursor.offset
    const name = cursor.readWord('a conversion such as ctime(field)').text
    cursor.expect('(', `after "${name}"`)
    const field = cursor.readField()
    cursor.expect(')', `at the end of ${name}`)
    const as = cursor.takeKeyword('as') ? cursor.readNewName().text : undefined
    conversions.push({
      function: name,
      field,
      ...(as === undefined ? {} : { as }),
      at: cursor.spanFrom(from),
    })
  }
  if (conversions.length === 0) throw cursor.unexpected('a conversion such as ctime(field) is missing')
  const timeFormat = text(options, 'timeformat')
  return {
    kind: 'convert',
    ...(timeFormat === undefined ? {} : { timeFormat }),
    conversions,
    at: cursor.spanFrom(start),
  }
}

const BIN_OPTIONS = ['span', 'bins', 'minspan', 'start', 'end', 'aligntime']

export function parseBin({ cursor }: SplReader, start: number): BinCommand {
  const options: Options = new Map()
  let field: Word | undefined
  let as: string | undefined
  while (!cursor.atCommandEnd()) {
    if (cursor.take(',')) continue
    if (takeOption(cursor, BIN_OPTIONS, options)) continue
    if (cursor.takeKeyword('as')) as = cursor.readNewName().text
    else if (field === undefined) field = cursor.readField()
    else throw cursor.unexpected('bin takes one field')
  }
  if (field === undefined) throw cursor.unexpected('the field to put into bins is missing')
  return { kind: 'bin', field, ...(as === undefined ? {} : { as }), options, at: cursor.spanFrom(start) }
}

export function parseStrcat({ cursor }: SplReader, start: number): StrcatCommand {
  const options: Options = new Map()
  const words: Word[] = []
  while (!cursor.atCommandEnd()) {
    if (cursor.take(',') || takeOption(cursor, ['allrequired'], options)) continue
    words.push(cursor.readField('a field or a text'))
  }
  const target = words.pop()
  if (target === undefined || words.length === 0)
    throw cursor.unexpected('fields to join and a name for them are missing')
  const allRequired = /^(t|true|1)$/i.test(text(options, 'allrequired') ?? '')
  return { kind: 'strcat', sources: words, target: target.text, allRequired, at: cursor.spanFrom(start) }
}

export function parseRangeMap({ cursor }: SplReader, start: number): RangeMapCommand {
  let field: string | undefined
  let otherwise = 'None'
  const ranges: { name: string; from: string; to: string }[] = []
  while (!cursor.atCommandEnd()) {
    if (cursor.take(',')) continue
    const name = cursor.readWord('name=from-to').text
    cursor.expect('=', `after "${name}"`)
    const value = cursor.readWord(`the range of "${name}"`)
    const bounds = /^(-?[\d.]+)-(-?[\d.]+)$/.exec(value.text)
    if (name.toLowerCase() === 'field') field = value.text
    else if (name.toLowerCase() === 'default') otherwise = value.text
    else if (bounds !== null) ranges.push({ name, from: bounds[1] ?? '', to: bounds[2] ?? '' })
    else throw cursor.unexpected(`the range of "${name}" has to be two numbers, such as 0-10`)
  }
  if (field === undefined) throw cursor.unexpected('field= is missing')
  return { kind: 'rangemap', field, ranges, otherwise, at: cursor.spanFrom(start) }
}

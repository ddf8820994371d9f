import type { Span } from '../../plan/span.ts'
import type { Cursor, Word } from './cursor.ts'
import type { EvalExpression } from './eval-expression.ts'
import { type Options, takeOption } from './options.ts'
import { parseEval } from './parse-eval.ts'

/** One `sum(bytes) as total` of `stats` and its kind. */
export interface AggregateTerm {
  /** As written: `dc`, `perc95`; `eval` of an expression that holds aggregates (`chart eval(avg(a)/max(b))`). */
  readonly function: string
  /** Absent: the function counts rows. */
  readonly argument?: AggregateArgument
  /** More arguments, as text (`sparkline(count, 1h)`). */
  readonly more: readonly string[]
  readonly as?: string
  readonly at: Span
}

export type AggregateArgument =
  /** `*` in it stands for any field whose name matches. */
  | { readonly kind: 'field'; readonly name: string; readonly at: Span }
  | { readonly kind: 'eval'; readonly value: EvalExpression; readonly text: string; readonly at: Span }

/** A field to group by; `span` puts numbers and times into bins first. */
export interface ByField {
  readonly name: string
  readonly span?: string
  readonly at: Span
}

const CALL = /([A-Za-z][A-Za-z0-9_]*(?:\.\d+)?)\s*\(\s*/y
const EVAL = /eval\s*\(/iy
const BY = ['by', 'groupby']

/** Reads aggregates up to BY, a word of `until` or the end of the command, taking options between them. */
export function parseAggregates(
  cursor: Cursor,
  optionNames: readonly string[],
  options: Options,
  until: readonly string[] = [],
): AggregateTerm[] {
  const terms: AggregateTerm[] = []
  const stops = [...BY, 'over', ...until]
  while (!cursor.atCommandEnd() && !stops.some((word) => cursor.seesKeyword(word))) {
    if (cursor.take(',')) continue
    if (takeOption(cursor, optionNames, options)) continue
    terms.push(parseAggregate(cursor))
  }
  return terms
}

function parseAggregate(cursor: Cursor): AggregateTerm {
  cursor.skipSpace()
  const start = cursor.offset
  const call = cursor.look(CALL)
  let name: string
  let argument: AggregateArgument | undefined
  const more: string[] = []
  if (call === null) {
    name = cursor.readWord('an aggregate such as count or sum(field)').text
  } else {
    name = call[1] ?? ''
    if (name.toLowerCase() === 'eval') return ofExpression(cursor, start)
    cursor.offset += call[0].length
    if (cursor.peek() !== ')') argument = parseArgument(cursor)
    while (cursor.take(',')) more.push(readPlain(cursor))
    cursor.expect(')', `at the end of ${name}`)
  }
  const term = { function: name, ...(argument === undefined ? {} : { argument }), more }
  const at = cursor.spanFrom(start)
  if (!cursor.takeKeyword('as')) return { ...term, at }
  return { ...term, as: cursor.readNewName().text, at }
}

function ofExpression(cursor: Cursor, start: number): AggregateTerm {
  const argument = parseArgument(cursor)
  const as = cursor.takeKeyword('as') ? cursor.readNewName().text : undefined
  return {
    function: 'eval',
    argument,
    more: [],
    ...(as === undefined ? {} : { as }),
    at: cursor.spanFrom(start),
  }
}

function parseArgument(cursor: Cursor): AggregateArgument {
  const start = cursor.offset
  const evaluated = cursor.look(EVAL)
  if (evaluated !== null) {
    cursor.offset += evaluated[0].length
    const value = parseEval(cursor)
    cursor.expect(')', 'at the end of eval')
    return { kind: 'eval', value, text: cursor.text.slice(start, cursor.offset), at: cursor.spanFrom(start) }
  }
  const nested = cursor.look(CALL)
  if (nested !== null) {
    const text = readPlain(cursor)
    return { kind: 'field', name: text, at: cursor.spanFrom(start) }
  }
  const field = cursor.readField('the field of the aggregate')
  return { kind: 'field', name: field.text, at: field.at }
}

function readPlain(cursor: Cursor): string {
  const match = cursor.look(/[^\s,()]+(?:\([^()]*\))?/y)
  if (match === null) throw cursor.unexpected('an argument is missing')
  cursor.offset += match[0].length
  return match[0]
}

/** Reads `by a, b span=1d _time`; nothing where there is no BY. */
export function parseBy(cursor: Cursor, optionNames: readonly string[], options: Options): ByField[] {
  if (!BY.some((word) => cursor.takeKeyword(word))) return []
  return parseByFields(cursor, optionNames, options)
}

/** The fields after BY. `span=` belongs to the field after it if that is `_time`, else to the field before it. */
export function parseByFields(cursor: Cursor, optionNames: readonly string[], options: Options): ByField[] {
  const fields: ByField[] = []
  const own: Options = new Map()
  let waiting: string | undefined
  while (!cursor.atCommandEnd()) {
    if (cursor.take(',')) continue
    if (['where', 'over'].some((word) => cursor.seesKeyword(word))) break
    if (takeOption(cursor, ['span'], own)) {
      const span = own.get('span')?.text ?? ''
      const last = fields.at(-1)
      if (last !== undefined && (last.name === '_time' || !cursor.seesKeyword('_time'))) {
        fields[fields.length - 1] = { ...last, span }
      } else {
        waiting = span
      }
      continue
    }
    if (takeOption(cursor, optionNames, options)) continue
    const word: Word = cursor.readField('a field to group by')
    fields.push({ name: word.text, ...(waiting === undefined ? {} : { span: waiting }), at: word.at })
    waiting = undefined
  }
  if (fields.length === 0) throw cursor.unexpected('a field is missing after "by"')
  return fields
}

import type { Span } from '../../../plan/span.ts'
import type { Cursor, Word } from '../cursor.ts'
import type { EvalExpression } from '../eval-expression.ts'
import { type Options, type OptionValue, takeOption, text } from '../options.ts'
import { parseEval } from '../parse-eval.ts'
import { parseSearch } from '../parse-search.ts'
import type { SplReader } from '../reader.ts'
import type { SearchExpression } from '../search-expression.ts'

/** Which events open or close a transaction. */
export type TransactionEdge =
  | { readonly kind: 'search'; readonly search: SearchExpression }
  | { readonly kind: 'eval'; readonly condition: EvalExpression }

/** Events that belong together become one row. */
export interface TransactionCommand {
  readonly kind: 'transaction'
  readonly names: readonly Word[]
  readonly startsWith?: TransactionEdge
  readonly endsWith?: TransactionEdge
  readonly options: ReadonlyMap<string, OptionValue>
  readonly at: Span
}

/** `accum`: the running total of a field. */
export interface AccumCommand {
  readonly kind: 'accum'
  readonly field: Word
  readonly as: string
  readonly at: Span
}

/** `delta`: the difference to the row `steps` before. */
export interface DeltaCommand {
  readonly kind: 'delta'
  readonly field: Word
  readonly as: string
  readonly steps: number
  readonly at: Span
}

/** `autoregress`: values of earlier rows beside the row's own. */
export interface AutoRegressCommand {
  readonly kind: 'autoregress'
  readonly field: Word
  readonly as?: string
  readonly from: number
  readonly to: number
  readonly at: Span
}

const TRANSACTION_OPTIONS = [
  'name',
  'maxspan',
  'maxpause',
  'maxevents',
  'connected',
  'unifyends',
  'keeporphans',
  'keepevicted',
  'mvlist',
  'mvraw',
  'delim',
  'nullstr',
  'maxopentxn',
  'maxopenevents',
  'fields',
]

export function parseTransaction(reader: SplReader, start: number): TransactionCommand {
  const { cursor } = reader
  const options: Options = new Map()
  const names: Word[] = []
  const edges: { startsWith?: TransactionEdge; endsWith?: TransactionEdge } = {}
  while (!cursor.atCommandEnd()) {
    if (cursor.take(',') || takeOption(cursor, TRANSACTION_OPTIONS, options)) continue
    const edge = cursor.look(/(starts|ends)with\s*=\s*/iy)
    if (edge === null) {
      names.push(cursor.readField())
      continue
    }
    cursor.offset += edge[0].length
    const condition = readEdge(reader)
    if (edge[1]?.toLowerCase() === 'starts') edges.startsWith = condition
    else edges.endsWith = condition
  }
  return { kind: 'transaction', names, ...edges, options, at: cursor.spanFrom(start) }
}

function readEdge(reader: SplReader): TransactionEdge {
  const { cursor } = reader
  const evaluated = cursor.look(/eval\s*\(/iy)
  if (evaluated !== null) {
    cursor.offset += evaluated[0].length
    const condition = parseEval(cursor)
    cursor.expect(')', 'at the end of eval')
    return { kind: 'eval', condition }
  }
  if (cursor.take('(')) {
    const search = parseSearch(reader, [')'])
    cursor.expect(')', 'at the end of the condition')
    return { kind: 'search', search }
  }
  const word = cursor.readWord('a condition')
  return {
    kind: 'search',
    search: {
      kind: 'text',
      value: { text: word.text, quoted: true, exactCase: false, at: word.at },
      at: word.at,
    },
  }
}

export function parseAccum({ cursor }: SplReader, start: number): AccumCommand {
  const field = cursor.readField()
  const as = cursor.takeKeyword('as') ? cursor.readNewName().text : field.text
  return { kind: 'accum', field, as, at: cursor.spanFrom(start) }
}

export function parseDelta({ cursor }: SplReader, start: number): DeltaCommand {
  const { field, as, options } = steppedField(cursor)
  const steps = Number(text(options, 'p') ?? 1)
  return { kind: 'delta', field, as: as ?? `delta(${field.text})`, steps, at: cursor.spanFrom(start) }
}

export function parseAutoRegress({ cursor }: SplReader, start: number): AutoRegressCommand {
  const { field, as, options } = steppedField(cursor)
  const steps = /^(\d+)(?:-(\d+))?$/.exec(text(options, 'p') ?? '1')
  if (steps === null) throw cursor.unexpected('p= takes a number of rows, or two such as 1-3')
  return {
    kind: 'autoregress',
    field,
    ...(as === undefined ? {} : { as }),
    from: Number(steps[1]),
    to: Number(steps[2] ?? steps[1]),
    at: cursor.spanFrom(start),
  }
}

function steppedField(cursor: Cursor): { field: Word; as: string | undefined; options: Options } {
  const options: Options = new Map()
  let field: Word | undefined
  let as: string | undefined
  while (!cursor.atCommandEnd()) {
    if (cursor.take(',') || takeOption(cursor, ['p'], options)) continue
    if (cursor.takeKeyword('as')) as = cursor.readNewName().text
    else field = cursor.readField()
  }
  if (field === undefined) throw cursor.unexpected('a field is missing')
  return { field, as, options }
}

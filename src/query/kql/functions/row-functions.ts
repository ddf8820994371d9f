import { call, literal } from '../../plan/build.ts'
import type { Expression } from '../../plan/expression.ts'
import { QueryError } from '../../plan/query-error.ts'
import type { Window } from '../../plan/relation.ts'
import type { Span } from '../../plan/span.ts'
import { convert, isWhole } from './convert.ts'

/** What a function over neighbouring rows asks of the Window node that it goes into (its `order` empty: the input's). */
export interface RowFunction {
  readonly value: Expression
  readonly frame?: NonNullable<Window['frame']>
  /**
   * bool: where it holds, the computation starts anew. The front end first makes a Window with `segmentOf` it, then partitions
   * by that column.
   */
  readonly restart?: Expression
}

const SO_FAR: NonNullable<RowFunction['frame']> = { unit: 'rows', preceding: null, following: 0 }

type Build = (args: readonly Expression[], at: Span) => RowFunction | undefined

const ROW_FUNCTIONS: ReadonlyMap<string, Build> = new Map<string, Build>([
  ['prev', (args, at) => neighbour('prev', args, at)],
  ['next', (args, at) => neighbour('next', args, at)],
  [
    'row_number',
    ([start, restart], at) => ({
      value: call(
        'row_number',
        'long',
        [start === undefined ? literal('long', '1', at) : convert(start, 'long')],
        at,
      ),
      frame: SO_FAR,
      ...restarting(restart),
    }),
  ],
  [
    'row_cumsum',
    ([term, restart], at) => {
      if (term === undefined) return undefined
      const value = term.type === 'dynamic' ? convert(term, 'real') : term
      const type = isWhole(value.type) ? 'long' : value.type
      return { value: call('row_cumsum', type, [value], at), frame: SO_FAR, ...restarting(restart) }
    },
  ],
  ['row_rank_dense', ([term, restart], at) => ranking('row_rank_dense', term, restart, at)],
  ['row_rank_min', ([term, restart], at) => ranking('row_rank_min', term, restart, at)],
  ['row_rank', ([term], at) => ranking('row_rank_dense', term, undefined, at)],
  [
    'row_window_session',
    ([time, fromFirst, between, restart], at) => {
      if (time === undefined || fromFirst === undefined || between === undefined) return undefined
      const args = [convert(time, 'datetime'), convert(fromFirst, 'timespan'), convert(between, 'timespan')]
      return {
        value: call(
          'row_window_session',
          'datetime',
          [...args, ...(restart === undefined ? [] : [restart])],
          at,
        ),
      }
    },
  ],
])

/** Names that need a Window. */
export function isRowFunction(name: string): boolean {
  return ROW_FUNCTIONS.has(name)
}

/** `prev`, `next`, `row_number`, `row_cumsum`, `row_rank_*`, `row_window_session` over a serialized input. */
export function rowFunction(name: string, args: readonly Expression[], at: Span): RowFunction {
  const built = ROW_FUNCTIONS.get(name)?.(args, at)
  if (built !== undefined) return built
  throw new QueryError('wrong-argument', `'${name}' does not take ${args.length} argument(s)`, at, name)
}

/** How often the computation had started anew, up to a row: goes into a Window of its own, before. */
export function segmentOf(restart: Expression, at: Span): RowFunction {
  return { value: call('row_segment', 'long', [convert(restart, 'bool')], at), frame: SO_FAR }
}

function neighbour(name: string, args: readonly Expression[], at: Span): RowFunction | undefined {
  const [value, offset, otherwise] = args
  if (value === undefined) return undefined
  const distance = offset === undefined ? literal('long', '1', at) : convert(offset, 'long')
  const missing = otherwise === undefined ? [] : [convert(otherwise, value.type)]
  return { value: call(name, value.type, [value, distance, ...missing], at) }
}

function ranking(name: string, term: Expression | undefined, restart: Expression | undefined, at: Span) {
  if (term === undefined) return undefined
  return { value: call(name, 'long', [term], at), frame: SO_FAR, ...restarting(restart) }
}

function restarting(restart: Expression | undefined): Pick<RowFunction, 'restart'> {
  return restart === undefined ? {} : { restart: convert(restart, 'bool') }
}

import type { CallToPrint, FunctionTable } from './function-table.ts'
import { at, ofTicks, requireConstant, ticksAt, typeOf } from './kql-argument.ts'

/** Functions over neighbouring rows, in the order that the rows have. */
export const KQL_WINDOW: FunctionTable = {
  row_number: ([start], to) => `(toInt64(row_number()${to.scope.over}) + ${start} - 1)`,
  prev: (args, to) => neighbour('lagInFrame', args, to),
  next: (args, to) => neighbour('leadInFrame', args, to),
  row_cumsum: ([term], to) =>
    to.call.type === 'long' || to.call.type === 'timespan'
      ? `ifNull(toInt64(sum(${term})${to.scope.over}), 0)`
      : `ifNull(sum(${term})${to.scope.over}, 0)`,
  row_segment: ([restart], to) => `toInt64(countIf(${restart})${to.scope.over})`,
  // Runs of equal values count once.
  row_rank_dense: (args, to) => `toInt64(length(arrayCompact(${seen(args, to)})))`,
  row_rank_min: (args, to) =>
    `arrayMap(_s -> toInt64(arrayLastIndex(_v -> _v != _s[-1], _s)) + 1, [${seen(args, to)}])[1]`,
  row_window_session: (args, to) => session(args, to),
}

function neighbour(name: string, args: readonly string[], to: CallToPrint): string {
  requireConstant(to, 1, 'distance')
  const value = typeOf(to, 0) === 'string' ? at(args, 0) : `toNullable(${at(args, 0)})`
  const otherwise =
    args[2] === undefined ? '' : `, ${typeOf(to, 0) === 'string' ? args[2] : `toNullable(${args[2]})`}`
  return `${name}(${value}, ${at(args, 1)}${otherwise})${to.scope.over}`
}

/** The values of all rows so far; a tuple keeps null among them. */
function seen(args: readonly string[], to: CallToPrint): string {
  return `groupArray(tuple(isNull(${at(args, 0)}), ${at(args, 0)}))${to.scope.over}`
}

/**
 * The time at which the session of a row began: a row begins one if it is too far from the session's first row, or from
 * the row before it, or where it is told to.
 */
function session(args: readonly string[], to: CallToPrint): string {
  const restart = args[3] === undefined ? 'false' : `ifNull(${args[3]}, false)`
  const rows = `groupArray(tuple(ifNull(${ticksAt(args, to, 0)}, 0), ${restart}))${to.scope.over.replace('UNBOUNDED FOLLOWING', 'CURRENT ROW')}`
  const begins = `_tok.2 OR _tok.1 - _s.1 > assumeNotNull(${at(args, 1)}) OR _tok.1 - _s.2 > assumeNotNull(${at(args, 2)})`
  const start = "(CAST(-9000000000000000000, 'Int64'), CAST(-9000000000000000000, 'Int64'))"
  return ofTicks(
    `arrayFold((_s, _tok) -> if(${begins}, (_tok.1, _tok.1), (_s.1, _tok.1)), ${rows}, ${start}).1`,
  )
}

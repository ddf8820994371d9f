import type { Expression } from '../../plan/expression.ts'
import type { Window } from '../../plan/relation.ts'
import type { Span } from '../../plan/span.ts'
import { AGGREGATES } from './aggregates.ts'
import { BINARY_FUNCTIONS } from './binary-functions.ts'
import { CONVERSIONS } from './conversions.ts'
import { DATETIME_FUNCTIONS } from './datetime-functions.ts'
import { DYNAMIC_FUNCTIONS } from './dynamic-functions.ts'
import { MATH_FUNCTIONS } from './math-functions.ts'
import { NETWORK_FUNCTIONS } from './network-functions.ts'
import { PARSE_FUNCTIONS } from './parse-functions.ts'
import { refusalOf } from './refused.ts'
import { SERIES_FUNCTIONS } from './series-functions.ts'
import type { SignatureTable } from './signature.ts'
import { STRING_FUNCTIONS } from './string-functions.ts'
import { translateCall } from './translate-call.ts'

/** A function or aggregate of Kusto, by name. */
export interface Signature {
  readonly name: string
  /**
   * The call in the plan: overload chosen, arguments converted, result typed.
   * Throws QueryError `wrong-argument` (number or type of arguments) and `unsupported` (known to Kusto, not built here).
   */
  translate(args: readonly Expression[], at: Span): Expression
}

/** What a function over neighbouring rows asks of the Window node it goes into. */
export interface RowFunction {
  /** Goes into `values` of the Window; `order` is empty (the order of the input). */
  readonly value: Expression
  readonly frame?: NonNullable<Window['frame']>
  /**
   * bool: the computation starts anew where it holds. The front end first makes a Window with the running sum of it
   * (`segmentOf`), then partitions by that.
   */
  readonly restart?: Expression
}

const SCALAR: SignatureTable = {
  ...STRING_FUNCTIONS,
  ...DATETIME_FUNCTIONS,
  ...DYNAMIC_FUNCTIONS,
  ...MATH_FUNCTIONS,
  ...BINARY_FUNCTIONS,
  ...CONVERSIONS,
  ...NETWORK_FUNCTIONS,
  ...PARSE_FUNCTIONS,
  ...SERIES_FUNCTIONS,
}

/**
 * A scalar function. The front end itself does what needs the scope or the clock: `now`, `ago`, `column_ifexists`,
 * `toscalar`, `materialize`, `ingestion_time`, `pack_all`, `bag_pack_columns`, `bin_auto`, row functions.
 *
 * @example signatureOf('strlen')?.name // => 'strlen'
 */
export function signatureOf(name: string): Signature | undefined {
  return find(SCALAR, name)
}

/** An aggregate for `summarize`, `make-series` and `top-nested`; `count()` counts rows. */
export function aggregateOf(name: string): Signature | undefined {
  return find(AGGREGATES, name)
}

function find(table: SignatureTable, name: string): Signature | undefined {
  if (!Object.hasOwn(table, name)) return refusalOf(name)
  const entry = table[name]
  if (entry === undefined) return undefined
  if (typeof entry === 'string') return find(table, entry)
  return { name, translate: (args, at) => translateCall(name, entry, args, at) }
}

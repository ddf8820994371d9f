import type { Expression } from '../../plan/expression.ts'
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
import { translateCase } from './translate-case.ts'

/** A function or aggregate of Kusto, by name. */
export interface Signature {
  readonly name: string
  /**
   * The call in the plan: overload chosen, arguments converted, result typed.
   * Throws QueryError `wrong-argument` (number or type of arguments) and `unsupported` (known to Kusto, not built here).
   */
  translate(args: readonly Expression[], at: Span): Expression
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
 * The doors of this folder: `signatureOf` and `aggregateOf` here, operators in `operators.ts`, `memberOf` in `member.ts`, row
 * functions in `row-functions.ts`, functions of several columns in `several.ts`, `convert` in `convert.ts`. `typeof(x)` as an
 * argument is passed as a string literal of the type's name.
 *
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
  if (name === 'case' && table === SCALAR) return { name, translate: translateCase }
  if (!Object.hasOwn(table, name)) return refusalOf(name)
  const entry = table[name]
  if (entry === undefined) return undefined
  if (typeof entry === 'string') return find(table, entry)
  return { name, translate: (args, at) => translateCall(name, entry, args, at) }
}

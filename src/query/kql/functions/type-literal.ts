import type { Expression } from '../../plan/expression.ts'
import { QueryError } from '../../plan/query-error.ts'
import type { ScalarType } from '../../plan/type.ts'

const TYPES: ReadonlyMap<string, ScalarType> = new Map([
  ['bool', 'bool'],
  ['boolean', 'bool'],
  ['int', 'int'],
  ['int32', 'int'],
  ['long', 'long'],
  ['int64', 'long'],
  ['real', 'real'],
  ['double', 'real'],
  ['decimal', 'decimal'],
  ['string', 'string'],
  ['datetime', 'datetime'],
  ['date', 'datetime'],
  ['timespan', 'timespan'],
  ['time', 'timespan'],
  ['guid', 'guid'],
  ['uuid', 'guid'],
  ['uniqueid', 'guid'],
  ['dynamic', 'dynamic'],
])

/** The type that a name of Kusto's type system means; undefined: none. */
export function typeNamed(name: string): ScalarType | undefined {
  return TYPES.get(name.toLowerCase())
}

/**
 * The type that `typeof(long)` as an argument names. The front end passes it as a string literal of the type's name.
 * Throws QueryError `wrong-argument` where it is not one.
 */
export function typeLiteral(value: Expression | undefined): ScalarType {
  const type = value?.kind === 'literal' ? typeNamed(String(value.value)) : undefined
  if (type !== undefined) return type
  throw new QueryError(
    'wrong-argument',
    'A type has to be named here, as in typeof(long)',
    value?.at ?? { start: 0, end: 0 },
  )
}

import type { Expression } from '../../plan/expression.ts'
import type { Scope } from '../context.ts'

/** Bins of activity's own times: it takes none but of the years 2000 to 2099, for which these functions are exact. */
const STARTS: ReadonlyMap<string, string> = new Map([
  ['864000000000', 'toStartOfDay'],
  ['36000000000', 'toStartOfHour'],
  ['600000000', 'toStartOfMinute'],
])

/**
 * The start of the bin of a time, without arithmetic over ticks; undefined: only that is exact.
 *
 * @param size of the bin, in ticks.
 * @param sql the time as it is printed.
 */
export function startOfBin(
  time: Expression | undefined,
  size: Expression | undefined,
  sql: string,
  scope: Scope,
): string | undefined {
  const start = size?.kind === 'literal' ? STARTS.get(String(size.value)) : undefined
  return start !== undefined && isNeverNull(time, scope) ? `${start}(${sql})` : undefined
}

/** A time or text of activity that every row has. */
export function isNeverNull(value: Expression | undefined, { neverNull }: Scope): boolean {
  return value?.kind === 'column' && neverNull?.has(value.name) === true
}

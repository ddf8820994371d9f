import type { Range } from '../../plan/relation.ts'
import type { PrintContext, PrintedRelation } from '../context.ts'
import { datetimeOf, ticksOf } from '../physical.ts'
import { ALIAS, named } from '../select.ts'

/** More rows than this are refused by the engine's own `range`; nobody reads them. */
const MOST = 10_000_000

/** Steps from a value to another, both included; no row where the step is zero or leads away. */
export function printRange(range: Range, context: PrintContext): PrintedRelation {
  const scope = { alias: ALIAS, order: [], over: '' }
  const [column] = range.columns
  const type = column?.type ?? 'long'
  const whole = type !== 'real' && type !== 'decimal'
  const number = (sql: string, isTime: boolean) => {
    if (isTime) return ticksOf(sql)
    return `CAST(${sql}, '${whole ? 'Nullable(Int64)' : 'Nullable(Float64)'}')`
  }
  const from = number(context.expression(range.from, scope), range.from.type === 'datetime')
  const to = number(context.expression(range.to, scope), range.to.type === 'datetime')
  const step = number(context.expression(range.step, scope), false)
  const steps = whole
    ? `ifNull(intDivOrNull(${to} - ${from}, ${step}), -1)`
    : `ifNull(toInt64OrNull(toString(floor((${to} - ${from}) / ${step} + 1e-9))), -1)`
  // A step away from the end gives a negative count; zero gives none.
  const count = `if(${steps} < 0 OR (${to} - ${from}) * sign(${step}) < 0 OR ${step} = 0, 0, least(${steps} + 1, ${MOST}))`
  const position = context.hiddenColumn()
  const value = `assumeNotNull(${from}) + ${position} * assumeNotNull(${step})`
  const shown =
    type === 'datetime'
      ? datetimeOf(`toInt64(${value})`)
      : type === 'int'
        ? `toInt32(${value})`
        : whole
          ? `toInt64(${value})`
          : value
  return {
    from: `(SELECT ${named(shown, column?.name ?? '')}, ${position} FROM (SELECT arrayJoin(range(toUInt64(${count}))) AS ${position})) AS ${ALIAS}`,
    where: [],
    order: [{ column: position, descending: false, nulls: 'last' }],
  }
}

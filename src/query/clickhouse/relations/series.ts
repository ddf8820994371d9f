import type { Series } from '../../plan/relation.ts'
import type { ScalarType } from '../../plan/type.ts'
import { columnOf, type PrintContext, type PrintedRelation, type Scope } from '../context.ts'
import { jsonOf } from '../json.ts'
import { datetimeOf, PHYSICAL, ticksOf } from '../physical.ts'
import { ALIAS, named, opened } from '../select.ts'

/** More points than this make a series nobody can use, and memory nobody has. */
const MOST_POINTS = 1_048_576

/**
 * make-series: rows fall into steps from `from` (the least value, rounded down, without one) up to but without `to`;
 * every group gets one array per aggregate, with the default where a step has no row.
 */
export function printSeries(series: Series, context: PrintContext): PrintedRelation {
  const input = opened(context.relation(series.input), series.input.columns)
  const scope: Scope = { alias: ALIAS, order: input.order, over: '' }
  const type = series.axis.value.type
  const whole = type !== 'real' && type !== 'decimal'
  const number = (sql: string) =>
    type === 'datetime' ? ticksOf(sql) : `CAST(${sql}, '${whole ? 'Nullable(Int64)' : 'Nullable(Float64)'}')`
  const [at, point, points, values] = [0, 1, 2, 3].map(() => context.hiddenColumn()) as [
    string,
    string,
    string,
    string,
  ]
  const constant = (sql: string) => `assumeNotNull(${sql})`
  const stepSql = context.expression(series.step, scope)
  const step = constant(`CAST(${stepSql}, '${whole ? 'Nullable(Int64)' : 'Nullable(Float64)'}')`)
  const axis = number(context.expression(series.axis.value, scope))
  const where = input.where.length === 0 ? '' : ` WHERE ${input.where.join(' AND ')}`
  const bounds = `FROM (SELECT ${named(axis, at)} FROM ${input.from}${where}) AS ${ALIAS}`
  const divide = (sql: string) => (whole ? `intDivOrNull(${sql}, ${step})` : `floor((${sql}) / ${step})`)
  const floored = (sql: string) =>
    whole ? `(${sql} - positiveModuloOrNull(${sql}, ${step}))` : `(floor(${sql} / ${step}) * ${step})`
  const from =
    series.from === undefined
      ? `(SELECT ${floored(`min(${columnOf(ALIAS, at)})`)} ${bounds})`
      : number(context.expression(series.from, scope))
  const to =
    series.to === undefined
      ? `(SELECT max(${columnOf(ALIAS, at)}) + ${whole ? '1' : `${step} * 1e-9`} ${bounds})`
      : number(context.expression(series.to, scope))
  const count = whole
    ? `least(greatest(ifNull(intDivOrNull(${to} - ${from} + ${step} - 1, ${step}), 0), 0), ${MOST_POINTS})`
    : `least(greatest(ifNull(toInt64OrNull(toString(ceil((${to} - ${from}) / ${step} - 1e-9))), 0), 0), ${MOST_POINTS})`

  const keys = series.by.map(({ name, value }) => ({ name, sql: context.expression(value, scope) }))
  const aggregates = series.values.map(({ value }) => ({
    column: context.hiddenColumn(),
    sql: context.expression(value, scope),
  }))
  const grouped = [
    ...keys.map(({ name, sql }) => named(sql, name)),
    named(`toInt64(${divide(`${axis} - ${from}`)})`, point),
    ...aggregates.map(({ sql, column }) => named(sql, column)),
  ]
  const inside = [...input.where, `${axis} >= ${from}`, `${axis} < ${to}`].join(' AND ')
  const steps = `(SELECT ${grouped.join(', ')} FROM ${input.from} WHERE ${inside} GROUP BY ${grouped
    .slice(0, keys.length + 1)
    .map((_, key) => key + 1)
    .join(', ')}) AS ${ALIAS}`
  const kept = keys.map(({ name }) => named(columnOf(ALIAS, name), name))
  const gathered = [
    ...kept,
    named(`groupArray(${columnOf(ALIAS, point)})`, points),
    ...aggregates.map(({ column }, index) =>
      named(`groupArray(tuple(${columnOf(ALIAS, column)}))`, `${values}_${index}`),
    ),
  ]
  const groups = `(SELECT ${gathered.join(', ')} FROM ${steps}${keys.length === 0 ? ' HAVING count() > 0' : ` GROUP BY ${keys.map((_, key) => key + 1).join(', ')}`}) AS ${ALIAS}`
  const arrays = series.values.map(({ name, value, otherwise }, index) => {
    const found = `indexOf(${columnOf(ALIAS, points)}, _place)`
    const element = `${columnOf(ALIAS, `${values}_${index}`)}[${found}].1`
    const item = jsonOf(element, value.type)
    const missing = jsonOf(cast(context.expression(otherwise, scope), value.type), value.type)
    return named(
      `toNullable(concat('[', arrayStringConcat(arrayMap(_place -> if(${found} = 0, ${missing}, ${item}), range(toUInt64(${count}))), ','), ']'))`,
      name,
    )
  })
  const place = `assumeNotNull(${from}) + _place * ${step}`
  const shown = type === 'datetime' ? datetimeOf(`toInt64(${place})`) : whole ? `toInt64(${place})` : place
  const axisArray = named(
    `toNullable(concat('[', arrayStringConcat(arrayMap(_place -> ${jsonOf(shown, type)}, range(toUInt64(${count}))), ','), ']'))`,
    series.axis.name,
  )
  const outputs = new Map([
    ...keys.map(({ name }, index) => [name, kept[index]] as const),
    ...series.values.map(({ name }, index) => [name, arrays[index]] as const),
    [series.axis.name, axisArray] as const,
  ])
  const select = series.columns.map(({ name }) => outputs.get(name)).join(', ')
  return { from: `(SELECT ${select} FROM ${groups}) AS ${ALIAS}`, where: [], order: [] }
}

function cast(sql: string, type: ScalarType): string {
  return type === 'string' ? sql : `CAST(${sql}, '${PHYSICAL[type].replaceAll("'", "\\'")}')`
}

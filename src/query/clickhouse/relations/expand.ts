import type { Expand } from '../../plan/relation.ts'
import { columnOf, type PrintContext, type PrintedOrder, type PrintedRelation } from '../context.ts'
import { ALIAS, named, opened, passedOn } from '../select.ts'

/** One row an element. Arrays of one row are brought to one length first, so that ARRAY JOIN walks them together. */
export function printExpand(expand: Expand, context: PrintContext): PrintedRelation {
  const input = opened(context.relation(expand.input), expand.input.columns)
  const scope = { alias: ALIAS, order: input.order, over: '' }
  const arrays = expand.arrays.map(({ value, element }) => ({
    element,
    column: context.hiddenColumn(),
    item: context.hiddenColumn(),
    sql: elements(context.expression(value, scope), value.type === 'multivalue', expand),
  }))
  const position = context.hiddenColumn()
  const longest = `arrayMax([${arrays.map(({ column }) => `length(${columnOf(ALIAS, column)})`).join(', ')}])`
  const most =
    expand.limit === undefined ? longest : `least(${longest}, ${context.parameter(expand.limit, 'UInt64')})`
  const walked = arrays.map(({ column, item }) => {
    const array = columnOf(ALIAS, column)
    const even = arrays.length === 1 && expand.limit === undefined ? array : `arrayResize(${array}, ${most})`
    return named(even, item)
  })
  const replaced = new Map(arrays.map(({ element, item }) => [element.name, item]))
  const kept = expand.columns
    .filter(({ name }) => !replaced.has(name) && name !== expand.index)
    .map(({ name }) => named(columnOf(ALIAS, name), name))
  const items = arrays.map(({ element, item }) =>
    named(element.type === 'string' ? `ifNull(${item}, '')` : item, element.name),
  )
  const index = expand.index === undefined ? [] : [named(`toInt64(${position})`, expand.index)]
  const order: PrintedOrder[] =
    input.order.length === 0 ? [] : [...input.order, { column: position, descending: false, nulls: 'last' }]
  const hidden = order.map(({ column }) =>
    column === position ? position : named(columnOf(ALIAS, column), column),
  )
  const inner = [
    passedOn(expand.input.columns, input.order),
    ...arrays.map(({ sql, column }) => named(sql, column)),
  ].join(', ')
  const where = input.where.length === 0 ? '' : ` WHERE ${input.where.join(' AND ')}`
  const select = [...kept, ...items, ...index, ...hidden].join(', ')
  const walk = [...walked, named(`range(toUInt64(${most}))`, position)].join(', ')
  return {
    from: `(SELECT ${select} FROM (SELECT ${inner} FROM ${input.from}${where}) AS ${ALIAS} ARRAY JOIN ${walk}) AS ${ALIAS}`,
    where: [],
    order,
  }
}

/** The elements as Array(Nullable(String)): items of a JSON array, bags of one property of an object, a scalar itself. */
function elements(sql: string, isMultivalue: boolean, expand: Expand): string {
  const none = "CAST([], 'Array(Nullable(String))')"
  const nothing = "CAST([NULL], 'Array(Nullable(String))')"
  if (isMultivalue) {
    const array = `CAST(${sql}, 'Array(Nullable(String))')`
    return expand.keepEmpty ? `if(empty(${sql}), ${nothing}, ${array})` : array
  }
  const json = `ifNull(${sql}, '')`
  const array = `arrayMap(_item -> nullIf(_item, 'null'), JSONExtractArrayRaw(${json}))`
  const [open, between, close] = expand.bagsAs === 'pairs' ? ['[', ',', ']'] : ['{', ':', '}']
  const bag = `arrayMap(_pair -> toNullable(concat('${open}', toJSONString(_pair.1), '${between}', _pair.2, '${close}')), JSONExtractKeysAndValuesRaw(${json}))`
  const found = `multiIf(startsWith(${json}, '['), ${array}, startsWith(${json}, '{'), ${bag}, [toNullable(${json})])`
  const ofNull = expand.keepNull ? nothing : none
  const whole = `if(isNull(${sql}), ${ofNull}, ${found})`
  return expand.keepEmpty ? `if(empty(${whole}), ${nothing}, ${whole})` : whole
}

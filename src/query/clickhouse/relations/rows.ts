import type { Expression, Literal } from '../../plan/expression.ts'
import type { Rows } from '../../plan/relation.ts'
import type { ScalarType } from '../../plan/type.ts'
import type { PrintContext, PrintedRelation } from '../context.ts'
import { identifier } from '../identifier.ts'
import { PHYSICAL } from '../physical.ts'
import { ALIAS, named } from '../select.ts'

/** Rows written in the query: one array a column, walked side by side. */
export function printRows(rows: Rows, context: PrintContext): PrintedRelation {
  const scope = { alias: ALIAS, order: [], over: '' }
  const [only, second] = rows.rows
  if (only !== undefined && second === undefined) {
    const values = rows.columns.map(({ name }, at) =>
      named(context.expression(only[at] as Expression, scope), name),
    )
    const select = values.length === 0 ? '1 AS __wb_none' : values.join(', ')
    return { from: `(SELECT ${select}) AS ${ALIAS}`, where: [], order: [] }
  }
  const position = context.hiddenColumn()
  const arrays = rows.columns.map(({ name, type }, at) =>
    named(
      columnArray(
        rows.rows.map((row) => row[at] as Expression),
        type,
        context,
      ),
      name,
    ),
  )
  const names = [...rows.columns.map(({ name }) => name), position].map(identifier).join(', ')
  const walked = [...arrays, named(`range(${rows.rows.length})`, position)].join(', ')
  return {
    from: `(SELECT ${names} FROM (SELECT 1) ARRAY JOIN ${walked}) AS ${ALIAS}`,
    where: [],
    order: [{ column: position, descending: false, nulls: 'last' }],
  }
}

function columnArray(values: readonly Expression[], type: ScalarType, context: PrintContext): string {
  const scope = { alias: ALIAS, order: [], over: '' }
  if (type === 'string' && values.every(isText)) {
    return context.parameter(
      values.map(({ value }) => value ?? ''),
      'Array(String)',
    )
  }
  const items = values.map((value) => context.expression(value, scope)).join(', ')
  const element = type === 'string' ? 'Nullable(String)' : PHYSICAL[type]
  return `CAST([${items}], 'Array(${element.replaceAll("'", "\\'")})')`
}

function isText(value: Expression): value is Literal {
  return value.kind === 'literal' && typeof value.value === 'string'
}

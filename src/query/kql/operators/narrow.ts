import { call, columnReference, expand, literal, named, project, window } from '../../plan/build.ts'
import { convert } from '../functions/convert.ts'
import { memberOf } from '../functions/member.ts'
import { spanOf } from '../syntax.ts'
import { closed } from '../table.ts'
import type { TranslateOperator } from './operator.ts'

/** `evaluate narrow()`: a row for every value: the row's number, the column's name, the value as text. */
export const translateNarrow: TranslateOperator = (node, input) => {
  const at = spanOf(node)
  const row = { name: 'Row', type: 'long' as const }
  const cells = { name: '$cells', type: 'dynamic' as const }
  const numbered = window({
    input: input.relation,
    partition: [],
    order: [],
    values: [named('$row', call('row_number', 'long', [literal('long', '0', at)], at))],
    frame: { unit: 'rows', preceding: null, following: 0 },
    at,
  })
  const pairs = input.relation.columns.map((column) =>
    call(
      'pack_array',
      'dynamic',
      [
        convert(literal('string', column.name, at), 'dynamic'),
        convert(convert(columnReference(column, at), 'string'), 'dynamic'),
      ],
      at,
    ),
  )
  const packed = project(
    numbered,
    [
      named(row.name, columnReference({ name: '$row', type: 'long' }, at)),
      named(cells.name, call('pack_array', 'dynamic', pairs, at)),
    ],
    at,
  )
  const each = expand({
    input: packed,
    arrays: [{ name: cells.name, value: columnReference(cells, at), element: cells }],
    keepEmpty: false,
    keepNull: false,
    at,
  })
  const cell = (index: string) =>
    convert(memberOf(columnReference(cells, at), literal('long', index, at), at), 'string')
  return closed(
    project(
      each,
      [named('Row', columnReference(row, at)), named('Column', cell('0')), named('Value', cell('1'))],
      at,
    ),
  )
}

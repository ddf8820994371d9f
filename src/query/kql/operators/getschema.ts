import { literal, rows } from '../../plan/build.ts'
import type { ScalarType } from '../../plan/type.ts'
import { spanOf } from '../syntax.ts'
import { closed } from '../table.ts'
import type { TranslateOperator } from './operator.ts'

/** The .NET type that Kusto shows beside its own. */
const DATA_TYPES: Readonly<Record<ScalarType, string>> = {
  bool: 'System.SByte',
  int: 'System.Int32',
  long: 'System.Int64',
  real: 'System.Double',
  decimal: 'System.Data.SqlTypes.SqlDecimal',
  string: 'System.String',
  datetime: 'System.DateTime',
  timespan: 'System.TimeSpan',
  guid: 'System.Guid',
  dynamic: 'System.Object',
  multivalue: 'System.Object',
}

/** `getschema`: a row for every column. */
export const translateGetSchema: TranslateOperator = (node, input) => {
  const at = spanOf(node)
  const columns = [
    { name: 'ColumnName', type: 'string' as const },
    { name: 'ColumnOrdinal', type: 'long' as const },
    { name: 'DataType', type: 'string' as const },
    { name: 'ColumnType', type: 'string' as const },
  ]
  const values = input.relation.columns.map(({ name, type }, index) => [
    literal('string', name, at),
    literal('long', String(index), at),
    literal('string', DATA_TYPES[type], at),
    literal('string', type, at),
  ])
  return closed(rows(columns, values, at))
}

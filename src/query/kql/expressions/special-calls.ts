import { call, columnReference, literal } from '../../plan/build.ts'
import type { Expression } from '../../plan/expression.ts'
import { convert } from '../functions/convert.ts'
import { signatureOf } from '../functions/function-signatures.ts'
import { binaryOperator } from '../functions/operators.ts'
import { notBuilt, refusal } from '../refusal.ts'
import type { Scope } from '../scope.ts'
import { type Syntax, spanOf, textOf } from '../syntax.ts'
import { columnOf } from '../table.ts'
import type { Translator } from '../translator.ts'
import { namedArgument } from './arguments.ts'
import { translateAssert } from './assert.ts'
import { translateGeoInfo } from './geo-info.ts'
import { columnInScope } from './names.ts'

type SpecialCall = (node: Syntax, args: readonly Syntax[], scope: Scope, translator: Translator) => Expression

/** Functions that read the clock, the columns or the arguments' text: no table of functions can do that. */
export const SPECIAL_CALLS: ReadonlyMap<string, SpecialCall> = new Map<string, SpecialCall>([
  ['now', translateNow],
  ['ago', translateAgo],
  ['column_ifexists', translateColumnIfExists],
  ['columnifexists', translateColumnIfExists],
  ['pack_all', translatePackAll],
  ['bag_pack_columns', translatePackColumns],
  ['ingestion_time', translateIngestionTime],
  ['estimate_data_size', translateDataSize],
  ['bin_auto', translateBinAuto],
  ['geo_info_from_ip_address', translateGeoInfo],
  ['assert', translateAssert],
  ['column_names_of', translateColumnNames],
])

/** The query's clock. */
export function nowOf(translator: Translator, node: Syntax): Expression {
  return literal('datetime', String(translator.options.nowTicks), spanOf(node))
}

function translateNow(
  node: Syntax,
  [offset]: readonly Syntax[],
  scope: Scope,
  translator: Translator,
): Expression {
  if (offset === undefined) return nowOf(translator, node)
  return shifted('+', node, offset, scope, translator)
}

function translateAgo(
  node: Syntax,
  [offset]: readonly Syntax[],
  scope: Scope,
  translator: Translator,
): Expression {
  if (offset === undefined) throw refusal('wrong-argument', `'ago' takes a timespan, as in ago(1d)`, node)
  return shifted('-', node, offset, scope, translator)
}

/** The clock, moved: a constant where the distance is one. */
function shifted(
  operator: '+' | '-',
  node: Syntax,
  offset: Syntax,
  scope: Scope,
  translator: Translator,
): Expression {
  const distance = translator.expression(offset, scope)
  translator.inference.suggest(distance, 'timespan')
  const at = spanOf(node)
  if (distance.kind === 'literal' && distance.type === 'timespan' && typeof distance.value === 'string') {
    const ticks = BigInt(distance.value)
    const now = translator.options.nowTicks
    return literal('datetime', String(operator === '+' ? now + ticks : now - ticks), at)
  }
  return translator.attempt('datetime', node, () =>
    binaryOperator(operator, nowOf(translator, node), convert(distance, 'timespan'), at),
  )
}

/**
 * A column where the table has it, else the other value. A table without a schema has every column that is asked for in
 * this way, in the type of the other value.
 */
function translateColumnIfExists(
  node: Syntax,
  [nameNode, otherwise]: readonly Syntax[],
  scope: Scope,
  translator: Translator,
): Expression {
  if (nameNode === undefined || otherwise === undefined) {
    throw refusal('wrong-argument', `'column_ifexists' takes the name of a column and a value`, node)
  }
  const name = translator.expression(namedArgument(nameNode).value, scope)
  const value = translator.expression(namedArgument(otherwise).value, scope)
  if (name.kind !== 'literal')
    throw refusal('wrong-argument', 'The name of the column has to be a constant', nameNode)
  const found = columnInScope(String(name.value), node, scope, translator)
  if (found === undefined) {
    if (scope.row?.kind !== 'table') return value
    const column = translator.inferredColumn(scope.row.table, String(name.value))
    if (column === undefined) return value
    column.vote(value.type)
    const reference = columnReference({ name: column.name, type: column.type }, spanOf(node))
    return translator.inference.remember(reference, column)
  }
  translator.inference.suggest(found, value.type)
  // Whatever the column is, the type is the other value's: what follows was written for that.
  return found.type === value.type ? found : convert(found, value.type)
}

function rowColumns(node: Syntax, scope: Scope) {
  if (scope.row?.kind !== 'table') {
    throw refusal(
      'wrong-argument',
      `${textOf(node)} reads the columns of a table, and there is none here`,
      node,
    )
  }
  return scope.row.table
}

/** All columns as one bag; with `true`, without those that are null or empty. */
function translatePackAll(
  node: Syntax,
  [ignoreNulls]: readonly Syntax[],
  scope: Scope,
  translator: Translator,
): Expression {
  const at = spanOf(node)
  const { relation } = rowColumns(node, scope)
  const pairs = relation.columns.flatMap((column) => [
    literal('string', column.name, at),
    convert(columnReference(column, at), 'dynamic'),
  ])
  const bag = call('bag_pack', 'dynamic', pairs, at)
  if (ignoreNulls === undefined) return bag
  const flag = translator.expression(namedArgument(ignoreNulls).value, scope)
  if (flag.kind !== 'literal' || flag.value !== true) return bag
  return call('bag_without_empty', 'dynamic', [bag], at)
}

function translatePackColumns(
  node: Syntax,
  args: readonly Syntax[],
  scope: Scope,
  translator: Translator,
): Expression {
  const at = spanOf(node)
  const pairs = args.flatMap((arg) => {
    const value = translator.expression(arg, scope)
    if (value.kind !== 'column') throw refusal('wrong-argument', 'bag_pack_columns takes columns only', arg)
    return [literal('string', value.name, at), convert(value, 'dynamic')]
  })
  return call('bag_pack', 'dynamic', pairs, at)
}

/** When the row came in: the table's time is the nearest that is known. */
function translateIngestionTime(
  node: Syntax,
  _: readonly Syntax[],
  scope: Scope,
  translator: Translator,
): Expression {
  const table = rowColumns(node, scope)
  for (const name of ['TimeGenerated', 'Timestamp', 'ingestion_time']) {
    if (columnOf(table, name)?.type === 'datetime') {
      const found = columnInScope(name, node, scope, translator)
      if (found !== undefined) {
        translator.warn(`ingestion_time() is not kept here: ${name} stands for it`, spanOf(node))
        return found
      }
    }
  }
  return literal('datetime', null, spanOf(node))
}

function translateDataSize(
  node: Syntax,
  args: readonly Syntax[],
  scope: Scope,
  translator: Translator,
): Expression {
  const at = spanOf(node)
  const signature = signatureOf('estimate_data_size')
  if (signature === undefined) throw notBuilt(node, 'estimate_data_size')
  const values = args.flatMap((arg) =>
    textOf(arg) === '*'
      ? rowColumns(node, scope).relation.columns.map((column) => columnReference(column, at))
      : [translator.expression(arg, scope)],
  )
  return signature.translate(values, at)
}

/** The size and the fixed point of the bins are what `set query_bin_auto_size` and `query_bin_auto_at` say. */
function translateBinAuto(
  node: Syntax,
  [valueNode]: readonly Syntax[],
  scope: Scope,
  translator: Translator,
): Expression {
  if (valueNode === undefined) throw refusal('wrong-argument', `'bin_auto' takes a value`, node)
  const value = translator.expression(valueNode, scope)
  const isTime = value.type === 'datetime' || value.type === 'timespan'
  const size = translator.settings.get('query_bin_auto_size') ?? otherwiseBin(isTime, node)
  const from = translator.settings.get('query_bin_auto_at')
  const name = from === undefined ? 'bin' : 'bin_at'
  const signature = signatureOf(name)
  if (signature === undefined) throw notBuilt(node, 'bin_auto')
  return signature.translate([value, size, ...(from === undefined ? [] : [from])], spanOf(node))
}

function otherwiseBin(isTime: boolean, node: Syntax): Expression {
  return isTime ? literal('timespan', '864000000000', spanOf(node)) : literal('long', '1', spanOf(node))
}

/** The names of a table's columns. */
function translateColumnNames(
  node: Syntax,
  [tableNode]: readonly Syntax[],
  scope: Scope,
  translator: Translator,
): Expression {
  if (tableNode === undefined) throw refusal('wrong-argument', `'column_names_of' takes a table`, node)
  const { relation } = translator.table(tableNode, { names: scope.names })
  return literal('dynamic', JSON.stringify(relation.columns.map(({ name }) => name)), spanOf(node))
}

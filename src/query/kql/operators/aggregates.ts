import { call, columnReference } from '../../plan/build.ts'
import type { Expression } from '../../plan/expression.ts'
import { argumentsOf } from '../expressions/arguments.ts'
import { suggestByCall } from '../expressions/evidence.ts'
import { aggregateOf } from '../functions/function-signatures.ts'
import { prefixOf, resultName } from '../naming.ts'
import type { Projection } from '../projection.ts'
import { refusal } from '../refusal.ts'
import type { Scope } from '../scope.ts'
import { kindOf, type Syntax, spanOf, textOf } from '../syntax.ts'
import type { Translator } from '../translator.ts'
import type { SeveralValue } from './values.ts'

type Several = (
  name: string,
  node: Syntax,
  scope: Scope,
  projection: Projection,
  translator: Translator,
) => readonly SeveralValue[] | undefined

const SEVERAL: ReadonlyMap<string, Several> = new Map<string, Several>([
  ['arg_max', extremeRow],
  ['arg_min', extremeRow],
  ['argmax', extremeRow],
  ['argmin', extremeRow],
  ['take_any', anyRow],
  ['any', anyRow],
  ['percentile', percentiles],
  ['percentilew', percentiles],
  ['percentiles', percentiles],
  ['percentilesw', percentiles],
])

/** Aggregates that give several columns; undefined: this call gives one. */
export function severalAggregates(
  name: string,
  node: Syntax,
  scope: Scope,
  projection: Projection,
  translator: Translator,
): readonly SeveralValue[] | undefined {
  return SEVERAL.get(name)?.(name, node, { ...scope, aggregates: false }, projection, translator)
}

function aggregated(
  name: string,
  args: readonly Expression[],
  node: Syntax,
  translator: Translator,
): Expression {
  const signature = aggregateOf(name)
  if (signature === undefined) throw refusal('unsupported', `'${name}' is not supported here`, node, name)
  return translator.attempt('string', node, () => signature.translate(args, spanOf(node)))
}

/** `arg_max(key, column…)`: the greatest key, and columns of the row that has it; `*`: all that are not grouped by. */
function extremeRow(
  name: string,
  node: Syntax,
  scope: Scope,
  projection: Projection,
  translator: Translator,
): readonly SeveralValue[] {
  const [keyNode, ...others] = argumentsOf(node)
  if (keyNode === undefined) throw refusal('wrong-argument', `'${name}' takes a value and columns`, node)
  const key = translator.expression(keyNode, scope)
  const isMost = name.endsWith('max')
  const keyName = resultName(keyNode, () => false, false)
  const legacy = prefixOf(name, true)
  const shown = (base: string) => (legacy === undefined ? base : `${legacy}_${base}`)
  const first = shown(keyName ?? '')
  const columns = others.flatMap((other, index): readonly SeveralValue[] => {
    if (kindOf(other) === 'StarExpression') {
      const taken = key.kind === 'column' ? [key.name] : []
      return starColumns(scope, projection, taken, node).map((column) => ({
        name: legacy === undefined ? column.name : `${first}_${column.name}`,
        value: aggregated(name, [key, column.value], node, translator),
      }))
    }
    const base =
      resultName(other, () => false, false) ?? `${isMost ? 'max' : 'min'}_${keyName ?? ''}_arg${index + 1}`
    const value = translator.expression(other, scope)
    return [
      {
        name: legacy === undefined ? base : `${first}_${base}`,
        value: remembered(aggregated(name, [key, value], node, translator), value, translator),
      },
    ]
  })
  const extreme = aggregated(isMost ? 'max' : 'min', [key], node, translator)
  return [{ name: first, value: remembered(extreme, key, translator) }, ...columns]
}

/** What an aggregate picks from a column without a schema is as little known as that column. */
function remembered(value: Expression, from: Expression, translator: Translator): Expression {
  const origin = translator.inference.originOf(from)
  return origin === undefined ? value : translator.inference.remember(value, origin)
}

/** `take_any(a, b)`, `take_any(*)`: some row's values. */
function anyRow(
  name: string,
  node: Syntax,
  scope: Scope,
  projection: Projection,
  translator: Translator,
): readonly SeveralValue[] | undefined {
  const args = argumentsOf(node)
  const prefix = prefixOf(name, true)
  const shown = (base: string) => (prefix === undefined ? base : `${prefix}_${base}`)
  const [first] = args
  if (args.length === 1 && first !== undefined && kindOf(first) !== 'StarExpression') {
    const value = translator.expression(first, scope)
    const base = resultName(first, () => false, false)
    if (base === undefined && prefix === undefined) return undefined
    return [
      {
        name: shown(base ?? ''),
        value: remembered(aggregated(name, [value], node, translator), value, translator),
      },
    ]
  }
  return args.flatMap((arg, index): readonly SeveralValue[] => {
    if (kindOf(arg) === 'StarExpression') {
      return starColumns(scope, projection, [], node).map((column) => ({
        name: shown(column.name),
        value: remembered(aggregated(name, [column.value], node, translator), column.value, translator),
      }))
    }
    const value = translator.expression(arg, scope)
    const base = resultName(arg, () => false, false) ?? `arg${index}`
    return [
      {
        name: shown(base),
        value: remembered(aggregated(name, [value], node, translator), value, translator),
      },
    ]
  })
}

/** The columns of the input that are not groups. */
function starColumns(
  scope: Scope,
  projection: Projection,
  taken: readonly string[],
  node: Syntax,
): readonly SeveralValue[] {
  if (scope.row?.kind !== 'table') return []
  const { table } = scope.row
  const grouped = new Set([...taken, ...projection.values.flatMap(({ value }) => columnBehind(value) ?? [])])
  return table.relation.columns
    .filter((column) => !grouped.has(column.name))
    .map((column) => ({ name: column.name, value: columnReference(column, spanOf(node)) }))
}

/** The column that a value is, also where a conversion does nothing to it. */
function columnBehind(value: Expression): string | undefined {
  if (value.kind === 'column') return value.name
  const [only] = value.kind === 'call' && value.function.startsWith('to') ? value.arguments : []
  return only?.kind === 'column' && value.kind === 'call' && only.type === value.type ? only.name : undefined
}

/** `percentiles(x, 50, 95)`: one column each, `percentile_x_50`. */
function percentiles(
  name: string,
  node: Syntax,
  scope: Scope,
  _: Projection,
  translator: Translator,
): readonly SeveralValue[] {
  const isWeighted = name.endsWith('w')
  const args = argumentsOf(node)
  const values = args.slice(0, isWeighted ? 2 : 1).map((arg) => translator.expression(arg, scope))
  suggestByCall(name, values, true, translator)
  const [first] = args
  const base = first === undefined ? '' : (resultName(first, () => false, false) ?? '')
  return args.slice(isWeighted ? 2 : 1).map((rank) => ({
    name: `percentile_${base}_${textOf(rank).replaceAll('.', '_')}`,
    value: aggregated(
      isWeighted ? 'percentilew' : 'percentile',
      [...values, translator.expression(rank, scope)],
      node,
      translator,
    ),
  }))
}

/** A call of an aggregate by name, for operators that write one themselves. */
export function rowCount(node: Syntax): Expression {
  return call('count', 'long', [], spanOf(node))
}

import { columnReference, join } from '../../plan/build.ts'
import type { Expression } from '../../plan/expression.ts'
import { argumentsOf, calledName } from '../expressions/arguments.ts'
import { convert } from '../functions/convert.ts'
import { UniqueNames } from '../projection.ts'
import { refusal } from '../refusal.ts'
import { lookUp, over, type Scope } from '../scope.ts'
import { part, type Syntax, spanOf } from '../syntax.ts'
import { columnOf, type Table } from '../table.ts'
import type { Translator } from '../translator.ts'
import { callTabularFunction } from '../user-functions.ts'
import type { TranslateOperator } from './operator.ts'

/** Functions of Defender that add what is known of a file to every row, and the column of theirs that is looked up. */
const ENRICHMENTS: ReadonlyMap<string, string> = new Map([
  ['FileProfile', 'SHA1'],
  ['DeviceFromIP', 'IP'],
  ['SeenBy', 'DeviceId'],
  ['AssignedIPAddresses', 'DeviceId'],
])

/** `invoke f(…)`: a call whose first argument is what flows in. */
export const translateInvoke: TranslateOperator = (node, input, scope, translator) => {
  const call = part(node, 'Function')
  const name = calledName(call)
  const bound = lookUp(scope.names, name)
  if (bound?.kind === 'function') {
    return callTabularFunction(bound, call, argumentsOf(call), over(scope, input), translator, input)
  }
  const key = ENRICHMENTS.get(name)
  if (key !== undefined) return enriched(name, key, call, input, scope, translator)
  throw refusal('unknown-function', `No function is called '${name}'`, part(call, 'Name'), name)
}

/** The rows of a table of the enrichment's name stand beside those that have the same key. */
function enriched(
  name: string,
  keyName: string,
  node: Syntax,
  input: Table,
  scope: Scope,
  translator: Translator,
): Table {
  const at = spanOf(node)
  const [keyNode] = argumentsOf(node)
  const found = translator.namedTable(name, node, { names: undefined })
  const [keyed] = found.open
  const keyColumn = keyed?.[0]?.column(keyName)
  const left = keyOf(keyNode, keyName, node, input, scope, translator)
  const right = found.relation.columns.find((column) => column.name === keyName)
  if (right === undefined) {
    if (keyColumn !== undefined && translator.isLearning)
      return { ...input, open: [...found.open, ...input.open] }
    throw refusal('unknown-function', `No function is called '${name}'`, part(node, 'Name'), name)
  }
  const names = new UniqueNames()
  const output = [
    ...input.relation.columns.map((column) => ({
      side: 'left' as const,
      column: column.name,
      name: names.take(column.name),
    })),
    ...found.relation.columns
      .filter((column) => column.name !== keyName)
      .map((column) => ({ side: 'right' as const, column: column.name, name: names.take(column.name) })),
  ]
  const relation = join({
    join: 'leftouter',
    left: input.relation,
    right: found.relation,
    on: [{ left: convert(left, right.type), right: columnReference(right, at) }],
    output,
    missingStrings: 'empty',
    matchesPerRow: 1,
    at,
  })
  const origins = new Map([...found.origins, ...input.origins])
  return { relation, open: [...found.open, ...input.open], origins }
}

/** The key of the input: a column, also where it is given by its name as a text; without one, the column of that name. */
function keyOf(
  node: Syntax | undefined,
  otherwise: string,
  call: Syntax,
  input: Table,
  scope: Scope,
  translator: Translator,
): Expression {
  const written = node === undefined ? undefined : translator.expression(node, over(scope, input))
  if (written !== undefined && written.kind !== 'literal') return written
  const name = written === undefined ? otherwise : String(written.value)
  const at = spanOf(node ?? call)
  const column = columnOf(input, name)
  if (column !== undefined) return columnReference(column, at)
  const inferred = translator.inferredColumn(input, name)
  if (inferred !== undefined) return columnReference({ name, type: inferred.type }, at)
  throw refusal('unknown-column', `There is no column '${name}' for this to look up`, call, name)
}

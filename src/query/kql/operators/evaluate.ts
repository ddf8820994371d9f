import { calledName } from '../expressions/arguments.ts'
import { notBuilt } from '../refusal.ts'
import { part } from '../syntax.ts'
import { translateAddressLookup } from './address-lookup.ts'
import { translateBagUnpack } from './bag-unpack.ts'
import { translateNarrow } from './narrow.ts'
import type { TranslateOperator } from './operator.ts'
import { translatePivot } from './pivot.ts'

const PLUGINS: ReadonlyMap<string, TranslateOperator> = new Map([
  ['bag_unpack', translateBagUnpack],
  ['pivot', translatePivot],
  ['narrow', translateNarrow],
  ['ipv4_lookup', translateAddressLookup],
  ['ipv6_lookup', translateAddressLookup],
])

/** `evaluate plugin(…)`. */
export const translateEvaluate: TranslateOperator = (node, input, scope, translator) => {
  const call = part(node, 'FunctionCall')
  const name = calledName(call)
  const translate = PLUGINS.get(name)
  if (translate === undefined) throw notBuilt(call, `evaluate ${name}`)
  return translate(node, input, scope, translator)
}

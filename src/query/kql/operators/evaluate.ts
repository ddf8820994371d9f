import { calledName } from '../expressions/arguments.ts'
import { ACTIVITY_PLUGINS } from '../plugins/activity-plugins.ts'
import { notBuilt, refusal } from '../refusal.ts'
import { part } from '../syntax.ts'
import { translateAddressLookup } from './address-lookup.ts'
import { translateBagUnpack } from './bag-unpack.ts'
import { translateNarrow } from './narrow.ts'
import type { TranslateOperator } from './operator.ts'
import { translatePivot } from './pivot.ts'
import { translateWritten } from './written-plugin.ts'

const PLUGINS: ReadonlyMap<string, TranslateOperator> = new Map([
  ['bag_unpack', translateBagUnpack],
  ['pivot', translatePivot],
  ['narrow', translateNarrow],
  ['ipv4_lookup', translateAddressLookup],
  ['ipv6_lookup', translateAddressLookup],
  ...[...ACTIVITY_PLUGINS].map(([name, plugin]) => [name, translateWritten(plugin)] as const),
])

/** Plug-ins that fetch from outside, or run programs. */
const OUTSIDE: ReadonlySet<string> = new Set([
  'ai_chat_completion',
  'ai_chat_completion_prompt',
  'ai_embed_text',
  'ai_embeddings',
  'azure_digital_twins_query_request',
  'cosmosdb_sql_request',
  'http_request',
  'http_request_post',
  'infer_storage_schema',
  'infer_storage_schema_with_suggestions',
  'mysql_request',
  'postgresql_request',
  'python',
  'r',
  'sql_request',
])

/** `evaluate plugin(…)`. */
export const translateEvaluate: TranslateOperator = (node, input, scope, translator) => {
  const call = part(node, 'FunctionCall')
  const name = calledName(call)
  const translate = PLUGINS.get(name)
  if (OUTSIDE.has(name)) {
    throw refusal(
      'not-allowed',
      `'evaluate ${name}' reaches out of this store, which is not allowed; only the tables of the schema can be read`,
      call,
      `evaluate ${name}`,
    )
  }
  if (translate === undefined) throw notBuilt(call, `evaluate ${name}`)
  return translate(node, input, scope, translator)
}

import type { Expression } from '../../plan/expression.ts'
import type { PrintContext } from '../context.ts'
import { jsonOf } from '../json.ts'
import type { CallToPrint, FunctionTable } from './function-table.ts'
import { jsonText, literalOf, withoutNulls } from './spl-conversions.ts'

type Step = string | number | null

/** JSON functions and spath, over JSON as text. */
export const SPL_JSON: FunctionTable = {
  'spl.json': ([text = '']) => `if(isValidJSON(${text}), ${text}, NULL)`,
  'spl.json_valid': ([text = '']) => `isValidJSON(${text})`,
  'spl.json_value': ([json = ''], to) => {
    return jsonText(rawAt(json, stepsOf(to), to.context))
  },
  // An array of what stands at each path, with its types.
  'spl.json_several': ([json = ''], to) => {
    const values = to.call.arguments.slice(1).map((path) => {
      const raw = rawAt(json, stepsIn(literalOf(path)), to.context)
      return `if(ifNull(${raw}, '') = '', 'null', ${raw})`
    })
    return `if(isNull(${json}), NULL, ${joined('[', values, ']')})`
  },
  'spl.json_values': ([json = ''], to) =>
    withoutNulls(`arrayMap(v -> ${jsonText('v')}, ${found(json, stepsOf(to), to.context)})`),
  'spl.json_object': (args, { call }) => {
    const members = args.flatMap((sql, index) => {
      if (index % 2 === 0) return []
      const name = `toJSONString(ifNull(${args[index - 1]}, ''))`
      return [`concat(${name}, ':', ${jsonValue(sql, call.arguments[index])})`]
    })
    return joined('{', members, '}')
  },
  'spl.json_array': (args, { call }) =>
    joined(
      '[',
      args.map((sql, index) => jsonValue(sql, call.arguments[index])),
      ']',
    ),
  'spl.json_keys': ([json = '']) =>
    `if(startsWith(${json}, '{'), toJSONString(JSONExtractKeys(ifNull(${json}, ''))), NULL)`,
  'spl.is_json': ([json = '', type = '']) =>
    `ifNull(isValidJSON(${json}) AND JSONType(ifNull(${json}, '')) = ${type}, false)`,
  'spl.json_entries': ([json = '']) => {
    const entry = `concat('{"key":', toJSONString(m.1), ',"value":', m.2, '}')`
    return `if(startsWith(${json}, '{'), concat('[', arrayStringConcat(arrayMap(m -> ${entry}, ${members(json)}), ','), ']'), NULL)`
  },
  'spl.json_array_to_mv': ([json = '']) =>
    withoutNulls(`arrayMap(v -> ${jsonText('v')}, JSONExtractArrayRaw(ifNull(${json}, '')))`),
  'spl.mv_to_json_array': ([values = '']) => `if(empty(${values}), NULL, toJSONString(${values}))`,
  'spl.json_has_key': ([json = '', key = '']) => `JSONHas(${json}, ${key})`,
  'spl.json_set': ([json = '', key = '', value = ''], { call }) =>
    withMember(json, key, jsonValue(value, call.arguments[2])),
  'spl.json_delete': ([json = '', key = '']) => {
    const kept = `arrayFilter(m -> m.1 != ${key}, ${members(json)})`
    return `if(startsWith(${json}, '{'), ${written(kept)}, ${json})`
  },
  'spl.json_append': ([json = '', key = '', value = ''], { call }) => {
    const array = `arrayConcat(JSONExtractArrayRaw(ifNull(${json}, ''), ${key}), [${jsonValue(value, call.arguments[2])}])`
    return withMember(json, key, `concat('[', arrayStringConcat(${array}, ','), ']')`)
  },
  'spl.json_extend': ([json = '', key = '', value = ''], { call }) => {
    const one = jsonValue(value, call.arguments[2])
    const more = `if(startsWith(${one}, '['), JSONExtractArrayRaw(${one}), [${one}])`
    const array = `arrayConcat(JSONExtractArrayRaw(ifNull(${json}, ''), ${key}), ${more})`
    return withMember(json, key, `concat('[', arrayStringConcat(${array}, ','), ']')`)
  },
}

function stepsOf({ call }: CallToPrint): readonly Step[] {
  return stepsIn(literalOf(call.arguments[1]))
}

function stepsIn(text: string): readonly Step[] {
  return JSON.parse(text) as readonly Step[]
}

/** The raw JSON at a path; all that a path with `{}` finds is an array. Empty or NULL where there is nothing. */
function rawAt(json: string, steps: readonly Step[], context: PrintContext): string {
  if (!steps.includes(null)) return at(json, steps, context)
  const all = found(json, steps, context)
  return `if(empty(${all}), NULL, concat('[', arrayStringConcat(${all}, ','), ']'))`
}

/** The raw JSON at a path without `{}`; empty where there is nothing. Positions of ClickHouse count from 1. */
function at(json: string, steps: readonly Step[], context: PrintContext): string {
  return steps.length === 0 ? json : `JSONExtractRaw(${json}, ${path(steps, context)})`
}

function path(steps: readonly Step[], context: PrintContext): string {
  return steps
    .map((step) => (typeof step === 'number' ? String(step + 1) : context.parameter(String(step), 'String')))
    .join(', ')
}

/** Raw JSON of everything at a path with `{}`. */
function found(json: string, steps: readonly Step[], context: PrintContext): string {
  let values = `[ifNull(${json}, '')]`
  let pending: Step[] = []
  for (const step of steps) {
    if (step !== null) {
      pending.push(step)
      continue
    }
    const inside = pending.length === 0 ? 'v' : `v, ${path(pending, context)}`
    values = `arrayFlatten(arrayMap(v -> JSONExtractArrayRaw(${inside}), ${values}))`
    pending = []
  }
  if (pending.length > 0) values = `arrayMap(v -> JSONExtractRaw(v, ${path(pending, context)}), ${values})`
  return `arrayFilter(v -> v != '', ${values})`
}

/** A value as JSON. Text that is itself an object or array goes in as such, as Splunk puts it. */
function jsonValue(sql: string, argument: Expression | undefined): string {
  const type = argument?.type ?? 'string'
  if (type !== 'string') return type === 'real' ? `ifNull(toString(${sql}), 'null')` : jsonOf(sql, type)
  const nested = `(startsWith(${sql}, '{') OR startsWith(${sql}, '[')) AND isValidJSON(${sql})`
  return `ifNull(if(${nested}, ${sql}, toJSONString(${sql})), 'null')`
}

function joined(open: string, parts: readonly string[], close: string): string {
  const between = parts.flatMap((part, index) => (index === 0 ? [part] : [`','`, part]))
  return `concat('${open}', ${[...between, `'${close}'`].join(', ')})`
}

function members(json: string): string {
  return `JSONExtractKeysAndValuesRaw(ifNull(${json}, ''))`
}

function written(array: string): string {
  return `concat('{', arrayStringConcat(arrayMap(m -> concat(toJSONString(m.1), ':', m.2), ${array}), ','), '}')`
}

/** A member replaced where it stands, or added at the end. */
function withMember(json: string, key: string, value: string): string {
  const all = members(json)
  const replaced = `arrayMap(m -> if(m.1 = ${key}, (m.1, ${value}), m), ${all})`
  const added = `arrayConcat(${all}, [(${key}, ${value})])`
  return `if(startsWith(${json}, '{'), ${written(`if(arrayExists(m -> m.1 = ${key}, ${all}), ${replaced}, ${added})`)}, NULL)`
}

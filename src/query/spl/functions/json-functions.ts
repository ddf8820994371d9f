import { call, literal } from '../../plan/build.ts'
import type { Expression } from '../../plan/expression.ts'
import { QueryError } from '../../plan/query-error.ts'
import type { Span } from '../../plan/span.ts'
import { toMultivalue, toText } from './conversions.ts'
import { type JsonStep, jsonPath } from './json-path.ts'
import { checkCount, fromSignature, literalText, special } from './signature.ts'
import type { EvalFunctions } from './spl-function.ts'

const MANY = Number.POSITIVE_INFINITY

/** JSON functions. JSON is text; what is no JSON gives null. */
export const JSON_FUNCTIONS: EvalFunctions = {
  json: fromSignature({ plan: 'spl.json', takes: ['text'], gives: 'string' }),
  json_valid: fromSignature({ plan: 'spl.json_valid', takes: ['text'], gives: 'bool' }),
  json_object: special(0, MANY, (args, at, name) => {
    if (args.length % 2 === 1) {
      throw new QueryError('wrong-argument', 'json_object() takes names and values in pairs.', at, name)
    }
    const parts = args.map((argument, index) => (index % 2 === 0 ? toText(argument) : argument))
    return call('spl.json_object', 'string', parts, at)
  }),
  json_array: special(0, MANY, (args, at) => call('spl.json_array', 'string', args, at)),
  json_extract: special(1, MANY, ([json, ...paths], at, name) => extracted(json, paths, at, name, pathSteps)),
  json_extract_exact: special(1, MANY, ([json, ...paths], at, name) =>
    extracted(json, paths, at, name, memberStep),
  ),
  json_keys: fromSignature({ plan: 'spl.json_keys', takes: ['text'], gives: 'string' }),
  json_entries: fromSignature({ plan: 'spl.json_entries', takes: ['text'], gives: 'string' }),
  isarray: special(1, 1, ([json], at) => hasJsonType('Array', json as Expression, at)),
  isobject: special(1, 1, ([json], at) => hasJsonType('Object', json as Expression, at)),
  toarray: special(1, 1, ([json], at) => ofJsonType('Array', json as Expression, at)),
  toobject: special(1, 1, ([json], at) => ofJsonType('Object', json as Expression, at)),
  json_array_to_mv: special(1, 2, ([json], at) =>
    call('spl.json_array_to_mv', 'multivalue', [toText(json as Expression)], at),
  ),
  mv_to_json_array: special(1, 2, ([values], at) =>
    call('spl.mv_to_json_array', 'string', [toMultivalue(values as Expression)], at),
  ),
  json_has_key_exact: special(2, 2, ([json, key], at) =>
    call('spl.json_has_key', 'bool', [toText(json as Expression), toText(key as Expression)], at),
  ),
  json_set: special(3, MANY, (args, at, name) => changed('spl.json_set', args, at, name)),
  json_set_exact: special(3, MANY, (args, at, name) => changed('spl.json_set', args, at, name)),
  json_append: special(3, MANY, (args, at, name) => changed('spl.json_append', args, at, name)),
  json_extend: special(3, MANY, (args, at, name) => changed('spl.json_extend', args, at, name)),
  json_delete: special(2, MANY, ([json, ...keys], at, name) =>
    keys.reduce<Expression>(
      (rest, key) => {
        const member = literal('string', literalText(key, name, 'A key'), key.at)
        return call('spl.json_delete', 'string', [rest, member], at)
      },
      toText(json as Expression),
    ),
  ),
  spath: {
    translate(args, at, name) {
      checkCount(args, 2, 2, at, name)
      const [json, path] = args
      return valueAt(json as Expression, pathSteps(path, name), at, 'spl.json_values')
    },
  },
}

function hasJsonType(type: string, json: Expression, at: Span): Expression {
  return call('spl.is_json', 'bool', [toText(json), literal('string', type, at)], at)
}

/** The same JSON where it is of the type, else null. */
function ofJsonType(type: string, json: Expression, at: Span): Expression {
  const text = toText(json)
  return call('spl.case', 'string', [hasJsonType(type, text, at), text, literal('string', null, at)], at)
}

/** What stands at a path: the value of a text without its quotes; several values where the path has `{}` (spath). */
export function valueAt(json: Expression, steps: readonly JsonStep[], at: Span, plan: string): Expression {
  const several = plan === 'spl.json_values' && steps.includes(null)
  const path = literal('dynamic', JSON.stringify(steps), at)
  return several
    ? call('spl.json_values', 'multivalue', [toText(json), path], at)
    : call('spl.json_value', 'string', [toText(json), path], at)
}

type PathReader = (path: Expression | undefined, name: string) => readonly JsonStep[]

function extracted(
  json: Expression | undefined,
  paths: readonly Expression[],
  at: Span,
  name: string,
  read: PathReader,
): Expression {
  const text = toText(json as Expression)
  if (paths.length === 0) return call('spl.json', 'string', [text], at)
  const [only, ...others] = paths.map((path) => read(path, name))
  if (only !== undefined && others.length === 0) return valueAt(text, only, at, 'spl.json_value')
  const steps = paths.map((path) => literal('dynamic', JSON.stringify(read(path, name)), path.at))
  return call('spl.json_several', 'string', [text, ...steps], at)
}

function pathSteps(path: Expression | undefined, name: string): readonly JsonStep[] {
  const text = literalText(path, name, 'The path')
  const steps = jsonPath(text)
  if (steps !== undefined) return steps
  throw new QueryError(
    'wrong-argument',
    `"${text}" is no path into JSON such as user.roles{0}.`,
    (path as Expression).at,
    name,
  )
}

function memberStep(path: Expression | undefined, name: string): readonly JsonStep[] {
  return [literalText(path, name, 'The key')]
}

/** Keys and values by turns; a member at the top is set, or its array made longer. */
function changed(plan: string, args: readonly Expression[], at: Span, name: string): Expression {
  const [json, ...pairs] = args
  if (pairs.length % 2 === 1) {
    throw new QueryError('wrong-argument', `${name}() takes JSON, then paths and values in pairs.`, at, name)
  }
  let result = toText(json as Expression)
  for (let index = 0; index < pairs.length; index += 2) {
    const [path, value] = [pairs[index] as Expression, pairs[index + 1] as Expression]
    const steps = name.endsWith('_exact') ? memberStep(path, name) : pathSteps(path, name)
    if (steps.length !== 1 || typeof steps[0] !== 'string') {
      throw new QueryError(
        'unsupported',
        `${name}() changes members at the top of an object only.`,
        path.at,
        name,
      )
    }
    result = call(plan, 'string', [result, literal('string', steps[0], path.at), value], at)
  }
  return result
}

import type { Expression } from '../../plan/expression.ts'
import type { CallToPrint, FunctionTable } from './function-table.ts'
import { at, constantNumber, typeOf } from './kql-argument.ts'
import { splitParts } from './kql-string.ts'

/** What a dynamic value holds along a path: names of properties and positions from 0 (from the end where negative). */
export const KQL_MEMBER: FunctionTable = {
  member: (args, to) =>
    partOfSplit(to)?.json ??
    nullOf(`JSONExtractRaw(${[base(to, at(args, 0)), ...steps(args, to)].join(', ')})`),
}

/** A missing member and JSON's null are null. */
function nullOf(sql: string): string {
  return `nullIf(nullIf(${sql}, 'null'), '')`
}

/**
 * A dynamic value as a type of ClickHouse, read from the JSON in one pass where it is a member.
 *
 * @param otherwise what stands for null; undefined: null.
 */
export function memberText(
  value: Expression | undefined,
  printed: string,
  to: CallToPrint,
  type: string,
  otherwise: string | undefined,
): string {
  const quotedType = `'${type}'`
  if (value?.kind === 'call' && value.function === 'member') {
    const inner = { ...to, call: value }
    const part = type === 'String' ? partOfSplit(inner) : undefined
    if (part !== undefined) return part.text
    const args = value.arguments.map((argument) => to.context.expression(argument, to.scope))
    const read = `JSONExtract(${[base(inner, at(args, 0)), ...steps(args, inner), quotedType].join(', ')})`
    return otherwise === undefined ? read : `ifNull(${read}, ${otherwise})`
  }
  const read = `JSONExtract(${parsed(value, printed, to)}, ${quotedType})`
  return otherwise === undefined ? read : `ifNull(${read}, ${otherwise})`
}

/** `split(text, ",")[2]`: taken from the parts themselves, not by way of JSON. */
function partOfSplit(to: CallToPrint): { readonly json: string; readonly text: string } | undefined {
  const [split] = to.call.arguments
  const place = constantNumber(to, 1)
  if (to.call.arguments.length !== 2 || place === undefined || typeOf(to, 1) === 'string') return undefined
  if (split?.kind !== 'call' || split.function !== 'split' || split.arguments.length !== 2) return undefined
  const inner = { ...to, call: split }
  const parts = splitParts(
    split.arguments.map((argument) => to.context.expression(argument, to.scope)),
    inner,
  )
  const index = to.context.parameter(place < 0 ? place : place + 1, 'Int64')
  return {
    json: `nullIf(toJSONString(arrayElementOrNull(${parts}, ${index})), 'null')`,
    text: `arrayElement(${parts}, ${index})`,
  }
}

/** Text that is read along a path needs no check of its own: what is not JSON has no members. */
function base(to: CallToPrint, printed: string): string {
  return parsedText(to.call.arguments[0], printed, to)
}

function parsed(value: Expression | undefined, printed: string, to: CallToPrint): string {
  // A scalar that is not JSON is a string of its own, so here the check stays.
  return value?.kind === 'call' && value.function === 'parse_json'
    ? to.context.expression(value, to.scope)
    : printed
}

function parsedText(value: Expression | undefined, printed: string, to: CallToPrint): string {
  if (value?.kind !== 'call' || value.function !== 'parse_json') return printed
  const [text] = value.arguments
  return text === undefined ? printed : to.context.expression(text, to.scope)
}

function steps(args: readonly string[], to: CallToPrint): readonly string[] {
  return args.slice(1).map((step, index) => {
    if (to.call.arguments[index + 1]?.type === 'string') return step
    const constant = constantNumber(to, index + 1)
    if (constant !== undefined) return to.context.parameter(constant < 0 ? constant : constant + 1, 'Int64')
    return `assumeNotNull(if(${step} < 0, ${step}, ${step} + 1))`
  })
}

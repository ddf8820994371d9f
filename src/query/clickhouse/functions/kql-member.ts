import type { Expression } from '../../plan/expression.ts'
import type { CallToPrint, FunctionTable } from './function-table.ts'
import { at, constantNumber } from './kql-argument.ts'

/** What a dynamic value holds along a path: names of properties and positions from 0 (from the end where negative). */
export const KQL_MEMBER: FunctionTable = {
  member: (args, to) => nullOf(`JSONExtractRaw(${[base(to, at(args, 0)), ...steps(args, to)].join(', ')})`),
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
    const args = value.arguments.map((argument) => to.context.expression(argument, to.scope))
    const read = `JSONExtract(${[base(inner, at(args, 0)), ...steps(args, inner), quotedType].join(', ')})`
    return otherwise === undefined ? read : `ifNull(${read}, ${otherwise})`
  }
  const read = `JSONExtract(${parsed(value, printed, to)}, ${quotedType})`
  return otherwise === undefined ? read : `ifNull(${read}, ${otherwise})`
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

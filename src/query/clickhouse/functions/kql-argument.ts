import type { Expression } from '../../plan/expression.ts'
import { QueryError } from '../../plan/query-error.ts'
import type { ScalarType } from '../../plan/type.ts'
import { jsonOf } from '../json.ts'
import { datetimeOf, ticksOf } from '../physical.ts'
import type { CallToPrint } from './function-table.ts'

/** What printers of Kusto's functions ask about their arguments. */

/** The constant text of an argument; undefined: it is not a constant, or null. */
export function constantText({ call }: CallToPrint, index: number): string | undefined {
  const value = constantOf(call.arguments[index])
  return value === undefined ? undefined : String(value)
}

/** The constant number of an argument (ticks for a timespan); undefined: it is not a constant, or null. */
export function constantNumber(to: CallToPrint, index: number): number | undefined {
  const text = constantText(to, index)
  if (text === undefined) return undefined
  const number = Number(text)
  return Number.isNaN(number) ? undefined : number
}

export function constantOf(value: Expression | undefined): unknown {
  return value?.kind === 'literal' && value.value !== null ? value.value : undefined
}

export function typeOf({ call }: CallToPrint, index: number): ScalarType {
  return call.arguments[index]?.type ?? 'dynamic'
}

/** The printed argument; front ends give as many as the function takes, so one that is missing is `NULL`. */
export function at(args: readonly string[], index: number): string {
  return args[index] ?? 'NULL'
}

const AS_DATETIME = ", 'DateTime64(7, \\'UTC\\')')"

/** A datetime argument as ticks since 1970; what was just made out of ticks is not made twice. */
export function ticksAt(args: readonly string[], to: CallToPrint, index: number): string {
  const argument = to.call.arguments[index]
  const constant = constantOf(argument)
  if (constant !== undefined && argument?.type === 'datetime') return to.context.parameter(constant, 'Int64')
  const sql = at(args, index)
  if (argument?.kind === 'call' && sql.startsWith('reinterpret(') && sql.endsWith(AS_DATETIME)) {
    return sql.slice('reinterpret('.length, -AS_DATETIME.length)
  }
  return ticksOf(sql)
}

/** An argument that the function takes as JSON: what was wrapped for it by `dynamic` is written at once. Never NULL. */
export function jsonAt(args: readonly string[], to: CallToPrint, index: number): string {
  const argument = to.call.arguments[index]
  if (argument?.kind === 'call' && argument.function === 'dynamic') {
    const [inner] = argument.arguments
    if (inner !== undefined) return jsonOf(to.context.expression(inner, to.scope), inner.type)
  }
  return jsonOf(at(args, index), typeOf(to, index))
}

/** The items of a dynamic array as their JSON texts, Array(String); of anything else none. */
export function items(sql: string): string {
  return `JSONExtractArrayRaw(ifNull(${sql}, ''))`
}

/** A dynamic array of JSON texts. */
export function jsonArray(sql: string): string {
  return `concat('[', arrayStringConcat(${sql}, ','), ']')`
}

/** A value under a name of its own, so that its text stands once however often `body` reads it. */
export function once(sql: string, to: CallToPrint, body: (name: string) => string): string {
  if (/^(_[tlr]\.`[^`]*`|toInt64\(_t\.`[^`]*`\))$/.test(sql) || /^\{p\d+:[^}]*\}$/.test(sql)) return body(sql)
  const name = to.context.hiddenColumn()
  return `arrayMap(${name} -> ${body(name)}, [${sql}])[1]`
}

/** `body` where the value is not null, else null. */
export function unlessNull(sql: string, to: CallToPrint, body: (name: string) => string): string {
  return once(sql, to, (name) => `if(isNull(${name}), NULL, ${body(name)})`)
}

/** A datetime out of ticks. */
export function ofTicks(ticks: string): string {
  return datetimeOf(ticks)
}

/** Text as a constant inside SQL; only for texts of ours, never for a user's. */
export function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}

/** Does the expression come to the same value for all rows? */
export function isConstant(value: Expression | undefined): boolean {
  if (value === undefined || value.kind === 'literal') return true
  return value.kind === 'call' && value.arguments.every(isConstant)
}

/** ClickHouse takes a few arguments only as constants. */
export function requireConstant(to: CallToPrint, index: number, what: string): void {
  const value = to.call.arguments[index]
  if (isConstant(value)) return
  const name = to.call.function
  throw new QueryError(
    'unsupported',
    `The ${what} of ${name} has to be a constant here.`,
    value?.at ?? to.call.at,
    name,
  )
}

/** The items of a constant dynamic array; undefined: it is not one. */
export function constantItems(value: Expression | undefined): readonly unknown[] | undefined {
  const constant = constantOf(value)
  if (constant === undefined || value?.type !== 'dynamic') return undefined
  const items: unknown = JSON.parse(String(constant))
  return Array.isArray(items) ? items : undefined
}

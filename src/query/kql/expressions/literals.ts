import { literal } from '../../plan/build.ts'
import type { Expression, Literal } from '../../plan/expression.ts'
import type { ScalarType } from '../../plan/type.ts'
import { ticksOfDatetime } from '../functions/datetime-text.ts'
import { ticksOfTimespan } from '../functions/timespan-text.ts'
import { typeNamed } from '../functions/type-literal.ts'
import { refusal } from '../refusal.ts'
import { childrenOf, elementsOf, kindOf, optionalPart, part, type Syntax, spanOf, textOf } from '../syntax.ts'

/** `long(5)`, `datetime(2020-01-01)`: the type's name and what stands in its brackets. */
const WRITTEN_TYPE = /^(\w+)\s*\(\s*([\s\S]*?)\s*\)$/
/** A constant as it is written; see `Literal` for how values are kept. */
export function translateLiteral(node: Syntax): Expression {
  const token = part(node, 'Token')
  const text = textOf(token)
  if (/^[hH]?@?["'`]|^[hH]?~~~/.test(text)) return literal('string', String(token.Value ?? ''), spanOf(node))
  const written = WRITTEN_TYPE.exec(text)
  const type = written === null ? typeOfBare(text) : typeNamed(written[1] ?? '')
  const value =
    type === undefined ? undefined : valueIn(type, (written?.[2] ?? text).replace(/^(["'])(.*)\1$/s, '$2'))
  if (type === undefined || value === undefined) {
    throw refusal('syntax', `${text} is not a value that KQL knows; write it as its documentation does`, node)
  }
  return literal(type, value, spanOf(node))
}

function typeOfBare(text: string): ScalarType | undefined {
  if (/^(true|false)$/i.test(text)) return 'bool'
  if (/^[+-]?0x[0-9a-f]+$/i.test(text) || /^[+-]?\d+$/.test(text)) return 'long'
  if (/^[+-]?\d*\.?\d*(e[+-]?\d+)?$/i.test(text)) return 'real'
  return 'timespan'
}

function valueIn(type: ScalarType, text: string): Literal['value'] | undefined {
  if (text === 'null' || (text === '' && type !== 'string')) return type === 'string' ? '' : null
  switch (type) {
    case 'bool':
      if (/^true$/i.test(text)) return true
      if (/^false$/i.test(text)) return false
      return /^-?\d+$/.test(text) ? Number(text) !== 0 : undefined
    case 'int':
    case 'long':
      return wholeOf(text)
    case 'real':
      return realOf(text)
    case 'decimal':
      return /^-?\d*\.?\d+(e[+-]?\d+)?$/i.test(text) ? decimalText(text) : undefined
    case 'datetime':
      return ticksOfDatetime(text)?.toString()
    case 'timespan':
      return ticksOfTimespan(text)?.toString()
    case 'guid':
      return /^[0-9a-f-]{32,36}$/i.test(text) ? text.toLowerCase() : undefined
    default:
      return text
  }
}

function wholeOf(text: string): string | undefined {
  if (/^[+-]?\d+$/.test(text)) return BigInt.asIntN(64, BigInt(text.replace('+', ''))).toString()
  if (/^0x[0-9a-f]+$/i.test(text)) return BigInt.asIntN(64, BigInt(text)).toString()
  if (/^-0x[0-9a-f]+$/i.test(text)) return (-BigInt(text.slice(1))).toString()
  return /^-?\d+\.\d*$/.test(text) ? String(Math.trunc(Number(text))) : undefined
}

function realOf(text: string): number | string | undefined {
  if (/^nan$/i.test(text)) return 'nan'
  if (/^\+?inf$/i.test(text)) return 'inf'
  if (/^-inf$/i.test(text)) return '-inf'
  const number = Number(text)
  return Number.isNaN(number) ? undefined : number
}

function decimalText(text: string): string {
  return /e/i.test(text)
    ? Number(text)
        .toFixed(17)
        .replace(/\.?0+$/, '')
    : text
}

/** `"one" "two"`: written side by side, one text. */
export function translateCompoundString(node: Syntax): Expression {
  const tokens = childrenOf(part(node, 'Tokens'))
  return literal('string', tokens.map((token) => String(token.Value ?? '')).join(''), spanOf(node))
}

/** `dynamic(...)`: its JSON text. */
export function translateDynamic(node: Syntax): Expression {
  const content = jsonOf(part(node, 'Expression'))
  return literal('dynamic', content === 'null' ? null : content, spanOf(node))
}

/** JSON as KQL lets it be written: with single quotes, datetimes and timespans in it. */
function jsonOf(node: Syntax): string {
  switch (kindOf(node)) {
    case 'JsonObjectExpression': {
      const pairs = elementsOf(part(node, 'Pairs')).map(
        (pair) => `${JSON.stringify(String(part(pair, 'Name').Value ?? ''))}:${jsonOf(part(pair, 'Value'))}`,
      )
      return `{${pairs.join(',')}}`
    }
    case 'JsonArrayExpression':
      return `[${elementsOf(part(node, 'Values')).map(jsonOf).join(',')}]`
    case 'CompoundStringLiteralExpression':
      return JSON.stringify((translateCompoundString(node) as Literal).value)
    case 'ParenthesizedExpression':
      return jsonOf(part(node, 'Expression'))
    case 'PrefixUnaryExpression':
      return `-${jsonOf(part(node, 'Expression'))}`
    case 'DynamicExpression':
      return jsonOf(part(node, 'Expression'))
    case 'LiteralExpression': {
      if (textOf(node) === 'null') return 'null'
      return jsonOfLiteral(translateLiteral(node) as Literal)
    }
    default:
      throw refusal('syntax', 'Only constants can stand in dynamic(…)', node)
  }
}

function jsonOfLiteral({ type, value }: Literal): string {
  if (value === null) return 'null'
  switch (type) {
    case 'long':
    case 'int':
    case 'bool':
    case 'decimal':
      return String(value)
    case 'real':
      return typeof value === 'number' ? realJson(value) : JSON.stringify(value)
    case 'datetime':
      return JSON.stringify(isoOf(BigInt(String(value))))
    case 'timespan':
      return JSON.stringify(clockOf(BigInt(String(value))))
    default:
      return JSON.stringify(value)
  }
}

/** A real stays one in JSON: `1.0`. */
function realJson(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e15 ? `${value}.0` : String(value)
}

function isoOf(ticks: bigint): string {
  const milliseconds = ticks / 10_000n - (ticks % 10_000n < 0n ? 1n : 0n)
  const rest = ticks - milliseconds * 10_000n
  return new Date(Number(milliseconds)).toISOString().replace('Z', `${String(rest).padStart(4, '0')}Z`)
}

function clockOf(ticks: bigint): string {
  const all = ticks < 0n ? -ticks : ticks
  const two = (value: bigint) => String(value).padStart(2, '0')
  const seconds = all / 10_000_000n
  const days = seconds / 86_400n
  const fraction = all % 10_000_000n
  const clock = `${two((seconds / 3_600n) % 24n)}:${two((seconds / 60n) % 60n)}:${two(seconds % 60n)}`
  const parts = [ticks < 0n ? '-' : '', days === 0n ? '' : `${days}.`, clock]
  return parts.join('') + (fraction === 0n ? '' : `.${String(fraction).padStart(7, '0')}`)
}

/** The type in `typeof(long)`. */
export function typeInTypeof(node: Syntax): ScalarType {
  const [type] = elementsOf(part(node, 'Types'))
  const found = type === undefined ? undefined : typeNamed(textOf(type))
  if (found === undefined) throw refusal('wrong-argument', `${textOf(node)} names no type of KQL`, node)
  return found
}

/** A declaration `name:type`; `name` alone has the type given. */
export function typeOfDeclaration(declaration: Syntax, otherwise: ScalarType): ScalarType {
  const type = optionalPart(declaration, 'Type')
  if (type === undefined) return otherwise
  const found = typeNamed(textOf(type))
  if (found === undefined) throw refusal('wrong-argument', `${textOf(type)} is no type of KQL`, type)
  return found
}

import { isIPv4 } from 'node:net'
import type { PrintContext } from '../context.ts'
import { isCaseless } from './caseless.ts'
import type { CallToPrint, FunctionTable } from './function-table.ts'
import { finiteNumber, literalOf } from './spl-conversions.ts'

const ATOM = /(?:[^\\[\](){}*+?|^$]|\\[.\\dwsDWSbB^$*+?()[\]{}|/"'-]|\[\^?(?:a-z|A-Z|0-9|[^\][\\^-])+\])/
  .source
const ATOMS = `(?:${ATOM}(?:[*+?]\\??)?|[|^$])*`
/** Patterns that RE2 is sure to take: atoms, classes, one level of groups. */
const SOUND_PATTERN = `^(?:\\(\\?i\\))?(?:${ATOMS}|\\((?:\\?:)?${ATOMS}\\)[*+?]?)*$`

/** Conditions, branches and what a value is. */
export const SPL_CONDITIONS: FunctionTable = {
  'spl.case': (args, to) => {
    const isValue = (index: number) => index % 2 === 1 || index === args.length - 1
    return `multiIf(${args.map((sql, index) => (isValue(index) ? whole(sql, to) : sql)).join(', ')})`
  },
  'spl.coalesce': (args, to) => `coalesce(${args.map((sql) => whole(sql, to)).join(', ')})`,
  // An array cannot be NULL: the empty one is.
  'spl.first_present': (args) => {
    const choices = args.slice(0, -1).map((sql) => `notEmpty(${sql}), ${sql}`)
    return choices.length === 0 ? (args[0] ?? '') : `multiIf(${[...choices, args.at(-1) ?? ''].join(', ')})`
  },
  'spl.is_true': ([condition = '']) => `ifNull(${condition}, false)`,
  'spl.is_null': ([value = ''], to) => (isMultivalue(to) ? `empty(${value})` : `isNull(${value})`),
  'spl.is_not_null': ([value = ''], to) => (isMultivalue(to) ? `notEmpty(${value})` : `isNotNull(${value})`),
  'spl.is_multivalue': ([value = '']) => `(length(${value}) > 1)`,
  'spl.reads_as_number': ([value = '']) => `isNotNull(${finiteNumber(value)})`,
  'spl.reads_as_integer': ([value = '']) => `ifNull(match(${value}, '^[+-]?[0-9]+$'), false)`,
  'spl.reads_as_text': ([value = '']) => `(isNotNull(${value}) AND isNull(${finiteNumber(value)}))`,
  'spl.is_whole': ([value = '']) => `ifNull(${value} = trunc(${value}), false)`,
  'spl.type_name': ([value = ''], to) => typeName(value, to),
  'spl.match': ([text = '', pattern = '']) => `match(${text}, ${pattern})`,
  'spl.like_pattern': ([pattern = '']) => {
    const quoted = `regexpQuoteMeta(ifNull(${pattern}, ''))`
    return `if(isNull(${pattern}), NULL, concat('(?s)^', replaceAll(replaceAll(${quoted}, '%', '.*'), '_', '.'), '$'))`
  },
  'spl.sound_pattern': ([pattern = ''], { context }) =>
    `if(match(${pattern}, ${context.parameter(SOUND_PATTERN, 'String')}), ${pattern}, NULL)`,
  'spl.contains': ([text = '', part = ''], to) => {
    const position = isAscii(to) ? 'positionCaseInsensitive' : 'positionCaseInsensitiveUTF8'
    return `(${position}(${text}, ${part}) > 0)`
  },
  'spl.starts': (args, to) => ignoringCase(args, to, (text, part) => `startsWith(${text}, ${part})`),
  'spl.ends': (args, to) => ignoringCase(args, to, (text, part) => `endsWith(${text}, ${part})`),
  'spl.equal_ignoring_case': (args, to) => ignoringCase(args, to, (text, value) => `(${text} = ${value})`),
  'spl.in_block': inBlock,
  'spl.in_block_of': ([address = '', block = '']) => {
    const valid = `match(${block}, '^[0-9a-fA-F.:]+/[0-9]{1,3}$')`
    const prefix = `accurateCastOrNull(splitByChar('/', ifNull(${block}, ''))[2], 'UInt8')`
    const start = `toIPv4OrNull(splitByChar('/', ifNull(${block}, ''))[1])`
    const mask = `bitShiftLeft(toUInt64(4294967295), 32 - least(${prefix}, 32))`
    const masked = (sql: string) => `bitAnd(toUInt64(toUInt32(${sql})), ${mask})`
    return `ifNull(${valid} AND ${masked(`toIPv4OrNull(${address})`)} = ${masked(start)}, false)`
  },
  'spl.any_value': ([values = ''], to) =>
    `if(empty(${values}), NULL, arrayExists(${lambda(to, (body) => `ifNull(${body}, false)`)}, ${values}))`,
}

/** lower() folds ASCII only, at a multiple of the speed: enough where the text that is looked for is of ASCII. */
function ignoringCase(
  [text = '', value = '']: readonly string[],
  to: CallToPrint,
  compare: (text: string, value: string) => string,
): string {
  const wanted = to.call.arguments[1]
  if (wanted?.kind === 'literal' && isCaseless(String(wanted.value))) return compare(text, value)
  if (wanted?.kind === 'literal' && isAscii(to)) {
    return compare(`lower(${text})`, to.context.parameter(String(wanted.value).toLowerCase(), 'String'))
  }
  return compare(`lowerUTF8(${text})`, `lowerUTF8(${value})`)
}

function isAscii({ call }: CallToPrint): boolean {
  const value = call.arguments[1]
  return value?.kind === 'literal' && /^[\x20-\x7e]*$/.test(String(value.value))
}

/** A lambda whose body is wrapped: arrays are filtered by conditions that are never NULL. */
export function lambda({ call, scope, context }: CallToPrint, wrap: (body: string) => string): string {
  const written = call.arguments[1]
  if (written?.kind !== 'lambda') return '() -> false'
  const names = written.parameters.map(({ name }) => `\`${name}\``).join(', ')
  return `(${names}) -> ${wrap(context.expression(written.body, scope))}`
}

/** A scan may leave other integer types than Int64, which have no type in common with it. */
function whole(sql: string, { call }: CallToPrint): string {
  return call.type === 'long' ? `toInt64(${sql})` : sql
}

function isMultivalue({ call }: CallToPrint): boolean {
  return call.arguments[0]?.type === 'multivalue'
}

/** First and last address are worked out here, so that no row can hold an address that throws. */
function inBlock([address = '']: readonly string[], { call, scope, context }: CallToPrint): string {
  const block = literalOf(call.arguments[1])
  const [start = '', prefix = ''] = block.split('/')
  const family = isIPv4(start) ? 'IPv4' : 'IPv6'
  const [first, last] =
    family === 'IPv4'
      ? endsOfIPv4(start, Number(prefix), context)
      : endsOfIPv6(start, Number(prefix), context)
  const within = (own: string) => `(${own} >= ${first} AND ${own} <= ${last})`
  const written = call.arguments[0]
  const [column] = written?.kind === 'call' && written.function === 'spl.present' ? written.arguments : []
  // What is no address reads as 0.0.0.0 at half the cost of reading as null; only a block around that may not have it.
  if (family === 'IPv4' && Number(start.split('.')[0]) > 0) {
    const own = column === undefined ? `ifNull(${address}, '')` : context.expression(column, scope)
    return within(`toIPv4OrDefault(${own})`)
  }
  return `ifNull(${within(`to${family}OrNull(${address})`)}, false)`
}

const NAMES: Readonly<Partial<Record<string, string>>> = {
  bool: 'Boolean',
  int: 'Number',
  long: 'Number',
  real: 'Number',
  datetime: 'Number',
  timespan: 'Number',
}

const typeName = (value: string, to: CallToPrint): string => {
  const type = to.call.arguments[0]?.type ?? 'string'
  if (type === 'multivalue') return `if(empty(${value}), 'Invalid', 'String')`
  const name = NAMES[type]
  if (name !== undefined) return `if(isNull(${value}), 'Invalid', '${name}')`
  return `multiIf(isNull(${value}), 'Invalid', isNotNull(${finiteNumber(value)}), 'Number', 'String')`
}

function endsOfIPv4(start: string, prefix: number, context: PrintContext): [first: string, last: string] {
  const size = 2 ** (32 - Math.min(prefix, 32))
  const number = start.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
  const first = number - (number % size)
  const address = (sum: number) => [24, 16, 8, 0].map((bits) => Math.floor(sum / 2 ** bits) % 256).join('.')
  const [low, high] = [first, first + size - 1].map(
    (end) => `toIPv4(${context.parameter(address(end), 'String')})`,
  )
  return [low ?? '', high ?? '']
}

function endsOfIPv6(start: string, prefix: number, context: PrintContext): [first: string, last: string] {
  const range = `IPv6CIDRToRange(toIPv6(${context.parameter(start, 'String')}), toUInt8(${prefix}))`
  return [`tupleElement(${range}, 1)`, `tupleElement(${range}, 2)`]
}

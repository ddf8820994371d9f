import type { Expression } from '../../plan/expression.ts'
import type { ScalarType } from '../../plan/type.ts'
import { datetimeText, jsonOf, realText, timespanText } from '../json.ts'
import type { CallToPrint, FunctionTable, PrintFunction } from './function-table.ts'
import { at, ofTicks, once, quoted, ticksAt, typeOf } from './kql-argument.ts'
import { memberText } from './kql-member.ts'

/** Conversions between types, tests for null and empty, and choices between values. Nothing here throws. */
export const KQL_CONVERSION: FunctionTable = {
  tostring: (args, to) => toText(args, to),
  dynamic: (args, to) => asDynamic(args, to),
  tolong: (args, to) => toWhole(args, to, 'Int64'),
  toint: (args, to) => toWhole(args, to, 'Int32'),
  toreal: byType({
    string: ([value]) => `toFloat64OrNull(trimBoth(${value}))`,
    dynamic: (args, to) => extracted(args, to, 'Nullable(Float64)'),
    datetime: (args, to) => `toFloat64(${ticksAt(args, to, 0)} + 621355968000000000)`,
    guid: () => "CAST(NULL, 'Nullable(Float64)')",
    else: ([value]) => `toFloat64(${value})`,
  }),
  todecimal: byType({
    string: ([value]) => `toDecimal128OrNull(trimBoth(${value}), 17)`,
    dynamic: (args, to) => `toDecimal128OrNull(${dynamicText(args, to)}, 17)`,
    real: ([value]) => `toDecimal128OrNull(toString(${value}), 17)`,
    decimal: ([value]) => at([value ?? ''], 0),
    datetime: () => "CAST(NULL, 'Nullable(Decimal(38, 17))')",
    guid: () => "CAST(NULL, 'Nullable(Decimal(38, 17))')",
    else: ([value]) => `accurateCastOrNull(${value}, 'Decimal(38, 17)')`,
  }),
  tobool: byType({
    string: ([value], to) => boolOfText(value ?? '', to),
    dynamic: (args, to) => boolOfText(dynamicText(args, to), to),
    bool: ([value]) => value ?? '',
    else: ([value]) => `(${value} != 0)`,
  }),
  todatetime: byType({
    string: ([value]) => `parseDateTime64BestEffortUSOrNull(${value}, 7, 'UTC')`,
    dynamic: (args, to) => `parseDateTime64BestEffortUSOrNull(${dynamicText(args, to)}, 7, 'UTC')`,
    datetime: ([value]) => value ?? '',
    else: (args, to) => ofTicks(`(${toWhole(args, to, 'Int64')} - 621355968000000000)`),
  }),
  totimespan: byType({
    string: ([value], to) => ticksOfText(value ?? '', to),
    dynamic: (args, to) => ticksOfText(dynamicText(args, to), to),
    timespan: ([value]) => value ?? '',
    datetime: (args, to) => ticksAt(args, to, 0),
    else: (args, to) => toWhole(args, to, 'Int64'),
  }),
  toguid: byType({
    string: ([value]) => `toUUIDOrNull(trim(BOTH '{}' FROM ${value}))`,
    dynamic: (args, to) => `toUUIDOrNull(trim(BOTH '{}' FROM ${dynamicText(args, to)}))`,
    guid: ([value]) => value ?? '',
    else: () => "CAST(NULL, 'Nullable(UUID)')",
  }),
  tohex: ([value, length]) =>
    length === undefined
      ? `ifNull(${hexOf(value ?? '')}, '')`
      : `ifNull(leftPad(${hexOf(value ?? '')}, greatest(toUInt32(${length}), toUInt32(length(${hexOf(value ?? '')}))), '0'), '')`,
  gettype: (args, to) => typeName(args, to),
  isnull: (args, to) => (typeOf(to, 0) === 'string' ? 'false' : `isNull(${at(args, 0)})`),
  isnotnull: (args, to) => (typeOf(to, 0) === 'string' ? 'true' : `isNotNull(${at(args, 0)})`),
  isempty: byType({
    string: ([value]) => `empty(${value})`,
    dynamic: ([value]) => `(ifNull(${value}, '""') = '""')`,
    else: ([value]) => `isNull(${value})`,
  }),
  isnotempty: byType({
    string: ([value]) => `notEmpty(${value})`,
    dynamic: ([value]) => `(ifNull(${value}, '""') != '""')`,
    else: ([value]) => `isNotNull(${value})`,
  }),
  iff: (args) => `if(${args.join(', ')})`,
  case: (args) => `multiIf(${args.join(', ')})`,
  coalesce: (args, to) =>
    to.call.type === 'string'
      ? `coalesce(${args.map((arg) => `nullIf(${arg}, '')`).join(', ')}, '')`
      : `coalesce(${args.join(', ')})`,
  new_guid: () => 'generateUUIDv4()',
  estimate_data_size: (args, to) =>
    args
      .map((arg, index) => (isText(typeOf(to, index)) ? `toInt64(length(ifNull(${arg}, '')))` : '8'))
      .join(' + '),
}

type ByType = Readonly<Partial<Record<ScalarType, PrintFunction>>> & { readonly else: PrintFunction }

/** A printer that depends on the type of the first argument. */
function byType(printers: ByType): PrintFunction {
  return (args, to) => (printers[typeOf(to, 0)] ?? printers.else)(args, to)
}

function isText(type: ScalarType): boolean {
  return type === 'string' || type === 'dynamic'
}

function toText(args: readonly string[], to: CallToPrint): string {
  const value = at(args, 0)
  switch (typeOf(to, 0)) {
    case 'string':
      return value
    case 'dynamic':
      return dynamicText(args, to)
    case 'bool':
      return `multiIf(isNull(${value}), '', ${value}, 'True', 'False')`
    case 'real':
      return once(
        value,
        to,
        (name) =>
          `multiIf(isNull(${name}), '', isNaN(${name}), 'NaN', ${name} = inf, 'Infinity', ${name} = -inf, '-Infinity', ${realText(name)})`,
      )
    case 'datetime':
      return `ifNull(${datetimeText(value)}, '')`
    case 'timespan':
      return once(value, to, (name) => `ifNull(${timespanText(name)}, '')`)
    case 'multivalue':
      return `arrayStringConcat(${value}, '\\n')`
    default:
      return `ifNull(toString(${value}), '')`
  }
}

/** A dynamic value as text: strings without quotes, null as the empty string; read along its path in one pass. */
function dynamicText(args: readonly string[], to: CallToPrint): string {
  return memberText(to.call.arguments[0], at(args, 0), to, 'String', "''")
}

/** A dynamic value as a type of ClickHouse, null where it does not convert; read along its path in one pass. */
function extracted(args: readonly string[], to: CallToPrint, type: string): string {
  return memberText(to.call.arguments[0], at(args, 0), to, type, undefined)
}

function asDynamic(args: readonly string[], to: CallToPrint): string {
  const type = typeOf(to, 0)
  if (type === 'dynamic') return at(args, 0)
  const json = jsonOf(at(args, 0), type)
  return type === 'string' ? json : `nullIf(${json}, 'null')`
}

function toWhole(args: readonly string[], to: CallToPrint, type: 'Int64' | 'Int32'): string {
  const value = at(args, 0)
  switch (typeOf(to, 0)) {
    case 'string':
      return wholeOfText(value, type, to)
    case 'dynamic':
      return extracted(args, to, `Nullable(${type})`)
    case 'real':
      return `accurateCastOrNull(trunc(${value}), '${type}')`
    case 'decimal':
      return `to${type}OrNull(toString(trunc(${value})))`
    case 'datetime': {
      const ticks = `(${ticksAt(args, to, 0)} + 621355968000000000)`
      return type === 'Int64' ? ticks : `accurateCastOrNull(${ticks}, 'Int32')`
    }
    case 'guid':
      return `CAST(NULL, 'Nullable(${type})')`
    case 'int':
    case 'bool':
      return `to${type}(${value})`
    default:
      return type === 'Int64' ? value : `accurateCastOrNull(${value}, 'Int32')`
  }
}

/** Decimal or 0x text; a fraction is cut off. */
function wholeOfText(value: string, type: 'Int64' | 'Int32', to: CallToPrint): string {
  return once(
    value,
    to,
    (name) =>
      `multiIf(startsWith(lower(${name}), '0x'), accurateCastOrNull(reinterpretAsInt64(reverse(unhex(leftPad(substring(${name}, 3), 16, '0')))), '${type}'), position(${name}, '.') > 0, accurateCastOrNull(trunc(toFloat64OrNull(trimBoth(${name}))), '${type}'), to${type}OrNull(trimBoth(${name})))`,
  )
}

function boolOfText(value: string, to: CallToPrint): string {
  return once(
    value,
    to,
    (name) =>
      `multiIf(lower(${name}) = 'true', true, lower(${name}) = 'false', false, toFloat64OrNull(${name}) != 0)`,
  )
}

function hexOf(value: string): string {
  return `lower(if(${value} = 0, '0', trim(LEADING '0' FROM hex(toInt64(${value})))))`
}

const CLOCK =
  "'^\\\\s*(-)?(?:(\\\\d+)\\\\.)?(\\\\d{1,2}):(\\\\d{1,2})(?::(\\\\d{1,2})(?:\\\\.(\\\\d{1,7}))?)?\\\\s*$'"
const UNIT = "'^\\\\s*(-)?(\\\\d+(?:\\\\.\\\\d+)?)\\\\s*(d|h|m|s|ms|microsecond|tick)\\\\w*\\\\s*$'"

/** Ticks in text such as `1.02:03:04.5`, `02:03`, `7` (days) and `90m`. */
function ticksOfText(value: string, to: CallToPrint): string {
  const number = (sql: string) => `toInt64OrZero(${sql})`
  const clock = to.context.hiddenColumn()
  const unit = to.context.hiddenColumn()
  const ofClock = `(if(${clock}[1] = '-', -1, 1) * ((((${number(`${clock}[2]`)} * 24 + ${number(`${clock}[3]`)}) * 60 + ${number(`${clock}[4]`)}) * 60 + ${number(`${clock}[5]`)}) * 10000000 + ${number(`rightPad(${clock}[6], 7, '0')`)}))`
  const ticks = `transform(${unit}[3], ['d', 'h', 'm', 's', 'ms', 'microsecond', 'tick'], [864000000000, 36000000000, 600000000, 10000000, 10000, 10, 1], 0)`
  const ofUnit = `accurateCastOrNull(round(if(${unit}[1] = '-', -1, 1) * toFloat64OrZero(${unit}[2]) * ${ticks}), 'Int64')`
  return once(
    value,
    to,
    (name) =>
      `arrayMap((${clock}, ${unit}) -> multiIf(notEmpty(${clock}), if(${number(`${clock}[3]`)} > 23 OR ${number(`${clock}[4]`)} > 59 OR ${number(`${clock}[5]`)} > 59, NULL, ${ofClock}), notEmpty(${unit}), ${ofUnit}, toInt64OrNull(trimBoth(${name})) * 864000000000), [extractGroups(assumeNotNull(${name}), ${CLOCK})], [extractGroups(assumeNotNull(${name}), ${UNIT})])[1]`,
  )
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  Array: 'array',
  Object: 'dictionary',
  String: 'string',
  Int64: 'long',
  UInt64: 'long',
  Double: 'double',
  Bool: 'bool',
}

function typeName(args: readonly string[], to: CallToPrint): string {
  const type = typeOf(to, 0)
  if (type === 'string') return quoted('string')
  const [argument] = to.call.arguments
  if (type !== 'dynamic')
    return isNever(argument) ? quoted('null') : `if(isNull(${at(args, 0)}), 'null', ${quoted(type)})`
  const from = `[${Object.keys(TYPE_NAMES).map(quoted).join(', ')}]`
  const into = `[${Object.values(TYPE_NAMES).map(quoted).join(', ')}]`
  return `transform(toString(JSONType(ifNull(${at(args, 0)}, ''))), ${from}, ${into}, 'null')`
}

function isNever(argument: Expression | undefined): boolean {
  return argument?.kind === 'literal' && argument.value === null
}

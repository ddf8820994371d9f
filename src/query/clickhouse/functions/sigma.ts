import type { ScalarType } from '../../plan/type.ts'
import { datetimeText, timespanText } from '../json.ts'
import { ticksOf } from '../physical.ts'
import type { CallToPrint, FunctionTable, PrintFunction } from './function-table.ts'

/**
 * Comparisons of Sigma. Each is true or false, never null: an absent field fails a comparison, and `not` makes that a match.
 * A column of any type compares as text; of several values (multivalue, a dynamic array) one has to fit.
 */

/** A text that may be null as the condition; `values` are constants. */
type Comparison = (text: string, values: readonly string[]) => string

/** How a column is folded before it is compared; values come folded already. */
const FOLDINGS: Readonly<Record<string, (text: string) => string>> = {
  '': (text) => `lowerUTF8(${text})`,
  _unicode: (text) => `upperUTF8(lowerUTF8(${text}))`,
  _cased: (text) => text,
}

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  equals: (text, values) =>
    values.length === 1 ? `${text} = ${values[0]}` : `${text} IN (${values.join(', ')})`,
  contains: (text, values) => any(values, (value) => `position(${text}, ${value}) > 0`),
  starts_with: (text, values) => any(values, (value) => `startsWith(${text}, ${value})`),
  ends_with: (text, values) => any(values, (value) => `endsWith(${text}, ${value})`),
  matches: (text, values) => any(values, (value) => `match(${text}, ${value})`),
}

/** Comparisons of two fields. */
const FIELD_COMPARISONS: Readonly<Record<string, (text: string, other: string) => string>> = {
  equals: (text, other) => `${text} = ${other}`,
  contains: (text, other) => `position(${text}, ${other}) > 0`,
  starts: (text, other) => `startsWith(${text}, ${other})`,
  ends: (text, other) => `endsWith(${text}, ${other})`,
}

const TIME_PARTS: Readonly<Record<string, string>> = {
  minute: 'toMinute',
  hour: 'toHour',
  day: 'toDayOfMonth',
  week: 'toISOWeek',
  month: 'toMonth',
  year: 'toYear',
}

/** A lambda's variable; columns always stand with their table, so that no name collides. */
const ELEMENT = '_v'

export const SIGMA_FUNCTIONS: FunctionTable = {
  ...Object.fromEntries(
    Object.entries(COMPARISONS).flatMap(([name, compare]) =>
      Object.entries(FOLDINGS).map(([suffix, fold]): [string, PrintFunction] => [
        `sigma.${name}${suffix}`,
        ([operand = ''], to) => {
          const values = valuesOf(to)
          const isSet = name === 'equals' && values.length > 1
          const list = isSet ? [`${listOf(to)}`] : values
          return over(operand, typeOf(to), (text) =>
            isSet ? `${fold(text)} IN (${list.join('')})` : compare(fold(text), values),
          )
        },
      ]),
    ),
  ),
  ...Object.fromEntries(
    Object.entries(FIELD_COMPARISONS).flatMap(([name, compare]) =>
      ['', '_cased'].map((suffix): [string, PrintFunction] => [
        `sigma.field_${name}${suffix}`,
        ([operand = '', other = ''], to) => {
          const fold = (text: string) => (suffix === '' ? `upperUTF8(lowerUTF8(${text}))` : text)
          const right = fold(textOf(other, typeOf(to, 1)))
          return over(operand, typeOf(to), (text) => compare(fold(text), right))
        },
      ]),
    ),
  ),
  ...Object.fromEntries(
    ['<', '<=', '>', '>='].flatMap((operator): [string, PrintFunction][] => [
      [
        `sigma.${operator}`,
        ([operand = '', bound = ''], to) =>
          overNumbers(operand, typeOf(to), (number) => `${number} ${operator} ${bound}`),
      ],
      [`sigma.time_${operator}`, ([time = '', bound = '']) => `ifNull(${time} ${operator} ${bound}, false)`],
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(TIME_PARTS).map(([part, name]): [string, PrintFunction] => [
      `sigma.${part}`,
      ([operand = ''], to) => `toInt64(${name}(${timeOf(operand, typeOf(to))}))`,
    ]),
  ),
  'sigma.equals_number': ([operand = '', value = '']) => `ifNull(${operand} = ${value}, false)`,
  'sigma.equals_time': ([operand = '', value = '']) => `ifNull(${operand} = ${value}, false)`,
  'sigma.in_network': ([operand = '', low = '', high = ''], to) =>
    over(
      operand,
      typeOf(to),
      (text) => `(toIPv6OrNull(${text}) >= toIPv6(${low}) AND toIPv6OrNull(${text}) <= toIPv6(${high}))`,
    ),
  'sigma.absent': ([operand = ''], to) => isAbsent(operand, typeOf(to)),
  'sigma.absent_or_empty': ([operand = ''], to) =>
    `(${isAbsent(operand, typeOf(to))} OR ifNull(${operand} = '', true))`,
  'sigma.member': ([object = '', path = ''], { call }) => {
    const steps = stepsOf(call.arguments[1])
    const keys = steps.map((_step, at) => `${path}[${at + 1}]`).join(', ')
    return `nullIf(nullIf(JSONExtractRaw(ifNull(${object}, ''), ${keys}), ''), 'null')`
  },
  'sigma.event': (columns, { call }) => {
    const typed = columns.map((column, at) => ({ column, type: call.arguments[at]?.type ?? 'string' }))
    const isList = ({ type }: { type: ScalarType }) => type === 'multivalue' || type === 'dynamic'
    const texts = typed
      .filter((one) => !isList(one))
      .map(({ column, type }) => `ifNull(${textOf(column, type)}, '')`)
    const lists = typed.filter(isList).map(({ column, type }) => elementsOf(column, type))
    const single = texts.length === 0 ? 'emptyArrayString()' : `array(${texts.join(', ')})`
    return lists.length === 0 ? single : `arrayConcat(${[single, ...lists].join(', ')})`
  },
  'sigma.filled_text': ([operand = ''], to) => `nullIf(${textOf(operand, typeOf(to))}, '')`,
  'sigma.text': ([operand = ''], to) => textOf(operand, typeOf(to)),
  'sigma.number': ([operand = ''], to) => numberOf(operand, typeOf(to)),
  'sigma.time': ([operand = ''], to) => timeOf(operand, typeOf(to)),
  // Of rows that have a time.
  'sigma.ticks': ([time = '']) => `ifNull(${ticksOf(time)}, 0)`,
  // Digits of any length in the order of the numbers they are.
  'sigma.order': ([operand = ''], to) => {
    const text = `ifNull(${textOf(operand, typeOf(to))}, '')`
    return `if(match(${text}, '^[0-9]{1,19}$'), leftPad(${text}, 20, '0'), ${text})`
  },
  'sigma.all_of': (parts) => `toJSONString(tuple(${parts.join(', ')}))`,
}

function any(values: readonly string[], compare: (value: string) => string): string {
  const conditions = values.map(compare)
  return conditions.length === 1 ? conditions.join('') : `(${conditions.join(' OR ')})`
}

/** Each constant of the second argument, which is one text or a list of texts. */
function valuesOf(to: CallToPrint): string[] {
  const list = to.call.arguments[1]
  if (list?.kind !== 'literal') return []
  const printed = to.context.expression(list, to.scope)
  if (!Array.isArray(list.value)) return [printed]
  return list.value.map((_value, at) => `${printed}[${at + 1}]`)
}

function listOf(to: CallToPrint): string {
  const list = to.call.arguments[1]
  return list === undefined ? '' : to.context.expression(list, to.scope)
}

function stepsOf(argument: CallToPrint['call']['arguments'][number] | undefined): readonly string[] {
  return argument?.kind === 'literal' && Array.isArray(argument.value) ? argument.value : []
}

function typeOf({ call }: CallToPrint, at = 0): ScalarType {
  return call.arguments[at]?.type ?? 'string'
}

/** The condition on a value, or on any of several. */
function over(operand: string, type: ScalarType, condition: (text: string) => string): string {
  if (type !== 'multivalue' && type !== 'dynamic') return `ifNull(${condition(textOf(operand, type))}, false)`
  return `arrayExists(${ELEMENT} -> ifNull(${condition(ELEMENT)}, false), ${elementsOf(operand, type)})`
}

function overNumbers(operand: string, type: ScalarType, condition: (number: string) => string): string {
  if (type !== 'multivalue' && type !== 'dynamic')
    return `ifNull(${condition(numberOf(operand, type))}, false)`
  const number = `toFloat64OrNull(${ELEMENT})`
  return `arrayExists(${ELEMENT} -> ifNull(${condition(number)}, false), ${elementsOf(operand, type)})`
}

/** The values of a list as texts. Of dynamic: the elements of an array, else the one value. */
function elementsOf(operand: string, type: ScalarType): string {
  if (type === 'multivalue') return operand
  const json = `ifNull(${operand}, 'null')`
  const raw = `if(JSONType(${json}) = 'Array', JSONExtractArrayRaw(${json}), [${json}])`
  const plain = `if(startsWith(${ELEMENT}, '"'), JSONExtractString(${ELEMENT}), ${ELEMENT})`
  return `arrayMap(${ELEMENT} -> ${plain}, arrayFilter(${ELEMENT} -> ${ELEMENT} != 'null', ${raw}))`
}

function isAbsent(operand: string, type: ScalarType): string {
  if (type === 'multivalue') return `empty(${operand})`
  return type === 'dynamic' ? `(ifNull(${operand}, 'null') = 'null')` : `isNull(${operand})`
}

/** A value of any type as the text it compares as. */
function textOf(operand: string, type: ScalarType): string {
  switch (type) {
    case 'string':
      return operand
    case 'datetime':
      return datetimeText(operand)
    case 'timespan':
      return timespanText(operand)
    case 'bool':
      return `toString(CAST(${operand}, 'Nullable(Bool)'))`
    case 'multivalue':
      return `arrayStringConcat(${operand}, '\\n')`
    case 'dynamic':
      return `if(JSONType(ifNull(${operand}, 'null')) = 'String', JSONExtractString(ifNull(${operand}, 'null')), ${operand})`
    default:
      return `toString(${operand})`
  }
}

function numberOf(operand: string, type: ScalarType): string {
  switch (type) {
    case 'int':
    case 'long':
    case 'real':
    case 'timespan':
      return operand
    case 'decimal':
    case 'bool':
      return `toFloat64(${operand})`
    default:
      return `toFloat64OrNull(trim(ifNull(${textOf(operand, type)}, '')))`
  }
}

/** A value as a time: text in any of the usual forms, numbers as seconds, milliseconds, microseconds or nanoseconds by their size. */
function timeOf(operand: string, type: ScalarType): string {
  if (type === 'datetime') return operand
  const number = numberOf(operand, type)
  const seconds = `multiIf(abs(${number}) < 1e11, ${number}, abs(${number}) < 1e14, ${number} / 1e3, abs(${number}) < 1e17, ${number} / 1e6, ${number} / 1e9)`
  const fromNumber = `toDateTime64OrNull(toString(${seconds}), 7, 'UTC')`
  if (type !== 'string' && type !== 'dynamic') return fromNumber
  const text = textOf(operand, type)
  return `if(isNull(${number}), parseDateTime64BestEffortOrNull(${text}, 7, 'UTC'), ${fromNumber})`
}

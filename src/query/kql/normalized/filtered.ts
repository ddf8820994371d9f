import { allOf, anyOf, call, columnReference, extend, filter, literal, named } from '../../plan/build.ts'
import type { Expression } from '../../plan/expression.ts'
import type { Span } from '../../plan/span.ts'
import { namedArgument } from '../expressions/arguments.ts'
import { suggestByComparison } from '../expressions/evidence.ts'
import { convert } from '../functions/convert.ts'
import { signatureOf } from '../functions/function-signatures.ts'
import { binaryOperator, listOperator } from '../functions/operators.ts'
import { refusal } from '../refusal.ts'
import { inside, type Scope } from '../scope.ts'
import { type Syntax, spanOf } from '../syntax.ts'
import { columnOf, kept, type Table } from '../table.ts'
import type { Translator } from '../translator.ts'
import type { Asks, FilterParameter, NormalizedParser } from './filter-parameters.ts'

/** Arguments that every parser takes. */
const EVERYWHERE: ReadonlyMap<string, FilterParameter> = new Map<string, FilterParameter>([
  ['disabled', { asks: 'disabled', columns: [] }],
  ['pack', { asks: 'no consequence', columns: [] }],
])

/** Those that ask for a text: `*` is any. */
const ASKS_FOR_A_TEXT: ReadonlySet<Asks> = new Set(['is', 'is, in any case', 'has', 'has address'])

export interface Called {
  readonly name: string
  readonly node: Syntax
  readonly args: readonly Syntax[]
}

/**
 * The rows of a normalized schema (ASIM) that the arguments of its parser leave.
 *
 * @throws QueryError `unsupported` for an argument that the schema does not document.
 */
export function filteredByArguments(
  table: Table,
  parser: NormalizedParser,
  called: Called,
  scope: Scope,
  translator: Translator,
): Table {
  const given = new Set<string>()
  const filtered = called.args.reduce((rows, arg, index) => {
    const { name = positional(parser, index), value } = namedArgument(arg)
    const parameter = name === undefined ? undefined : parameterNamed(parser, name)
    if (name === undefined || parameter === undefined) throw notDocumented(called.name, arg)
    if (given.has(name)) throw refusal('wrong-argument', `The argument ${name} is given twice`, arg, name)
    given.add(name)
    if (parameter.asks === 'no consequence') return rows
    const asked = translator.expression(value, inside(scope))
    return narrowed(rows, parameter, asked, { ...called, arg }, translator)
  }, table)
  return Object.entries(parser.defaults ?? {}).reduce((rows, [name, values]) => {
    const at = spanOf(called.node)
    const parameter = parameterNamed(parser, name)
    const column = columnOf(rows, parameter?.columns[0] ?? '')
    if (given.has(name) || column === undefined) return rows
    return kept(rows, filter(rows.relation, isOneOf(columnReference(column, at), values, at), at))
  }, filtered)
}

function isOneOf(column: Expression, values: readonly string[], at: Span): Expression {
  const items = values.map((value) => literal('string', value, at))
  return listOperator('in', column, items, at)
}

function parameterNamed({ parameters }: NormalizedParser, name: string): FilterParameter | undefined {
  return (Object.hasOwn(parameters, name) ? parameters[name] : undefined) ?? EVERYWHERE.get(name)
}

/** What an argument without a name is: after the filters `disabled`, or of a parser of all sources `pack`. */
function positional({ parameters, positional: most = 0, ofOneSource }: NormalizedParser, index: number) {
  const names = Object.keys(parameters)
  if (index < most) return names[index]
  if (most < names.length || index > most) return undefined
  return ofOneSource ? 'disabled' : 'pack'
}

function notDocumented(name: string, arg: Syntax) {
  const { name: argument } = namedArgument(arg)
  return refusal(
    'unsupported',
    argument === undefined
      ? `What this argument of ${name}(…) asks for cannot be told from its place; write its name before it`
      : `${name}(…) has no argument ${argument}; leave it out, and write what it should do as a 'where'`,
    arg,
    argument ?? name,
  )
}

interface Asked {
  readonly name: string
  readonly arg: Syntax
}

function narrowed(
  table: Table,
  parameter: FilterParameter,
  asked: Expression,
  { name, arg }: Asked,
  translator: Translator,
): Table {
  const at = spanOf(arg)
  if (parameter.asks === 'disabled') {
    return kept(table, filter(table.relation, call('not', 'bool', [convert(asked, 'bool')], at), at))
  }
  if (isAnything(parameter, asked)) return table
  const columns = columnsOf(table, parameter, at, translator)
  if (columns.length === 0) {
    const missing = parameter.columns.join(' or ') || 'the time'
    throw refusal(
      'unsupported',
      `This argument asks for ${missing}, which the rows of ${name}(…) here do not have`,
      arg,
    )
  }
  for (const column of columns) suggest(parameter.asks, column, asked, translator)
  const conditions = columns.map((column) =>
    translator.attempt('bool', arg, () => condition(parameter, column, asked, at)),
  )
  const holds = anyOf([...whereAnything(parameter, asked), ...conditions], at)
  const rows = kept(table, filter(table.relation, holds, at))
  if (parameter.matching === undefined) return rows
  const which = matchingColumn(columns, conditions, at)
  return kept(rows, extend(rows.relation, [named(parameter.matching, which)], at))
}

/** The columns a parameter asks, as far as the rows have them. */
function columnsOf(
  table: Table,
  { asks, columns }: FilterParameter,
  at: Span,
  translator: Translator,
): readonly Expression[] {
  const wanted = asks === 'from' || asks === 'until' ? ['TimeGenerated'] : columns
  return wanted.flatMap((name) => {
    const column = columnOf(table, name)
    const origin = table.origins.get(name) ?? translator.inferredColumn(table, name)
    const known = column ?? (origin === undefined ? undefined : { name, type: origin.type })
    if (known === undefined) return []
    const reference = columnReference(known, at)
    return [origin === undefined ? reference : translator.inference.remember(reference, origin)]
  })
}

/** What an argument says about the type of a column that nobody declares. */
function suggest(asks: Asks, column: Expression, asked: Expression, translator: Translator): void {
  if (asks === 'is') suggestByComparison(column, asked, translator)
  else translator.inference.suggest(column, asks === 'from' || asks === 'until' ? 'datetime' : 'string')
}

/** A constant that stands for no filter: no time, no number, an empty list, `*`. */
function isAnything({ asks }: FilterParameter, asked: Expression): boolean {
  if (asked.kind !== 'literal') return false
  if (ASKS_FOR_A_TEXT.has(asks)) return asked.value === null || asked.value === '*'
  if (asked.type !== 'dynamic') return asked.value === null
  return asked.value !== null && /^\[\s*\]$/.test(String(asked.value))
}

/** The same for a value that only the engine knows. */
function whereAnything({ asks }: FilterParameter, asked: Expression): readonly Expression[] {
  if (asked.kind === 'literal') return []
  const { at } = asked
  if (asks === 'from' || asks === 'until') return [call('isnull', 'bool', [convert(asked, 'datetime')], at)]
  if (ASKS_FOR_A_TEXT.has(asks)) {
    return asked.type === 'string' ? [binaryOperator('==', asked, literal('string', '*', at), at)] : []
  }
  if (asked.type !== 'dynamic') return []
  const length = call('array_length', 'long', [asked], at)
  return [binaryOperator('==', length, literal('long', '0', at), at)]
}

function condition(
  { asks, synonyms = [] }: FilterParameter,
  column: Expression,
  asked: Expression,
  at: Span,
): Expression {
  if (asked.kind === 'literal' && synonyms.includes(String(asked.value))) {
    return isOneOf(column, synonyms, at)
  }
  switch (asks) {
    case 'from':
      return binaryOperator('>=', column, convert(asked, 'datetime'), at)
    case 'until':
      return binaryOperator('<=', column, convert(asked, 'datetime'), at)
    case 'is':
      return binaryOperator('==', column, asked, at)
    case 'is, in any case':
      return binaryOperator('=~', column, asked, at)
    case 'has':
      return binaryOperator('has', column, asked, at)
    case 'has any':
      return listOperator('has_any', column, [asked], at)
    case 'has all':
      return listOperator('has_all', column, [asked], at)
    case 'is one of':
      return listOperator('in', column, [asked], at)
    case 'is one of, in any case':
      return listOperator('in~', column, [asked], at)
    case 'has address':
      return calledOn('has_ipv4_prefix', column, asked, at)
    case 'has any address':
      return calledOn('has_any_ipv4_prefix', column, asked, at)
    default:
      return literal('bool', true, at)
  }
}

function calledOn(name: string, column: Expression, asked: Expression, at: Span): Expression {
  const signature = signatureOf(name)
  if (signature === undefined) throw new Error(`There is no function ${name}`)
  return signature.translate([column, asked], at)
}

/** `Both`, or the name of the column that had it. */
function matchingColumn(
  columns: readonly Expression[],
  conditions: readonly Expression[],
  at: Span,
): Expression {
  const text = (value: string) => literal('string', value, at)
  const [first, second] = columns.map((column) => (column.kind === 'column' ? text(column.name) : text('')))
  const [hasFirst] = conditions
  if (first === undefined || second === undefined || hasFirst === undefined) return first ?? text('')
  const one = call('iff', 'string', [hasFirst, first, second], at)
  return call('iff', 'string', [allOf(conditions, at), text('Both'), one], at)
}

import { call, inRelation, literal } from '../../plan/build.ts'
import type { Expression } from '../../plan/expression.ts'
import { QueryError } from '../../plan/query-error.ts'
import type { Span } from '../../plan/span.ts'
import { toText } from '../functions/conversions.ts'
import { isTrue, searchCompare, searchText } from '../functions/search-terms.ts'
import { quoted } from '../functions/wildcard.ts'
import type { SplPipeline } from '../syntax/command.ts'
import type {
  SearchComparison,
  SearchExpression,
  SearchList,
  SearchValue,
} from '../syntax/search-expression.ts'
import type { FieldScope, TranslationSession } from './session.ts'
import { columnsOf, type SplRows, settled } from './spl-rows.ts'
import { timeBound } from './time-bound.ts'

/** What the terms of a search may stand on, beside fields. */
export interface SearchPlace {
  /** Translates a subsearch; absent where there can be none. */
  readonly pipeline?: (pipeline: SplPipeline) => SplRows
  /** Texts of the event, any of which may hold a word that is searched for. */
  readonly texts?: readonly Expression[]
  /** A condition that stands for a macro nobody defined; absent where that is an error. */
  readonly macro?: (name: string, at: Span) => Expression
}

/** Terms of `search` as a condition; null counts as false to whoever filters by it. */
export function searchCondition(
  expression: SearchExpression,
  scope: FieldScope,
  session: TranslationSession,
  place: SearchPlace = {},
): Expression {
  const condition = (each: SearchExpression) => searchCondition(each, scope, session, place)
  const { at } = expression
  switch (expression.kind) {
    case 'and':
      return folded('and', expression.terms.map(condition), at)
    case 'or':
      return folded('or', expression.terms.map(condition), at)
    case 'not':
      return negated(condition(expression.term), at)
    case 'comparison':
      return comparison(expression, scope)
    case 'list':
      return list(expression, scope)
    case 'text':
      return text(expression.value, scope, place)
    case 'time':
      if (expression.ofArrival) {
        session.warn('When an event came in is not kept here: its own time is taken.', at)
      }
      return bound(expression.bound, expression.value, scope, session, at)
    case 'subsearch':
      return subsearch(expression.pipeline, scope, session, place, at)
    case 'macro':
      if (place.macro !== undefined) return place.macro(expression.name, at)
      throw unresolvedMacro(expression.name, at)
  }
}

export function unresolvedMacro(name: string, at: Span): QueryError {
  return new QueryError(
    'unresolved',
    `The macro \`${name}\` is not defined; define it, or write here what it stands for.`,
    at,
    name,
  )
}

/** `and` and `or` without the terms that are decided when the query is compiled. */
function folded(operator: 'and' | 'or', terms: readonly Expression[], at: Span): Expression {
  const neutral = operator === 'and'
  const open = terms.filter((term) => !isConstant(term, neutral))
  if (open.some((term) => isConstant(term, !neutral))) return literal('bool', !neutral, at)
  const [first, ...others] = open
  if (first === undefined) return literal('bool', neutral, at)
  return others.length === 0 ? first : call(operator, 'bool', open, at)
}

function isConstant(expression: Expression, value: boolean): boolean {
  return expression.kind === 'literal' && expression.value === value
}

function negated(condition: Expression, at: Span): Expression {
  if (isConstant(condition, true)) return literal('bool', false, at)
  if (isConstant(condition, false)) return literal('bool', true, at)
  return call('not', 'bool', [isTrue(condition)], at)
}

function comparison({ field, operator, value, at }: SearchComparison, scope: FieldScope): Expression {
  return compared(field, operator, value, scope, at)
}

function list({ field, values, at }: SearchList, scope: FieldScope): Expression {
  return folded(
    'or',
    values.map((value) => compared(field, '=', value, scope, at)),
    at,
  )
}

function compared(
  name: string,
  operator: SearchComparison['operator'],
  value: SearchValue,
  scope: FieldScope,
  at: Span,
): Expression {
  const matchesEmpty = /^\**$/.test(value.text)
  const field = operator === '=' && !matchesEmpty ? scope.bare(name, at) : scope.field(name, at)
  const constant = decided(field, operator, value.text)
  if (constant !== undefined) return literal('bool', constant, at)
  if (value.exactCase) {
    const pattern = `(?s)^${value.text.split('*').map(quoted).join('.*')}$`
    const same = call('spl.match', 'bool', [toText(field), literal('string', pattern, at)], at)
    return operator === '!=' ? call('not', 'bool', [same], at) : same
  }
  return searchCompare(field, operator, value.text, at)
}

/** A comparison with a constant, such as the sourcetype of a table that has one. */
function decided(field: Expression, operator: string, value: string): boolean | undefined {
  if (field.kind !== 'literal' || (field.value !== null && typeof field.value !== 'string')) return undefined
  if (field.value === null) return false
  if (operator !== '=' && operator !== '!=') return undefined
  return matchesWildcard(value, field.value) === (operator === '=')
}

/** Whether a text matches a value of `search`, in any letter case. */
export function matchesWildcard(value: string, text: string): boolean {
  return new RegExp(`^${value.split('*').map(quoted).join('.*')}$`, 'is').test(text)
}

function text(value: SearchValue, scope: FieldScope, place: SearchPlace): Expression {
  const { at } = value
  if (/^\*+$/.test(value.text)) return literal('bool', true, at)
  const texts = place.texts ?? [scope.field('_raw', at)]
  const found = texts.map((each) =>
    value.exactCase
      ? call('spl.match', 'bool', [each, literal('string', `(?s)${quoted(value.text)}`, at)], at)
      : searchText(each, value.text, at),
  )
  return folded('or', found, at)
}

function bound(
  which: 'earliest' | 'latest',
  value: string,
  scope: FieldScope,
  session: TranslationSession,
  at: Span,
): Expression {
  const time = scope.find('_time', at)
  const ticks = timeBound(value, session.options.nowTicks, at)
  if (ticks === undefined) return literal('bool', true, at)
  if (time === undefined) {
    session.warn(`There is no _time here: ${which}=${value} has no effect.`, at)
    return literal('bool', true, at)
  }
  return call(which === 'earliest' ? '>=' : '<', 'bool', [time, ticks], at)
}

/** Any row of a subsearch has to match: its fields are terms joined by AND. */
function subsearch(
  pipeline: SplPipeline,
  scope: FieldScope,
  session: TranslationSession,
  place: SearchPlace,
  at: Span,
): Expression {
  if (place.pipeline === undefined) {
    throw new QueryError('unsupported', 'A subsearch cannot stand here.', at, '[')
  }
  const rows = settled(place.pipeline(pipeline))
  const columns = columnsOf(rows).filter(({ name }) => !name.startsWith('_'))
  session.warn('Splunk takes at most 10,000 rows of a subsearch; here all of them count.', at)
  const special = columns.find(({ name }) => name === 'search' || name === 'query')
  if (special !== undefined) {
    throw new QueryError(
      'unsupported',
      `A subsearch that gives its terms as text (in the field "${special.name}") is not supported; return fields.`,
      at,
      special.name,
    )
  }
  const [first] = columns
  if (first === undefined) {
    throw new QueryError(
      'unsupported',
      'It is not known which fields this subsearch gives; end it with "| fields name".',
      at,
      'subsearch',
    )
  }
  return matchesAnyRow(
    rows,
    columns.map(({ name }) => name),
    scope,
    at,
  )
}

function matchesAnyRow(rows: SplRows, names: readonly string[], scope: FieldScope, at: Span): Expression {
  const inner = rows.relation
  const own = names.map((name) => toText(scope.field(name, at)))
  const keys = names.map((name) => {
    const type = inner.columns.find((column) => column.name === name)?.type ?? 'string'
    return toText({ kind: 'column', name, type, at })
  })
  const key = (parts: readonly Expression[]) =>
    parts.length === 1 && parts[0] !== undefined ? parts[0] : call('spl.row_key', 'string', parts, at)
  const relation = {
    kind: 'project',
    columns: [{ name: 'key', type: 'string' }],
    input: inner,
    values: [{ name: 'key', value: key(keys) }],
    at,
  } as const
  return inRelation(key(own), relation, { negated: false, ignoreCase: true }, at)
}

import { allOf, call, extend, filter, literal, missing, named } from '../../plan/build.ts'
import type { Expression, NamedExpression } from '../../plan/expression.ts'
import { convert } from '../functions/convert.ts'
import { signatureOf } from '../functions/function-signatures.ts'
import { notBuilt, refusal } from '../refusal.ts'
import { over, type Scope } from '../scope.ts'
import { elementsOf, optionalPart, parametersOf, part, type Syntax, spanOf, textOf } from '../syntax.ts'
import { computed, type Table } from '../table.ts'
import type { Translator } from '../translator.ts'
import type { TranslateOperator } from './operator.ts'
import { type ParsedColumn, type ParseKind, type ParsePattern, parsePattern } from './parse-pattern.ts'

const KINDS: readonly ParseKind[] = ['simple', 'relaxed', 'regex']

/** `parse`: columns out of a text; where the pattern does not fit they are null, or empty. */
export const translateParse: TranslateOperator = (node, input, scope, translator) => {
  return parsed(node, input, scope, translator, false)
}

/** `parse-where`: the same, without the rows that it does not fit. */
export const translateParseWhere: TranslateOperator = (node, input, scope, translator) => {
  return parsed(node, input, scope, translator, true)
}

function parsed(
  node: Syntax,
  input: Table,
  scope: Scope,
  translator: Translator,
  onlyFitting: boolean,
): Table {
  const at = spanOf(node)
  const rowScope = over(scope, input)
  const subject = translator.expression(part(node, 'Expression'), rowScope)
  translator.inference.suggest(subject, 'string')
  const text = convert(subject, 'string')
  const kind = kindIn(node)
  const flags = textOf(parametersOf(node).get('flags') ?? part(node, 'WithKeyword'))
  const pattern = parsePattern(
    elementsOf(part(node, 'Patterns')),
    kind,
    parametersOf(node).has('flags') ? flags : '',
    (each) => String((translator.expression(each, rowScope) as { value?: unknown }).value ?? ''),
  )
  const found = pattern.columns.map((column, index) => taken(text, pattern, column, index, at))
  const converts = pattern.columns.flatMap((column, index) =>
    column.type === 'string' ? [] : [call('isnotnull', 'bool', [found[index] ?? text], at)],
  )
  const values = pattern.columns.map((column, index): NamedExpression => {
    const value = found[index] ?? missing(column.type, at)
    // Simple: one value that does not convert empties them all.
    const isAll = kind === 'simple' && converts.length > 0 && pattern.columns.length > 1
    if (!isAll) return named(column.name, value)
    return named(
      column.name,
      call('iff', column.type, [allOf(converts, at), value, missing(column.type, at)], at),
    )
  })
  const fitting = onlyFitting
    ? filter(input.relation, allOf([fits(text, pattern, at), ...converts], at), at)
    : input.relation
  return computed(input, extend(fitting, values, at), values, translator.inference, { keepsOthers: true })
}

function kindIn(node: Syntax): ParseKind {
  const written = parametersOf(node).get('kind')
  const kind = written === undefined ? 'simple' : textOf(written)
  const found = KINDS.find((known) => known === kind)
  if (found === undefined) throw notBuilt(written ?? node, `parse kind=${kind}`)
  return found
}

function fits(text: Expression, pattern: ParsePattern, at: Expression['at']): Expression {
  return call('matches regex', 'bool', [text, literal('string', pattern.regex, at)], at)
}

function taken(
  text: Expression,
  pattern: ParsePattern,
  column: ParsedColumn,
  index: number,
  at: Expression['at'],
): Expression {
  const extract = signatureOf('extract')
  if (extract === undefined) throw new Error('extract has no signature')
  const group = literal('long', String(index + 1), at)
  const found = extract.translate([literal('string', pattern.regex, at), group, text], at)
  return column.type === 'dynamic' ? call('parse_json', 'dynamic', [found], at) : convert(found, column.type)
}

/** `parse-kv`: the values of keys, between the delimiters given. */
export const translateParseKv: TranslateOperator = (node, input, scope, translator) => {
  const at = spanOf(node)
  const subject = translator.expression(part(node, 'Expression'), over(scope, input))
  translator.inference.suggest(subject, 'string')
  const text = convert(subject, 'string')
  const how = propertiesOf(node, scope, translator)
  if (how.has('regex')) throw notBuilt(node, 'parse-kv with (regex=…)')
  const columns = elementsOf(part(node, 'Keys')).map((declaration): ParsedColumn => {
    const { columns: found } = parsePattern([declaration], 'simple', '', () => '')
    const [column] = found
    if (column === undefined) throw refusal('syntax', 'parse-kv takes names and types', declaration)
    return column
  })
  const values = columns.map((column) => {
    const pattern = { regex: keyValueRegex(column.name, how), columns: [column] }
    return named(column.name, keyValue(text, pattern, column, how, at))
  })
  return computed(input, extend(input.relation, values, at), values, translator.inference, {
    keepsOthers: true,
  })
}

function propertiesOf(node: Syntax, scope: Scope, translator: Translator): ReadonlyMap<string, string> {
  const properties = new Map<string, string>()
  const clause = optionalPart(node, 'WithClause')
  if (clause === undefined) return properties
  for (const property of elementsOf(part(clause, 'Properties'))) {
    const value = translator.expression(part(property, 'Expression'), { names: scope.names })
    properties.set(textOf(part(property, 'Name')), value.kind === 'literal' ? String(value.value) : '')
  }
  return properties
}

/** Group 1 is a quoted value, group 2 a bare one. */
function keyValueRegex(key: string, how: ReadonlyMap<string, string>): string {
  const pair = how.get('pair_delimiter') ?? ''
  const between = literally(how.get('kv_delimiter') ?? '=')
  const quote = how.get('quote') ?? ''
  const mark = how.get('escape') ?? ''
  const boundary = pair === '' ? '(?:^|[^\\w])' : `(?:^|${literally(pair)})\\s*`
  const end =
    how.get('greedy') === 'true'
      ? greedyEnd(pair, between)
      : pair === ''
        ? '(?:\\s|$)'
        : `(?:${literally(pair)}|$)`
  const bare = `(.*?)\\s*${end}`
  if (quote === '') return `(?s)${boundary}${literally(key)}\\s*${between}\\s*()${bare}`
  const [open = '', close = open] = [...quote]
  const escapedAny = mark === '' ? '' : `|${literally(mark)}.`
  const quoted = `${literally(open)}((?:[^${literally(close)}${literally(mark)}]${escapedAny})*)${literally(close)}`
  return `(?s)${boundary}${literally(key)}\\s*${between}\\s*(?:${quoted}|${bare})`
}

function greedyEnd(pair: string, between: string): string {
  return `(?:${pair === '' ? '\\s' : literally(pair)}\\s*[\\w.]+\\s*${between}|$)`
}

function keyValue(
  text: Expression,
  pattern: ParsePattern,
  column: ParsedColumn,
  how: ReadonlyMap<string, string>,
  at: Expression['at'],
): Expression {
  const group = (index: number) => taken(text, pattern, { name: column.name, type: 'string' }, index, at)
  const mark = how.get('escape') ?? ''
  const quoted =
    mark === ''
      ? group(0)
      : call(
          'replace_regex',
          'string',
          [group(0), literal('string', `${literally(mark)}(.)`, at), literal('string', '\\1', at)],
          at,
        )
  const value = call('strcat', 'string', [quoted, group(1)], at)
  return column.type === 'dynamic' ? call('parse_json', 'dynamic', [value], at) : convert(value, column.type)
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

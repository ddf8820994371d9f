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

/** Group 1 is a quoted value, group 2 a bare one. Delimiters that are not given are everything but letters and digits. */
function keyValueRegex(key: string, how: ReadonlyMap<string, string>): string {
  const written = how.get('regex')
  if (written !== undefined) return withKey(written, key)
  const pair = how.get('pair_delimiter') ?? ''
  const delimiter = how.get('kv_delimiter') ?? ''
  const [open = '', close = open] = [...(how.get('quote') ?? '')]
  const boundary = pair === '' ? '(?:^|[^\\w])' : `(?:^|${literally(pair)})\\s*`
  const between = delimiter === '' ? '[^\\w]+?' : `\\s*${literally(delimiter)}\\s*`
  const name =
    open === ''
      ? literally(key)
      : `(?:${literally(open)}${literally(key)}${literally(close)}|${literally(key)})`
  const bare = bareValue(pair, delimiter, how.get('greedy') === 'true')
  if (open === '') return `(?s)${boundary}${name}${between}()${bare}`
  const mark = how.get('escape') ?? ''
  const escapedAny = mark === '' ? '' : `|${literally(mark)}.`
  const quoted = `${literally(open)}((?:[^${inClass(close)}${inClass(mark)}]${escapedAny})*)${literally(close)}`
  return `(?s)${boundary}${name}${between}(?:${quoted}|${bare})`
}

function bareValue(pair: string, delimiter: string, isGreedy: boolean): string {
  if (isGreedy) {
    const next = delimiter === '' ? '[^\\w]' : literally(delimiter)
    return `(.*?)\\s*(?:${pair === '' ? '\\s' : literally(pair)}\\s*[\\w.]+\\s*${next}|$)`
  }
  if (pair !== '') return `(.*?)\\s*(?:${literally(pair)}|$)`
  return delimiter === '' ? '(\\w+)' : '([^\\s,;]*)'
}

/** The expression with its first group, which stands for any key, made this key. The value is then group 2. */
function withKey(regex: string, key: string): string {
  let depth = 0
  let start = -1
  for (let at = 0; at < regex.length; at += 1) {
    const character = regex[at]
    if (character === '\\') at += 1
    else if (character === '(' && start < 0 && regex[at + 1] !== '?') start = at
    else if (character === '(' && start >= 0) depth += 1
    else if (character === ')' && start >= 0 && depth > 0) depth -= 1
    else if (character === ')' && start >= 0)
      return `${regex.slice(0, start)}(?:${literally(key)})()${regex.slice(at + 1)}`
  }
  return regex
}

function inClass(text: string): string {
  return text.replace(/[\\\]^-]/g, '\\$&')
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

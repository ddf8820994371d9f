import { aggregate, call, columnReference, expand, literal, named } from '../../../plan/build.ts'
import { QueryError } from '../../../plan/query-error.ts'
import { toMultivalue, toText } from '../../functions/conversions.ts'
import { evalFunction, statsFunction } from '../../functions/function-signatures.ts'
import { toRe2 } from '../../functions/regular-expression.ts'
import { parseSource } from '../../parse.ts'
import type {
  ForeachCommand,
  MakeMvCommand,
  MvCombineCommand,
  MvExpandCommand,
  NoMvCommand,
} from '../../syntax/commands/multivalue.ts'
import { SourceText } from '../../syntax/source-text.ts'
import { scopeOf } from '../field-scope.ts'
import type { CommandContext } from '../session.ts'
import { fieldOf, namesOf, rowsOf, type SplRows, settled, withFields, withRelation } from '../spl-rows.ts'
import { hasWildcard, wildcardParts } from '../wildcard-names.ts'

export function translateMakeMv(command: MakeMvCommand, rows: SplRows, { session }: CommandContext): SplRows {
  const { at, field } = command
  const text = toText(scopeOf(rows, session).field(field.text, field.at))
  if (command.tokenizer !== undefined) {
    const pattern = literal('string', toRe2(command.tokenizer, at), at)
    const values = call(
      'spl.groups',
      'multivalue',
      [text, pattern, literal('long', '1', at), literal('long', '0', at)],
      at,
    )
    return withFields(rows, [named(field.text, values)], at)
  }
  const delimiter = literal('string', command.delimiter, at)
  const parts = evalFunction('split', at).translate([text, delimiter], at, 'split')
  const kept = command.allowEmpty ? parts : call('spl.without_empty', 'multivalue', [parts], at)
  return withFields(rows, [named(field.text, kept)], at)
}

/** A row for each value; a row without any stays. */
export function translateMvExpand(
  command: MvExpandCommand,
  rows: SplRows,
  { session }: CommandContext,
): SplRows {
  const { at, field } = command
  const ready = settled(rows)
  const value = scopeOf(ready, session).field(field.text, field.at)
  if (value.type !== 'multivalue') return ready
  const element = { name: field.text, type: 'string' as const }
  const relation = expand({
    input: ready.relation,
    arrays: [{ name: field.text, value, element }],
    keepEmpty: true,
    keepNull: true,
    ...(command.limit > 0 ? { limit: command.limit } : {}),
    at,
  })
  const expanded = withRelation(ready, relation)
  const single = fieldOf(expanded, field.text, at) ?? literal('string', null, at)
  // The engine's text for no value is ''.
  return withFields(expanded, [named(field.text, call('spl.present', 'string', [single], at))], at)
}

export function translateMvCombine(
  command: MvCombineCommand,
  rows: SplRows,
  { session }: CommandContext,
): SplRows {
  const { at, field } = command
  const ready = settled(rows)
  const value = scopeOf(ready, session).field(field.text, field.at)
  const others = ready.relation.columns
    .filter(({ name }) => name !== field.text)
    .map((column) => named(column.name, columnReference(column, at)))
  const list = statsFunction('list', at).translate([value], at, {}, 'list')
  return rowsOf(aggregate(ready.relation, others, [named(field.text, list)], at))
}

export function translateNoMv(
  { at, field }: NoMvCommand,
  rows: SplRows,
  { session }: CommandContext,
): SplRows {
  return withFields(
    rows,
    [named(field.text, toText(toMultivalue(scopeOf(rows, session).field(field.text, field.at))))],
    at,
  )
}

/** The template runs for every field that matches, one after the other. */
export function translateForeach(command: ForeachCommand, rows: SplRows, context: CommandContext): SplRows {
  const { at, names, template, templateAt } = command
  if (command.mode !== 'multifield') {
    throw new QueryError(
      'unsupported',
      `foreach mode=${command.mode} is not supported; mvmap() does much of it.`,
      at,
      command.mode,
    )
  }
  const fields = names.flatMap(({ text }) => matches(text, rows))
  return fields.reduce((current, { name, parts }) => {
    const text = `| ${template
      .replaceAll('<<FIELD>>', name)
      .replaceAll('<<MATCHSTR>>', parts.join(''))
      .replace(/<<MATCHSEG([1-3])>>/g, (_, index: string) => parts[Number(index) - 1] ?? '')}`
    const pipeline = parseSource(new SourceText([{ text, from: templateAt, exact: false }]))
    return context.pipeline(pipeline, current)
  }, rows)
}

function matches(pattern: string, rows: SplRows): { name: string; parts: readonly string[] }[] {
  if (!hasWildcard(pattern)) return [{ name: pattern, parts: [] }]
  return namesOf(rows).flatMap((name) => {
    const parts = name.startsWith('_') ? undefined : wildcardParts(pattern, name)
    return parts === undefined ? [] : [{ name, parts }]
  })
}

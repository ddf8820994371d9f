import type { Span } from '../../../plan/span.ts'
import type { EvalExpression } from '../eval-expression.ts'
import { parseEval } from '../parse-eval.ts'
import { parseSearch } from '../parse-search.ts'
import type { SplReader } from '../reader.ts'
import type { SearchExpression } from '../search-expression.ts'

export interface SearchCommand {
  readonly kind: 'search'
  readonly expression: SearchExpression
  readonly at: Span
}

export interface WhereCommand {
  readonly kind: 'where'
  readonly condition: EvalExpression
  readonly at: Span
}

export interface RegexCommand {
  readonly kind: 'regex'
  readonly field: string
  readonly negated: boolean
  readonly pattern: string
  readonly patternAt: Span
  readonly at: Span
}

export function parseSearchCommand(reader: SplReader, start: number): SearchCommand {
  const expression = parseSearch(reader)
  return { kind: 'search', expression, at: reader.cursor.spanFrom(start) }
}

export function parseWhere({ cursor }: SplReader, start: number): WhereCommand {
  const condition = parseEval(cursor)
  return { kind: 'where', condition, at: cursor.spanFrom(start) }
}

/** `regex field="…"`, `regex field!="…"`, `regex "…"` (over the raw event). */
export function parseRegex({ cursor }: SplReader, start: number): RegexCommand {
  const named = cursor.look(/("[^"]*"|'[^']*'|[^\s"=!|]+)\s*(!?=)\s*/y)
  if (named !== null) cursor.offset += named[0].length
  const pattern = cursor.readWord('a regular expression')
  return {
    kind: 'regex',
    field: named === null ? '_raw' : (named[1] ?? '').replace(/^(["'])(.*)\1$/, '$2'),
    negated: named?.[2] === '!=',
    pattern: pattern.text,
    patternAt: pattern.at,
    at: cursor.spanFrom(start),
  }
}

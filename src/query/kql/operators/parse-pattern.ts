import type { ScalarType } from '../../plan/type.ts'
import { typeOfDeclaration } from '../expressions/literals.ts'
import { refusal } from '../refusal.ts'
import { kindOf, nameIn, part, type Syntax } from '../syntax.ts'

/** A column that `parse` takes out of a text. */
export interface ParsedColumn {
  readonly name: string
  readonly type: ScalarType
}

export interface ParsePattern {
  /** RE2; one group a column, in order. */
  readonly regex: string
  readonly columns: readonly ParsedColumn[]
}

export type ParseKind = 'simple' | 'relaxed' | 'regex'

type Step = { readonly text: string } | { readonly skips: true } | ParsedColumn

/** What a number looks like: it ends where its digits do, so that `*` or a name may follow at once. */
const NUMERIC: Readonly<Partial<Record<ScalarType, string>>> = {
  int: '[+-]?\\d+',
  long: '[+-]?\\d+',
  real: '[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?',
  decimal: '[+-]?(?:\\d+\\.?\\d*|\\.\\d+)',
}

/**
 * The regular expression that a pattern of `parse` stands for: texts are literal (in `regex` expressions), `*` skips,
 * a name takes what lies between its neighbours, a number its digits.
 */
export function parsePattern(
  nodes: readonly Syntax[],
  kind: ParseKind,
  flags: string,
  text: (node: Syntax) => string,
): ParsePattern {
  const steps = nodes.map((node) => stepOf(node, text))
  const columns = steps.filter((step): step is ParsedColumn => 'name' in step)
  const parts = steps.map((step, index) => {
    if ('text' in step) return kind === 'regex' ? withoutGroups(step.text) : escaped(step.text)
    if ('skips' in step) return '.*?'
    return `(${bodyOf(step, steps, index, kind)})`
  })
  const inline = kind === 'regex' ? flags.replace(/[^imsU]/g, '') : 's'
  const prefix = inline === '' ? '' : `(?${inline})`
  const isAnchored = kind !== 'regex' && steps[0] !== undefined && !('skips' in steps[0])
  const last = steps.at(-1)
  const takesRest = kind !== 'regex' && last !== undefined && 'name' in last && isLazy(last)
  return { regex: `${prefix}${isAnchored ? '^' : ''}${parts.join('')}${takesRest ? '$' : ''}`, columns }
}

function stepOf(node: Syntax, text: (node: Syntax) => string): Step {
  switch (kindOf(node)) {
    case 'StarExpression':
      return { skips: true }
    case 'NameDeclaration':
      return { name: nameIn(node), type: 'string' }
    case 'NameAndTypeDeclaration':
      return { name: nameIn(part(node, 'Name')), type: typeOfDeclaration(node, 'string') }
    case 'LiteralExpression':
    case 'CompoundStringLiteralExpression':
      return { text: text(node) }
    default:
      throw refusal('syntax', 'A pattern of parse consists of texts, * and names', node)
  }
}

function bodyOf(step: ParsedColumn, steps: readonly Step[], index: number, kind: ParseKind): string {
  const numeric = NUMERIC[step.type]
  const next = steps[index + 1]
  // Relaxed, a number may turn out to be none: what its neighbours leave is then null.
  const isOpen = kind === 'relaxed' && next !== undefined && 'text' in next
  if (numeric !== undefined && !isOpen) return numeric
  // Nothing says where it ends before a skip: it takes one word.
  if (next !== undefined && 'skips' in next && step.type !== 'string') return '\\S*'
  // In a regular expression a name takes as much as it can, unless the flag U turns that round.
  return kind === 'regex' ? '.*' : '.*?'
}

function isLazy(step: ParsedColumn): boolean {
  return NUMERIC[step.type] === undefined
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

/** Groups that the query's own expressions have must not count as columns. */
function withoutGroups(regex: string): string {
  return regex.replace(/\\.|\[(?:\\.|[^\]\\])*\]|\((?!\?)/g, (found) => (found === '(' ? '(?:' : found))
}

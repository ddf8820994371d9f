import { literal } from '../../plan/build.ts'
import type { Expression, Literal } from '../../plan/expression.ts'
import { QueryError } from '../../plan/query-error.ts'
import { literalText } from './signature.ts'

/** `%d`, `%3N`, `%:z`, `%-d`. */
const CODE = /%(?:(\d)?([NQ])|(::?z)|([-_0^]?)([a-zA-Z+%]))/g

const KNOWN: ReadonlySet<string> = new Set('aAbBdeGHIjklmMNpPQsSuUVwWyYzZ'.split(''))

/** One part of a time format: a text that stands for itself, or a code without its percent sign. */
type TimeFormatPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly code: string; readonly digits: number; readonly flag: string }

/** Codes that stand for several others. */
const SHORT: Readonly<Record<string, string>> = {
  F: '%Y-%m-%d',
  T: '%H:%M:%S',
  X: '%H:%M:%S',
  R: '%H:%M',
  D: '%m/%d/%y',
  x: '%m/%d/%Y',
  r: '%I:%M:%S %p',
  v: '%e-%b-%Y',
  c: '%a %b %e %H:%M:%S %Y',
  '+': '%a %b %e %H:%M:%S %Z %Y',
  h: '%b',
  n: '\n',
  t: '\t',
}

/** The parts of a format of strftime or strptime, without the codes that stand for others. */
function timeFormatParts(format: string): readonly TimeFormatPart[] {
  const whole = format.replace(CODE, (code, _digits, _fraction, _zone, _flag, letter: string | undefined) =>
    letter !== undefined && Object.hasOwn(SHORT, letter) ? (SHORT[letter] ?? code) : code,
  )
  const parts: TimeFormatPart[] = []
  let from = 0
  for (const found of whole.matchAll(CODE)) {
    if (found.index > from) parts.push({ kind: 'text', text: whole.slice(from, found.index) })
    const [all, digits, fraction, zone, flag, letter] = found
    from = found.index + all.length
    if (letter === '%') parts.push({ kind: 'text', text: '%' })
    else
      parts.push({
        kind: 'code',
        code: fraction ?? zone ?? letter ?? '',
        digits: Number(digits ?? 0),
        flag: flag ?? '',
      })
  }
  if (from < whole.length) parts.push({ kind: 'text', text: whole.slice(from) })
  return parts
}

/**
 * The parts of a format as a literal, when all its codes are known.
 *
 * @throws QueryError `unsupported`
 */
export function timeFormat(format: Expression | undefined, name: string): Literal {
  const parts = timeFormatParts(literalText(format, name, 'The time format'))
  const at = (format as Expression).at
  const unknown = parts.find((part) => part.kind === 'code' && !KNOWN.has(part.code.at(-1) ?? ''))
  if (unknown?.kind === 'code') {
    const message = `The time format of ${name}() has the code %${unknown.code}, which is not known here.`
    throw new QueryError('unsupported', message, at, name)
  }
  return literal('dynamic', JSON.stringify(parts), at)
}

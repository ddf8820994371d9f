import { QueryError } from '../../plan/query-error.ts'
import type { Span } from '../../plan/span.ts'
import { SourceText, type TextPiece } from '../syntax/source-text.ts'
import { findMacro } from './known-macros.ts'
import type { SplMacros } from './macro.ts'

/** Deepest macro in a macro, and most characters a search may grow to: a macro can call itself. */
const MAX_DEPTH = 20
const MAX_LENGTH = 1_000_000

const COMMENT = '```'
const CALL = /^`\s*([A-Za-z_][\w.:-]*)\s*(?:\(([^`]*)\))?\s*`/s

/**
 * Takes comments out and writes macros out, before anything is parsed, as Splunk does. A macro that nobody defines
 * stays as it is written: whether it can be understood depends on where it stands.
 */
export function expandMacros(text: string, macros: SplMacros): SourceText {
  const pieces: TextPiece[] = []
  let length = 0
  const add = (piece: TextPiece) => {
    length += piece.text.length
    if (length > MAX_LENGTH) {
      throw new QueryError(
        'too-large',
        `The search is longer than ${MAX_LENGTH} characters with its macros written out; shorten it or a macro.`,
        piece.from,
      )
    }
    pieces.push(piece)
  }
  expand(text, (start, end) => ({ start, end }), true, 0, macros, add)
  return new SourceText(pieces)
}

function expand(
  text: string,
  spanOf: (start: number, end: number) => Span,
  exact: boolean,
  depth: number,
  macros: SplMacros,
  add: (piece: TextPiece) => void,
): void {
  let copied = 0
  let quoted = false
  let offset = 0
  const copyTo = (end: number) => {
    if (end > copied) add({ text: text.slice(copied, end), from: spanOf(copied, end), exact })
  }
  while (offset < text.length) {
    const character = text[offset]
    if (character === '\\') {
      offset += 2
    } else if (character === '"') {
      quoted = !quoted
      offset += 1
    } else if (character !== '`') {
      offset += 1
    } else if (!quoted && text.startsWith(COMMENT, offset)) {
      copyTo(offset)
      const end = text.indexOf(COMMENT, offset + COMMENT.length)
      if (end < 0) {
        throw new QueryError(
          'syntax',
          'A comment begins here and never ends; close it with three back-ticks.',
          spanOf(offset, text.length),
          COMMENT,
        )
      }
      const after = end + COMMENT.length
      add({ text: ' ', from: spanOf(offset, after), exact: false })
      offset = after
      copied = after
    } else {
      const call = CALL.exec(text.slice(offset))
      if (call === null) {
        if (!quoted) {
          throw new QueryError(
            'syntax',
            'A back-tick begins a macro here that never ends; write `name` or `name(arguments)`.',
            spanOf(offset, offset + 1),
            '`',
          )
        }
        offset += 1
        continue
      }
      const end = offset + call[0].length
      const args = call[2] === undefined ? [] : splitArguments(call[2])
      const name = call[1] ?? ''
      const macro = findMacro(macros, name, args.length)
      if (macro !== undefined) {
        const at = spanOf(offset, end)
        if (depth >= MAX_DEPTH) {
          throw new QueryError(
            'too-large',
            `The macro "${name}" is nested more than ${MAX_DEPTH} deep; it probably calls itself.`,
            at,
            name,
          )
        }
        copyTo(offset)
        copied = end
        expand(fillIn(macro.definition, macro.args, args), () => at, false, depth + 1, macros, add)
      }
      offset = end
    }
  }
  copyTo(text.length)
}

function fillIn(definition: string, names: readonly string[], values: readonly string[]): string {
  const byName = new Map(names.map((name, index) => [name, values[index] ?? '']))
  return definition.replace(/\$([\w.-]+)\$/g, (whole, name: string) => byName.get(name) ?? whole)
}

/** Arguments at top-level commas; quotes around a whole argument belong to the call, not to the value. */
function splitArguments(text: string): string[] {
  const args: string[] = []
  let start = 0
  let quoted = false
  let depth = 0
  const take = (end: number) => {
    const argument = text.slice(start, end).trim()
    args.push(/^"[^"]*"$/.test(argument) ? argument.slice(1, -1) : argument)
  }
  for (let offset = 0; offset < text.length; offset += 1) {
    const character = text[offset]
    if (character === '\\') offset += 1
    else if (character === '"') quoted = !quoted
    else if (quoted) continue
    else if (character === '(') depth += 1
    else if (character === ')') depth -= 1
    else if (character === ',' && depth === 0) {
      take(offset)
      start = offset + 1
    }
  }
  take(text.length)
  return args
}

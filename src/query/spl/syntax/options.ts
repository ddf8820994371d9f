import type { Span } from '../../plan/span.ts'
import type { Cursor } from './cursor.ts'

/** `name=value` words of a command, by name in lower case. */
export type Options = Map<string, OptionValue>

export interface OptionValue {
  readonly text: string
  readonly at: Span
}

const OPTION = /([A-Za-z_][\w-]*)\s*=(?!=)\s*/y

/** Reads `name=value` into `options` if it comes next and the command knows the name. */
export function takeOption(cursor: Cursor, names: readonly string[], options: Options): boolean {
  const match = cursor.look(OPTION)
  const name = match?.[1]?.toLowerCase() ?? ''
  if (match === null || !names.includes(name)) return false
  const start = cursor.offset
  cursor.offset += match[0].length
  const next = cursor.peek()
  if (next === '(' || next === '[') {
    cursor.offset = start
    return false
  }
  if (next === "'") {
    const word = cursor.readField()
    options.set(name, { text: word.text, at: word.at })
    return true
  }
  const word = cursor.readWord(`the value of ${name}`)
  options.set(name, { text: word.text, at: word.at })
  return true
}

export function flag(options: ReadonlyMap<string, OptionValue>, name: string, otherwise: boolean): boolean {
  const value = options.get(name)?.text.toLowerCase()
  if (value === undefined) return otherwise
  return ['t', 'true', '1', 'yes', 'y'].includes(value)
}

export function text(options: ReadonlyMap<string, OptionValue>, name: string): string | undefined {
  return options.get(name)?.text
}

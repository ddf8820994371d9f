import { QueryError } from '../plan/query-error.ts'
import type { Span } from '../plan/span.ts'
import { expandMacros } from './macros/expand-macros.ts'
import type { SplMacros } from './macros/macro.ts'
import type { SplCommand, SplPipeline } from './syntax/command.ts'
import { commandSyntax } from './syntax/command-table.ts'
import { Cursor } from './syntax/cursor.ts'
import { parseSearch } from './syntax/parse-search.ts'
import type { SplReader } from './syntax/reader.ts'
import type { SearchExpression } from './syntax/search-expression.ts'
import { SourceText } from './syntax/source-text.ts'

/** Subsearches in subsearches; more than that nobody reads, and the parser calls itself. */
const MAX_DEPTH = 30
const MACRO = /`\s*([A-Za-z_][\w.:-]*)[^`]*`(?=\s*(?:[|\]]|$))/y
const EXPANDED_MACRO = /__([A-Za-z_][\w.:-]*?)__(?:\([^)]*\))?(?=\s*(?:[|\]]|$))/y
const NAME = /[A-Za-z_][\w-]*/y

/**
 * Reads a search: comments go, macros are written out, and what is left becomes commands with their places in the text.
 *
 * @throws QueryError `syntax`, `unresolved` (a macro nobody defined), `too-large`
 */
export function parseSpl(text: string, macros: SplMacros = new Map()): SplPipeline {
  return parseSource(expandMacros(text, macros))
}

/** Reads a text whose macros are written out already. */
export function parseSource(source: SourceText): SplPipeline {
  const parser = new PipelineParser(new Cursor(source))
  const pipeline = parser.pipeline()
  if (parser.cursor.peek() !== '') throw parser.cursor.unexpected('a pipe is missing')
  if (pipeline.commands.length === 0) throw parser.cursor.unexpected('a search is missing')
  return pipeline
}

class PipelineParser implements SplReader {
  readonly cursor: Cursor
  #depth = 0

  constructor(cursor: Cursor) {
    this.cursor = cursor
  }

  /** Commands up to the text's end or a closing bracket. */
  pipeline(): SplPipeline {
    const { cursor } = this
    cursor.skipSpace()
    const start = cursor.offset
    const commands: SplCommand[] = []
    if (!cursor.atCommandEnd()) commands.push(this.#first())
    while (cursor.take('|')) {
      if (cursor.atCommandEnd()) {
        // An empty command at the end, or between two pipes, does nothing in Splunk either.
        continue
      }
      commands.push(this.#command())
    }
    return { commands, at: cursor.spanFrom(start) }
  }

  readonly subsearch = (): SplPipeline => {
    const { cursor } = this
    const start = cursor.offset
    cursor.expect('[', 'before the subsearch')
    this.#depth += 1
    if (this.#depth > MAX_DEPTH) {
      throw new QueryError(
        'too-large',
        `Subsearches are nested more than ${MAX_DEPTH} deep; simplify the search.`,
        cursor.spanFrom(start),
      )
    }
    const pipeline = this.pipeline()
    this.#depth -= 1
    cursor.expect(']', 'at the end of the subsearch')
    return pipeline
  }

  /** What stands before the first pipe: a search, unless it is a command by name (in subsearches both occur). */
  #first(): SplCommand {
    const { cursor } = this
    cursor.skipSpace()
    const start = cursor.offset
    const name = cursor.look(NAME)?.[0] ?? ''
    const after = cursor.text.slice(start + name.length)
    const syntax = commandSyntax(name)
    // A word before "=" or "IN (" is a field, and only a few words begin a search on their own.
    const isCommand = syntax !== undefined && /^(\s+(?!=|!=|<|>|IN\s*\()|\s*[[|\]"]|\s*$)/i.test(after)
    const startsRows = GENERATING.has(name.toLowerCase()) || (this.#depth > 0 && name !== '')
    if (isCommand && startsRows) return this.#command()
    const expression = parseSearch(this)
    return { kind: 'search', expression, at: cursor.spanFrom(start) }
  }

  #command(): SplCommand {
    const { cursor } = this
    cursor.skipSpace()
    const start = cursor.offset
    const macro = cursor.look(MACRO) ?? cursor.look(EXPANDED_MACRO)
    if (macro !== null) {
      cursor.offset += macro[0].length
      return { kind: 'macro', name: macro[1] ?? '', at: cursor.spanFrom(start) }
    }
    const name = cursor.look(NAME)?.[0]
    if (name === undefined) throw cursor.unexpected('the name of a command is missing')
    const syntax = commandSyntax(name)
    if (syntax === undefined) return this.#named(name, start)
    cursor.offset += name.length
    const command = syntax.parse(this, start)
    if (!cursor.atCommandEnd()) throw cursor.unexpected(`a pipe is missing after ${name}`)
    return command
  }

  /** A command that is known by name only: its text is kept and not looked into. */
  #named(name: string, start: number): SplCommand {
    const { cursor } = this
    cursor.offset += name.length
    const nameAt = cursor.spanFrom(start)
    const from = cursor.offset
    while (!cursor.atCommandEnd()) {
      if (cursor.peek() === '"') cursor.readQuoted()
      else if (cursor.peek() === '[') this.subsearch()
      else cursor.offset += 1
    }
    const text = cursor.text.slice(from, cursor.offset).trim()
    return { kind: 'named', name: name.toLowerCase(), text, nameAt, at: cursor.spanFrom(start) }
  }
}

/** Commands that a search can begin with, without a pipe before them. */
const GENERATING: ReadonlySet<string> = new Set([
  'search',
  'tstats',
  'mstats',
  'from',
  'datamodel',
  'makeresults',
  'inputlookup',
  'multisearch',
  'union',
])

/** Reads a text that holds terms of `search` only. */
export function parseSearchText(text: string, at: Span): SearchExpression {
  const cursor = new Cursor(new SourceText([{ text, from: at, exact: false }]))
  const subsearch = (): SplPipeline => {
    throw new QueryError('unsupported', 'A text that is searched for holds no subsearch.', at, '[')
  }
  const expression = parseSearch({ cursor, subsearch })
  if (cursor.peek() !== '') throw cursor.unexpected('a search term is missing')
  return expression
}

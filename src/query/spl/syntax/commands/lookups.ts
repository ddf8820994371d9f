import type { Span } from '../../../plan/span.ts'
import type { Word } from '../cursor.ts'
import { flag, type Options, takeOption, text } from '../options.ts'
import { parseSearch } from '../parse-search.ts'
import type { SplReader } from '../reader.ts'
import type { SearchExpression } from '../search-expression.ts'

/** A field of a lookup table and the field of the events that goes with it. */
export interface LookupField {
  readonly inTable: Word
  readonly inEvents: string
}

export interface LookupCommand {
  readonly kind: 'lookup'
  readonly table: Word
  readonly matching: readonly LookupField[]
  /** Absent: every other field of the table. */
  readonly output?: readonly LookupField[]
  /** OUTPUT: what is found replaces what is there. OUTPUTNEW: it does not. */
  readonly overwrite: boolean
  readonly at: Span
}

export interface InputLookupCommand {
  readonly kind: 'inputlookup'
  readonly table: Word
  readonly append: boolean
  readonly where?: SearchExpression
  readonly at: Span
}

export interface OutputLookupCommand {
  readonly kind: 'outputlookup'
  readonly table: string
  readonly at: Span
}

export function parseLookup({ cursor }: SplReader, start: number): LookupCommand {
  const options: Options = new Map()
  const optionNames = ['local', 'update', 'event_time_field']
  while (takeOption(cursor, optionNames, options));
  const table = cursor.readWord('the name of a lookup')
  const matching: LookupField[] = []
  let output: LookupField[] | undefined
  let overwrite = true
  while (!cursor.atCommandEnd()) {
    if (cursor.take(',') || takeOption(cursor, optionNames, options)) continue
    if (output === undefined && cursor.takeKeyword('output')) output = []
    else if (output === undefined && cursor.takeKeyword('outputnew')) {
      output = []
      overwrite = false
    } else {
      const inTable = cursor.readField()
      const inEvents = cursor.takeKeyword('as') ? cursor.readNewName().text : inTable.text
      ;(output ?? matching).push({ inTable, inEvents })
    }
  }
  if (matching.length === 0) throw cursor.unexpected('a field to look up by is missing')
  return {
    kind: 'lookup',
    table,
    matching,
    ...(output === undefined || output.length === 0 ? {} : { output }),
    overwrite,
    at: cursor.spanFrom(start),
  }
}

export function parseInputLookup(reader: SplReader, start: number): InputLookupCommand {
  const { cursor } = reader
  const options: Options = new Map()
  const optionNames = ['append', 'strict', 'start', 'max']
  while (takeOption(cursor, optionNames, options));
  const table = cursor.readWord('the name of a lookup')
  while (takeOption(cursor, optionNames, options));
  const where = cursor.takeKeyword('where') ? parseSearch(reader) : undefined
  return {
    kind: 'inputlookup',
    table,
    append: flag(options, 'append', false),
    ...(where === undefined ? {} : { where }),
    at: cursor.spanFrom(start),
  }
}

export function parseOutputLookup({ cursor }: SplReader, start: number): OutputLookupCommand {
  const options: Options = new Map()
  let table = text(options, 'name') ?? ''
  const optionNames = [
    'append',
    'create_empty',
    'override_if_empty',
    'max',
    'key_field',
    'createinapp',
    'create_context',
    'output_format',
    'allow_updates',
  ]
  while (!cursor.atCommandEnd()) {
    if (cursor.take(',') || takeOption(cursor, optionNames, options)) continue
    table = cursor.readWord('the name of a lookup').text
  }
  return { kind: 'outputlookup', table, at: cursor.spanFrom(start) }
}

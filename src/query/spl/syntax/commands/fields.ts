import type { Span } from '../../../plan/span.ts'
import type { Cursor, Word } from '../cursor.ts'
import { flag, type Options, takeOption, text } from '../options.ts'
import type { SplReader } from '../reader.ts'

/** `fields`, `table`: which fields stay; `*` in a name matches any run. */
export interface FieldsCommand {
  readonly kind: 'fields'
  /** `fields -`: these go. `table` keeps no internal fields and the order of its list. */
  readonly mode: 'keep' | 'remove' | 'table'
  readonly names: readonly Word[]
  readonly at: Span
}

export interface RenameCommand {
  readonly kind: 'rename'
  readonly pairs: readonly { readonly from: Word; readonly to: Word }[]
  readonly at: Span
}

export interface FillNullCommand {
  readonly kind: 'fillnull'
  readonly value: string
  /** Empty: every field. */
  readonly names: readonly Word[]
  readonly at: Span
}

export interface FillDownCommand {
  readonly kind: 'filldown'
  readonly names: readonly Word[]
  readonly at: Span
}

/** `addtotals`: the sum of numeric fields of a row, or (`addcoltotals`, `col=t`) of each column in a last row. */
export interface AddTotalsCommand {
  readonly kind: 'addtotals'
  readonly row: boolean
  readonly column: boolean
  readonly total: string
  readonly label?: string
  readonly labelField?: string
  readonly names: readonly Word[]
  readonly at: Span
}

/** `replace a WITH b IN field`. */
export interface ReplaceCommand {
  readonly kind: 'replace'
  readonly pairs: readonly { readonly from: string; readonly to: string }[]
  /** Empty: every field. */
  readonly names: readonly Word[]
  readonly at: Span
}

export function parseFields({ cursor }: SplReader, start: number): FieldsCommand {
  const mode = cursor.take('-') ? 'remove' : 'keep'
  if (mode === 'keep') cursor.take('+')
  return { kind: 'fields', mode, names: someNames(cursor), at: cursor.spanFrom(start) }
}

export function parseTable({ cursor }: SplReader, start: number): FieldsCommand {
  return { kind: 'fields', mode: 'table', names: someNames(cursor), at: cursor.spanFrom(start) }
}

export function parseRename({ cursor }: SplReader, start: number): RenameCommand {
  const pairs: { from: Word; to: Word }[] = []
  while (!cursor.atCommandEnd()) {
    if (cursor.take(',')) continue
    const from = cursor.readField('the field to rename')
    if (!cursor.takeKeyword('as')) throw cursor.unexpected('"as" and the new name are missing')
    pairs.push({ from, to: cursor.readNewName() })
  }
  if (pairs.length === 0) throw cursor.unexpected('a field to rename is missing')
  return { kind: 'rename', pairs, at: cursor.spanFrom(start) }
}

export function parseFillNull({ cursor }: SplReader, start: number): FillNullCommand {
  const options: Options = new Map()
  const names = readNames(cursor, ['value'], options)
  return { kind: 'fillnull', value: text(options, 'value') ?? '0', names, at: cursor.spanFrom(start) }
}

export function parseFillDown({ cursor }: SplReader, start: number): FillDownCommand {
  return { kind: 'filldown', names: readNames(cursor), at: cursor.spanFrom(start) }
}

export function parseAddTotals({ cursor }: SplReader, start: number): AddTotalsCommand {
  return addTotals(cursor, start, false)
}

export function parseAddColumnTotals({ cursor }: SplReader, start: number): AddTotalsCommand {
  return addTotals(cursor, start, true)
}

function addTotals(cursor: Cursor, start: number, ofColumns: boolean): AddTotalsCommand {
  const options: Options = new Map()
  const names = readNames(cursor, ['row', 'col', 'fieldname', 'label', 'labelfield'], options)
  const label = text(options, 'label')
  const labelField = text(options, 'labelfield')
  return {
    kind: 'addtotals',
    row: flag(options, 'row', !ofColumns),
    column: flag(options, 'col', ofColumns),
    total: text(options, 'fieldname') ?? 'Total',
    ...(label === undefined ? {} : { label }),
    ...(labelField === undefined ? {} : { labelField }),
    names,
    at: cursor.spanFrom(start),
  }
}

export function parseReplace({ cursor }: SplReader, start: number): ReplaceCommand {
  const pairs: { from: string; to: string }[] = []
  while (!cursor.atCommandEnd() && !cursor.seesKeyword('in')) {
    if (cursor.take(',')) continue
    const from = cursor.readWord('the value to replace').text
    if (!cursor.takeKeyword('with')) throw cursor.unexpected('"with" and the new value are missing')
    pairs.push({ from, to: cursor.readWord('the new value').text })
  }
  if (pairs.length === 0) throw cursor.unexpected('a value to replace is missing')
  const names = cursor.takeKeyword('in') ? someNames(cursor) : []
  return { kind: 'replace', pairs, names, at: cursor.spanFrom(start) }
}

/** Names with or without commas between them, up to the end of the command. */
export function readNames(
  cursor: Cursor,
  optionNames: readonly string[] = [],
  options: Options = new Map(),
): Word[] {
  const names: Word[] = []
  while (!cursor.atCommandEnd()) {
    if (cursor.take(',')) continue
    if (takeOption(cursor, optionNames, options)) continue
    names.push(cursor.readField())
  }
  return names
}

function someNames(cursor: Cursor): Word[] {
  const names = readNames(cursor)
  if (names.length === 0) throw cursor.unexpected('a field name is missing')
  return names
}

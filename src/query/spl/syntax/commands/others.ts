import type { Span } from '../../../plan/span.ts'
import type { Word } from '../cursor.ts'
import { flag, type Options, takeOption, text } from '../options.ts'
import type { SplReader } from '../reader.ts'
import { readNames } from './fields.ts'

/** Rows made up on the spot. */
export interface MakeResultsCommand {
  readonly kind: 'makeresults'
  readonly count: number
  readonly annotate: boolean
  readonly format?: 'csv' | 'json'
  readonly data?: string
  readonly at: Span
}

/** `info_min_time` and its kind: the time range of the search. */
export interface AddInfoCommand {
  readonly kind: 'addinfo'
  readonly at: Span
}

/** `xyseries x split value` and its opposite `untable x split value`. */
export interface SeriesCommand {
  readonly kind: 'xyseries' | 'untable'
  readonly names: readonly Word[]
  readonly at: Span
}

/** A command that is known by its name and not run: it changes no row, or it is refused. */
export interface NamedCommand {
  readonly kind: 'named'
  readonly name: string
  /** The rest of it, as it is written. */
  readonly text: string
  readonly nameAt: Span
  readonly at: Span
}

/** A macro nobody defined, where a command stands. */
export interface MacroCommand {
  readonly kind: 'macro'
  readonly name: string
  readonly at: Span
}

export function parseMakeResults({ cursor }: SplReader, start: number): MakeResultsCommand {
  const options: Options = new Map()
  const names = ['count', 'annotate', 'splunk_server', 'splunk_server_group', 'format', 'data']
  while (!cursor.atCommandEnd()) {
    if (cursor.take(',') || takeOption(cursor, names, options)) continue
    throw cursor.unexpected('makeresults takes count=, annotate=, format= and data=')
  }
  const format = text(options, 'format')?.toLowerCase()
  const data = text(options, 'data')
  return {
    kind: 'makeresults',
    count: Number(text(options, 'count') ?? 1),
    annotate: flag(options, 'annotate', false),
    ...(format === 'csv' || format === 'json' ? { format } : {}),
    ...(data === undefined ? {} : { data }),
    at: cursor.spanFrom(start),
  }
}

export function parseAddInfo({ cursor }: SplReader, start: number): AddInfoCommand {
  return { kind: 'addinfo', at: cursor.spanFrom(start) }
}

function parseSeries(kind: SeriesCommand['kind']) {
  return ({ cursor }: SplReader, start: number): SeriesCommand => {
    const names = readNames(cursor, ['grouped', 'sep', 'format'])
    if (names.length < 3) throw cursor.unexpected(`${kind} takes three fields`)
    return { kind, names, at: cursor.spanFrom(start) }
  }
}

export const parseXySeries = parseSeries('xyseries')
export const parseUntable = parseSeries('untable')

import type { Span } from '../../../plan/span.ts'
import type { SplPipeline } from '../command.ts'
import type { Word } from '../cursor.ts'
import { flag, type Options, takeOption, text } from '../options.ts'
import type { SplReader } from '../reader.ts'

export interface JoinCommand {
  readonly kind: 'join'
  readonly join: 'inner' | 'left'
  /** 0: as many right rows as match. */
  readonly max: number
  readonly overwrite: boolean
  readonly useTime: boolean
  readonly names: readonly Word[]
  /** `left=L right=R where L.a=R.b`. */
  readonly aliases?: {
    readonly left: string
    readonly right: string
    readonly pairs: readonly { readonly left: string; readonly right: string }[]
  }
  readonly with: SplPipeline
  readonly at: Span
}

/** `append`, `appendpipe`, `appendcols`, `union`, `multisearch`: rows or columns of other searches. */
export interface AppendCommand {
  readonly kind: 'append' | 'appendpipe' | 'appendcols' | 'union' | 'multisearch'
  readonly pipelines: readonly SplPipeline[]
  readonly override: boolean
  readonly at: Span
}

/** `map search="… $field$ …"`: a search for every row. */
export interface MapCommand {
  readonly kind: 'map'
  readonly search: string
  readonly searchAt: Span
  readonly at: Span
}

/** `from datamodel:Web.Web`, `from lookup:x`, `datamodel Web Web search`. */
export interface FromCommand {
  readonly kind: 'from'
  readonly source: 'datamodel' | 'lookup' | 'index'
  readonly name: string
  /** Fields are written with their dataset before them (`datamodel X Y search`). */
  readonly prefixed: boolean
  readonly nameAt: Span
  readonly at: Span
}

/** `format` and `return`: how a subsearch's rows go into the search around it. */
export interface FormatCommand {
  readonly kind: 'format'
  readonly at: Span
}

export interface ReturnCommand {
  readonly kind: 'return'
  readonly count: number
  /** `$field` gives the value alone, `alias=field` another name. */
  readonly fields: readonly { readonly name: string; readonly as: string; readonly valueOnly: boolean }[]
  readonly at: Span
}

export function parseJoin(reader: SplReader, start: number): JoinCommand {
  const { cursor } = reader
  const options: Options = new Map()
  const names: Word[] = []
  const pairs: { left: string; right: string }[] = []
  const optionNames = ['type', 'usetime', 'earlier', 'overwrite', 'max', 'left', 'right', 'keepsingle']
  while (cursor.peek() !== '[') {
    if (cursor.atCommandEnd()) throw cursor.unexpected('a subsearch in [ ] is missing')
    if (cursor.take(',') || takeOption(cursor, optionNames, options)) continue
    if (cursor.takeKeyword('where')) {
      do {
        const left = cursor.readWord('a field of one side').text
        cursor.expect('=', `after "${left}"`)
        pairs.push({ left, right: cursor.readWord('a field of the other side').text })
      } while (cursor.takeKeyword('and'))
    } else {
      names.push(cursor.readField())
    }
  }
  const type = text(options, 'type')?.toLowerCase() ?? 'inner'
  const left = text(options, 'left')
  const right = text(options, 'right')
  return {
    kind: 'join',
    join: type === 'left' || type === 'outer' ? 'left' : 'inner',
    max: Number(text(options, 'max') ?? 1),
    overwrite: flag(options, 'overwrite', true),
    useTime: flag(options, 'usetime', false),
    names,
    ...(left === undefined || right === undefined ? {} : { aliases: { left, right, pairs } }),
    with: reader.subsearch(),
    at: cursor.spanFrom(start),
  }
}

const APPEND_OPTIONS = ['extendtimerange', 'maxtime', 'maxout', 'timeout', 'run_in_preview', 'override']

function parseAppending(kind: AppendCommand['kind']) {
  return (reader: SplReader, start: number): AppendCommand => {
    const { cursor } = reader
    const options: Options = new Map()
    const pipelines: SplPipeline[] = []
    while (!cursor.atCommandEnd()) {
      if (cursor.take(',') || takeOption(cursor, APPEND_OPTIONS, options)) continue
      if (cursor.peek() !== '[') throw cursor.unexpected(`${kind} takes a subsearch in [ ]`)
      pipelines.push(reader.subsearch())
    }
    if (pipelines.length === 0) throw cursor.unexpected('a subsearch in [ ] is missing')
    return { kind, pipelines, override: flag(options, 'override', false), at: cursor.spanFrom(start) }
  }
}

export const parseAppend = parseAppending('append')
export const parseAppendPipe = parseAppending('appendpipe')
export const parseAppendCols = parseAppending('appendcols')
export const parseUnion = parseAppending('union')
export const parseMultiSearch = parseAppending('multisearch')

export function parseMap({ cursor, subsearch }: SplReader, start: number): MapCommand {
  const options: Options = new Map()
  let search: { text: string; at: Span } | undefined
  while (!cursor.atCommandEnd()) {
    if (takeOption(cursor, ['search', 'maxsearches'], options)) continue
    if (cursor.peek() !== '[') throw cursor.unexpected('map takes search="…" or a subsearch in [ ]')
    const from = cursor.offset
    subsearch()
    search = { text: cursor.text.slice(from + 1, cursor.offset - 1), at: cursor.spanFrom(from) }
  }
  search = options.get('search') ?? search
  if (search === undefined) throw cursor.unexpected('map needs search="…"')
  return { kind: 'map', search: search.text, searchAt: search.at, at: cursor.spanFrom(start) }
}

export function parseFrom({ cursor }: SplReader, start: number): FromCommand {
  const match = cursor.look(/(datamodel|lookup|inputlookup|index|savedsearch)\s*:?\s*=?\s*/iy)
  const source = match?.[1]?.toLowerCase() ?? 'index'
  if (match !== null) cursor.offset += match[0].length
  if (source === 'savedsearch')
    throw cursor.unexpected('saved searches are not kept here; write the search itself')
  const name = cursor.readWord('what to read from')
  return {
    kind: 'from',
    source: source === 'datamodel' ? 'datamodel' : source === 'index' ? 'index' : 'lookup',
    name: name.text,
    prefixed: false,
    nameAt: name.at,
    at: cursor.spanFrom(start),
  }
}

export function parseDataModel({ cursor }: SplReader, start: number): FromCommand {
  const options: Options = new Map()
  const words: Word[] = []
  while (!cursor.atCommandEnd()) {
    if (takeOption(cursor, ['strict_fields', 'summariesonly', 'allow_old_summaries'], options)) continue
    words.push(cursor.readWord('a data model'))
  }
  const [model, dataset, mode] = words
  if (model === undefined || dataset === undefined)
    throw cursor.unexpected('a data model and a dataset are missing')
  return {
    kind: 'from',
    source: 'datamodel',
    name: `${model.text}.${dataset.text}`,
    prefixed: mode?.text !== 'flat',
    nameAt: model.at,
    at: cursor.spanFrom(start),
  }
}

export function parseFormat({ cursor }: SplReader, start: number): FormatCommand {
  const options: Options = new Map()
  while (!cursor.atCommandEnd()) {
    if (!takeOption(cursor, ['mvsep', 'maxresults', 'emptystr'], options)) cursor.readWord('a separator')
  }
  return { kind: 'format', at: cursor.spanFrom(start) }
}

export function parseReturn({ cursor }: SplReader, start: number): ReturnCommand {
  const leading = cursor.look(/\d+(?=\s)/y)
  if (leading !== null) cursor.offset += leading[0].length
  const fields: { name: string; as: string; valueOnly: boolean }[] = []
  while (!cursor.atCommandEnd()) {
    if (cursor.take(',')) continue
    const word = cursor.readField().text
    if (word.startsWith('$')) fields.push({ name: word.slice(1), as: word.slice(1), valueOnly: true })
    else if (cursor.take('=')) fields.push({ name: cursor.readField().text, as: word, valueOnly: false })
    else fields.push({ name: word, as: word, valueOnly: false })
  }
  if (fields.length === 0) throw cursor.unexpected('a field is missing')
  return {
    kind: 'return',
    count: leading === null ? 1 : Number(leading[0]),
    fields,
    at: cursor.spanFrom(start),
  }
}

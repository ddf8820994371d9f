import type { Span } from '../../../plan/span.ts'
import { type AggregateTerm, type ByField, parseAggregates, parseByFields } from '../aggregate-term.ts'
import { type Options, type OptionValue, takeOption } from '../options.ts'
import { parseSearch } from '../parse-search.ts'
import type { SplReader } from '../reader.ts'
import type { SearchExpression } from '../search-expression.ts'

/** `tstats` over a data model or an index, and `mstats` over metrics. */
export interface TstatsCommand {
  readonly kind: 'tstats' | 'mstats'
  readonly terms: readonly AggregateTerm[]
  /** As written: `Endpoint.Processes`. */
  readonly dataModel?: { readonly name: string; readonly at: Span }
  readonly where?: SearchExpression
  readonly by: readonly ByField[]
  readonly options: ReadonlyMap<string, OptionValue>
  readonly at: Span
}

const OPTIONS = [
  'summariesonly',
  'allow_old_summaries',
  'fillnull_value',
  'prestats',
  'local',
  'append',
  'chunk_size',
  'include_reduced_buckets',
  'use_summary_index_values',
  'backfill',
  'update_period',
]

export function parseTstats(reader: SplReader, start: number): TstatsCommand {
  return { kind: 'tstats', ...tstats(reader), at: reader.cursor.spanFrom(start) }
}

export function parseMstats(reader: SplReader, start: number): TstatsCommand {
  return { kind: 'mstats', ...tstats(reader), at: reader.cursor.spanFrom(start) }
}

function tstats(reader: SplReader) {
  const { cursor } = reader
  const options: Options = new Map()
  const terms: AggregateTerm[] = []
  let dataModel: { name: string; at: Span } | undefined
  let where: SearchExpression | undefined
  let by: ByField[] = []
  while (!cursor.atCommandEnd()) {
    if (cursor.takeKeyword('from')) {
      const source: Options = new Map()
      if (takeOption(cursor, ['datamodel', 'sid'], source)) {
        const model = source.get('datamodel')
        if (model === undefined) throw cursor.unexpected('datamodel= is missing after "from"')
        dataModel = { name: model.text, at: model.at }
      } else {
        const name = cursor.readWord('a data model after "from"')
        dataModel = { name: name.text, at: name.at }
      }
    } else if (cursor.takeKeyword('where')) {
      where = parseSearch(reader, ['by', 'groupby'])
    } else if (cursor.takeKeyword('by') || cursor.takeKeyword('groupby')) {
      by = parseByFields(cursor, [...OPTIONS, 'prefix'], options)
    } else if (cursor.take(',') || takeOption(cursor, OPTIONS, options)) {
      // Nothing else to do.
    } else {
      const found = parseAggregates(cursor, OPTIONS, options, ['from', 'where'])
      if (found.length === 0) throw cursor.unexpected('an aggregate such as count is missing')
      terms.push(...found)
    }
  }
  if (terms.length === 0) throw cursor.unexpected('an aggregate such as count is missing')
  return {
    terms,
    ...(dataModel === undefined ? {} : { dataModel }),
    ...(where === undefined ? {} : { where }),
    by,
    options,
  }
}

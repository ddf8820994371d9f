import type { SplCommand } from './command.ts'
import {
  parseAppend,
  parseAppendCols,
  parseAppendPipe,
  parseDataModel,
  parseFormat,
  parseFrom,
  parseJoin,
  parseMap,
  parseMultiSearch,
  parseReturn,
  parseUnion,
} from './commands/combine.ts'
import {
  parseExtract,
  parseFromJson,
  parseIpLocation,
  parseRex,
  parseSpath,
  parseXmlKv,
} from './commands/extract.ts'
import {
  parseAddColumnTotals,
  parseAddTotals,
  parseFields,
  parseFillDown,
  parseFillNull,
  parseRename,
  parseReplace,
  parseTable,
} from './commands/fields.ts'
import { parseRegex, parseSearchCommand, parseWhere } from './commands/filters.ts'
import { parseInputLookup, parseLookup, parseOutputLookup } from './commands/lookups.ts'
import { parseForeach, parseMakeMv, parseMvCombine, parseMvExpand, parseNoMv } from './commands/multivalue.ts'
import { parseDedup, parseHead, parseReverse, parseSort, parseTail, parseUniq } from './commands/order.ts'
import { parseAddInfo, parseMakeResults, parseUntable, parseXySeries } from './commands/others.ts'
import { parseAccum, parseAutoRegress, parseDelta, parseTransaction } from './commands/sequence.ts'
import {
  parseChart,
  parseEventStats,
  parseRare,
  parseStats,
  parseStreamStats,
  parseTimeChart,
  parseTop,
} from './commands/statistics.ts'
import { parseMstats, parseTstats } from './commands/tstats.ts'
import { parseBin, parseConvert, parseEvalCommand, parseRangeMap, parseStrcat } from './commands/values.ts'
import type { SplReader } from './reader.ts'

export interface CommandSyntax {
  /** Reads the command, from after its name; `start` is where the name stands. */
  readonly parse: (reader: SplReader, start: number) => SplCommand
  /** One sentence for the editor. */
  readonly detail: string
  /** Words of its own, for completion. */
  readonly keywords?: readonly string[]
}

const COMMANDS: Readonly<Record<string, CommandSyntax>> = {
  accum: { parse: parseAccum, detail: 'Running total of a field', keywords: ['as'] },
  addcoltotals: {
    parse: parseAddColumnTotals,
    detail: 'Totals of columns in a last row',
    keywords: ['labelfield=', 'label='],
  },
  addinfo: { parse: parseAddInfo, detail: 'The time range of the search as fields' },
  addtotals: {
    parse: parseAddTotals,
    detail: 'Sum of numeric fields of each row',
    keywords: ['fieldname=', 'row=', 'col='],
  },
  append: { parse: parseAppend, detail: 'Rows of another search after these' },
  appendcols: {
    parse: parseAppendCols,
    detail: 'Fields of another search, row by row',
    keywords: ['override='],
  },
  appendpipe: { parse: parseAppendPipe, detail: 'These rows, and after them what a pipeline makes of them' },
  autoregress: { parse: parseAutoRegress, detail: 'Values of earlier rows', keywords: ['as', 'p='] },
  bin: {
    parse: parseBin,
    detail: 'Puts numbers or times into bins',
    keywords: ['span=', 'bins=', 'as', 'minspan='],
  },
  bucket: {
    parse: parseBin,
    detail: 'Puts numbers or times into bins',
    keywords: ['span=', 'bins=', 'as', 'minspan='],
  },
  chart: {
    parse: parseChart,
    detail: 'Aggregates as a table of rows and columns',
    keywords: ['over', 'by', 'limit=', 'useother=', 'span='],
  },
  convert: {
    parse: parseConvert,
    detail: 'Other forms of values, such as ctime(x)',
    keywords: ['timeformat=', 'as', 'ctime(', 'mktime(', 'num(', 'dur2sec(', 'auto('],
  },
  datamodel: { parse: parseDataModel, detail: 'Events of a data model' },
  dedup: {
    parse: parseDedup,
    detail: 'The first rows of each combination of values',
    keywords: ['sortby', 'keepempty=', 'consecutive='],
  },
  delta: { parse: parseDelta, detail: 'Difference to an earlier row', keywords: ['as', 'p='] },
  eval: { parse: parseEvalCommand, detail: 'Computes fields' },
  eventstats: { parse: parseEventStats, detail: 'Aggregates beside each row', keywords: ['by', 'as'] },
  extract: {
    parse: parseExtract,
    detail: 'Pairs of name and value as fields',
    keywords: ['pairdelim=', 'kvdelim='],
  },
  fieldformat: { parse: parseEvalCommand, detail: 'How a field is shown' },
  fields: { parse: parseFields, detail: 'Keeps or removes fields' },
  filldown: { parse: parseFillDown, detail: 'The last value before, where there is none' },
  fillnull: { parse: parseFillNull, detail: 'A value where there is none', keywords: ['value='] },
  foreach: { parse: parseForeach, detail: 'A template for every field that matches', keywords: ['mode='] },
  format: { parse: parseFormat, detail: 'Rows of a subsearch as a condition' },
  from: { parse: parseFrom, detail: 'A data model or a lookup', keywords: ['datamodel:', 'lookup:'] },
  fromjson: { parse: parseFromJson, detail: 'Members of JSON as fields' },
  head: { parse: parseHead, detail: 'The first rows', keywords: ['limit='] },
  inputlookup: { parse: parseInputLookup, detail: 'Rows of a lookup', keywords: ['append=', 'where'] },
  iplocation: { parse: parseIpLocation, detail: 'Where an address is', keywords: ['prefix=', 'allfields='] },
  join: {
    parse: parseJoin,
    detail: 'Fields of another search with equal values',
    keywords: ['type=', 'max=', 'overwrite=', 'left=', 'right=', 'where'],
  },
  kv: {
    parse: parseExtract,
    detail: 'Pairs of name and value as fields',
    keywords: ['pairdelim=', 'kvdelim='],
  },
  lookup: {
    parse: parseLookup,
    detail: 'Fields of a lookup with equal values',
    keywords: ['OUTPUT', 'OUTPUTNEW', 'AS'],
  },
  makemv: {
    parse: parseMakeMv,
    detail: 'Several values out of one text',
    keywords: ['delim=', 'tokenizer=', 'allowempty='],
  },
  makeresults: {
    parse: parseMakeResults,
    detail: 'Rows made up on the spot',
    keywords: ['count=', 'annotate=', 'format=', 'data='],
  },
  map: { parse: parseMap, detail: 'A search for every row', keywords: ['search=', 'maxsearches='] },
  mstats: { parse: parseMstats, detail: 'Aggregates of metrics', keywords: ['where', 'by', 'span='] },
  multisearch: { parse: parseMultiSearch, detail: 'Rows of several searches' },
  mvcombine: {
    parse: parseMvCombine,
    detail: 'Rows that differ in one field become one',
    keywords: ['delim='],
  },
  mvexpand: { parse: parseMvExpand, detail: 'A row for each value', keywords: ['limit='] },
  nomv: { parse: parseNoMv, detail: 'One text out of several values' },
  outputlookup: { parse: parseOutputLookup, detail: 'Writes a lookup (not here)' },
  rangemap: { parse: parseRangeMap, detail: 'Names for ranges of numbers', keywords: ['field=', 'default='] },
  rare: {
    parse: parseRare,
    detail: 'The least common values',
    keywords: ['limit=', 'by', 'countfield=', 'percentfield=', 'showperc='],
  },
  regex: { parse: parseRegex, detail: 'Rows that match a regular expression' },
  rename: { parse: parseRename, detail: 'Other names for fields', keywords: ['as'] },
  replace: { parse: parseReplace, detail: 'Other values in fields', keywords: ['with', 'in'] },
  return: { parse: parseReturn, detail: 'Values of a subsearch for the search around it' },
  reverse: { parse: parseReverse, detail: 'The rows in the opposite order' },
  rex: {
    parse: parseRex,
    detail: 'Fields out of a text by a regular expression',
    keywords: ['field=', 'max_match=', 'mode=sed'],
  },
  search: {
    parse: parseSearchCommand,
    detail: 'Rows that match terms',
    keywords: ['AND', 'OR', 'NOT', 'IN ('],
  },
  sort: { parse: parseSort, detail: 'Rows in an order', keywords: ['num(', 'str(', 'ip(', 'limit='] },
  spath: { parse: parseSpath, detail: 'Values out of JSON', keywords: ['input=', 'path=', 'output='] },
  stats: { parse: parseStats, detail: 'Aggregates of groups', keywords: ['by', 'as'] },
  strcat: { parse: parseStrcat, detail: 'Fields and texts joined' },
  streamstats: {
    parse: parseStreamStats,
    detail: 'Aggregates up to each row',
    keywords: ['by', 'as', 'current=', 'window=', 'time_window=', 'global=', 'reset_on_change='],
  },
  table: { parse: parseTable, detail: 'These fields, in this order' },
  tail: { parse: parseTail, detail: 'The last rows, last first', keywords: ['limit='] },
  timechart: {
    parse: parseTimeChart,
    detail: 'Aggregates over time',
    keywords: ['span=', 'by', 'limit=', 'useother=', 'usenull=', 'bins='],
  },
  top: {
    parse: parseTop,
    detail: 'The commonest values',
    keywords: ['limit=', 'by', 'countfield=', 'percentfield=', 'showperc='],
  },
  transaction: {
    parse: parseTransaction,
    detail: 'Events that belong together',
    keywords: ['maxspan=', 'maxpause=', 'startswith=', 'endswith='],
  },
  tstats: {
    parse: parseTstats,
    detail: 'Aggregates of a data model',
    keywords: ['from', 'datamodel=', 'where', 'by', 'span=', 'summariesonly=', 'prestats='],
  },
  union: { parse: parseUnion, detail: 'Rows of several searches' },
  uniq: { parse: parseUniq, detail: 'Rows that differ from the one before' },
  untable: { parse: parseUntable, detail: 'A row for every cell of a table' },
  where: { parse: parseWhere, detail: 'Rows on which a condition holds' },
  xmlkv: { parse: parseXmlKv, detail: 'XML elements as fields' },
  xyseries: { parse: parseXySeries, detail: 'A table of rows and columns' },
}

const BY_NAME: ReadonlyMap<string, CommandSyntax> = new Map(Object.entries(COMMANDS))

export const COMMAND_NAMES: readonly string[] = [...BY_NAME.keys()]

export function commandSyntax(name: string): CommandSyntax | undefined {
  return BY_NAME.get(name.toLowerCase())
}

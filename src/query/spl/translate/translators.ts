import { QueryError } from '../../plan/query-error.ts'
import type { SplCommand } from '../syntax/command.ts'
import { translateChart } from './commands/charts.ts'
import { translateAppend, translateFrom, translateJoin, translateReturn } from './commands/combine.ts'
import { translateIpLocation, translatePairs, translateRex, translateSpath } from './commands/extract.ts'
import {
  translateAddTotals,
  translateFields,
  translateFillDown,
  translateFillNull,
  translateRename,
  translateReplace,
} from './commands/fields.ts'
import { translateRegex, translateSearch, translateWhere } from './commands/filters.ts'
import { translateInputLookup, translateLookup, translateOutputLookup } from './commands/lookups.ts'
import { translateMap } from './commands/map.ts'
import {
  translateForeach,
  translateMakeMv,
  translateMvCombine,
  translateMvExpand,
  translateNoMv,
} from './commands/multivalue.ts'
import {
  translateDedup,
  translateHead,
  translateReverse,
  translateSort,
  translateUniq,
} from './commands/order.ts'
import {
  translateAddInfo,
  translateFormat,
  translateMacro,
  translateMakeResults,
  translateNamed,
} from './commands/others.ts'
import { translateAccum, translateAutoRegress, translateDelta } from './commands/sequence.ts'
import { translateSeries } from './commands/series.ts'
import { translateStats, translateStreamStats, translateTop } from './commands/statistics.ts'
import { translateTransaction } from './commands/transaction.ts'
import { translateTstats } from './commands/tstats.ts'
import {
  translateBin,
  translateConvert,
  translateEval,
  translateRangeMap,
  translateStrcat,
} from './commands/values.ts'
import type { CommandContext } from './session.ts'
import type { SplRows } from './spl-rows.ts'

type Translator<Command> = (command: Command, rows: SplRows, context: CommandContext) => SplRows
/** Takes no rows where it stands first. */
type Beginner<Command> = (command: Command, rows: SplRows | undefined, context: CommandContext) => SplRows

type OfKind<Kind extends SplCommand['kind']> = Extract<SplCommand, { kind: Kind }>

const BEGINNERS: { readonly [Kind in SplCommand['kind']]?: Beginner<OfKind<Kind>> } = {
  append: translateAppend,
  appendcols: translateAppend,
  from: translateFrom,
  inputlookup: translateInputLookup,
  macro: translateMacro,
  makeresults: translateMakeResults,
  mstats: translateTstats,
  multisearch: translateAppend,
  named: translateNamed,
  search: translateSearch,
  tstats: translateTstats,
  union: translateAppend,
}

const TRANSLATORS: { readonly [Kind in SplCommand['kind']]?: Translator<OfKind<Kind>> } = {
  accum: translateAccum,
  addinfo: translateAddInfo,
  addtotals: translateAddTotals,
  appendpipe: translateAppend,
  autoregress: translateAutoRegress,
  bin: translateBin,
  chart: translateChart,
  convert: translateConvert,
  dedup: translateDedup,
  delta: translateDelta,
  eval: translateEval,
  eventstats: translateStats,
  fields: translateFields,
  filldown: translateFillDown,
  fillnull: translateFillNull,
  foreach: translateForeach,
  format: translateFormat,
  head: translateHead,
  iplocation: translateIpLocation,
  join: translateJoin,
  lookup: translateLookup,
  makemv: translateMakeMv,
  map: translateMap,
  mvcombine: translateMvCombine,
  mvexpand: translateMvExpand,
  nomv: translateNoMv,
  outputlookup: translateOutputLookup,
  pairs: translatePairs,
  rangemap: translateRangeMap,
  rare: translateTop,
  regex: translateRegex,
  rename: translateRename,
  replace: translateReplace,
  return: translateReturn,
  reverse: translateReverse,
  rex: translateRex,
  sort: translateSort,
  spath: translateSpath,
  stats: translateStats,
  strcat: translateStrcat,
  streamstats: translateStreamStats,
  tail: translateHead,
  timechart: translateChart,
  top: translateTop,
  transaction: translateTransaction,
  uniq: translateUniq,
  untable: translateSeries,
  where: translateWhere,
  xyseries: translateSeries,
}

/** Rows after a command; `undefined` before the first one. */
export function translateCommand(
  command: SplCommand,
  rows: SplRows | undefined,
  context: CommandContext,
): SplRows {
  const begin = BEGINNERS[command.kind] as Beginner<SplCommand> | undefined
  if (begin !== undefined) return begin(command, rows, context)
  const translate = TRANSLATORS[command.kind] as Translator<SplCommand> | undefined
  if (translate === undefined) {
    throw new QueryError(
      'unsupported',
      `The command ${command.kind} is not supported.`,
      command.at,
      command.kind,
    )
  }
  if (rows === undefined) {
    throw new QueryError(
      'syntax',
      `${command.kind} works on rows, and none come before it: begin with a search, tstats, inputlookup or makeresults.`,
      command.at,
      command.kind,
    )
  }
  return translate(command, rows, context)
}

import type { Span } from '../../plan/span.ts'
import type {
  AppendCommand,
  FormatCommand,
  FromCommand,
  JoinCommand,
  MapCommand,
  ReturnCommand,
} from './commands/combine.ts'
import type { IpLocationCommand, PairsCommand, RexCommand, SpathCommand } from './commands/extract.ts'
import type {
  AddTotalsCommand,
  FieldsCommand,
  FillDownCommand,
  FillNullCommand,
  RenameCommand,
  ReplaceCommand,
} from './commands/fields.ts'
import type { RegexCommand, SearchCommand, WhereCommand } from './commands/filters.ts'
import type { InputLookupCommand, LookupCommand, OutputLookupCommand } from './commands/lookups.ts'
import type {
  ForeachCommand,
  MakeMvCommand,
  MvCombineCommand,
  MvExpandCommand,
  NoMvCommand,
} from './commands/multivalue.ts'
import type { DedupCommand, HeadCommand, ReverseCommand, SortCommand } from './commands/order.ts'
import type {
  AddInfoCommand,
  MacroCommand,
  MakeResultsCommand,
  NamedCommand,
  SeriesCommand,
} from './commands/others.ts'
import type {
  AccumCommand,
  AutoRegressCommand,
  DeltaCommand,
  TransactionCommand,
} from './commands/sequence.ts'
import type { ChartCommand, StatsCommand, StreamStatsCommand, TopCommand } from './commands/statistics.ts'
import type { TstatsCommand } from './commands/tstats.ts'
import type {
  BinCommand,
  ConvertCommand,
  EvalCommand,
  RangeMapCommand,
  StrcatCommand,
} from './commands/values.ts'

/** A command between two pipes. */
export type SplCommand =
  | AccumCommand
  | AddInfoCommand
  | AddTotalsCommand
  | AppendCommand
  | AutoRegressCommand
  | BinCommand
  | ChartCommand
  | ConvertCommand
  | DedupCommand
  | DeltaCommand
  | EvalCommand
  | FieldsCommand
  | FillDownCommand
  | FillNullCommand
  | ForeachCommand
  | FormatCommand
  | FromCommand
  | HeadCommand
  | InputLookupCommand
  | IpLocationCommand
  | JoinCommand
  | LookupCommand
  | MacroCommand
  | MakeMvCommand
  | MakeResultsCommand
  | MapCommand
  | MvCombineCommand
  | MvExpandCommand
  | NamedCommand
  | NoMvCommand
  | OutputLookupCommand
  | PairsCommand
  | RangeMapCommand
  | RegexCommand
  | RenameCommand
  | ReplaceCommand
  | ReturnCommand
  | ReverseCommand
  | RexCommand
  | SearchCommand
  | SeriesCommand
  | SortCommand
  | SpathCommand
  | StatsCommand
  | StrcatCommand
  | StreamStatsCommand
  | TopCommand
  | TransactionCommand
  | TstatsCommand
  | WhereCommand

/** Commands one after the other: a search, or what stands between the brackets of a subsearch. */
export interface SplPipeline {
  readonly commands: readonly SplCommand[]
  readonly at: Span
}

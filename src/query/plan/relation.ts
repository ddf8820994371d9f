import type { Expression, NamedExpression } from './expression.ts'
import type { Span } from './span.ts'
import type { Column } from './type.ts'

/**
 * Rows with typed columns: the tree that every front end builds and the printer turns into ClickHouse SQL. Frozen plain
 * data. `columns` are what a node gives, in order; names are unique (compared exactly) and may be any text.
 */
export type Relation =
  | Scan
  | Rows
  | Range
  | Filter
  | Project
  | Aggregate
  | Join
  | Union
  | Sort
  | Limit
  | Expand
  | Window
  | Series
  | Correlate
  | Match

interface Node {
  readonly columns: readonly Column[]
  readonly at: Span
}

/** All rows of a table of the schema. */
export interface Scan extends Node {
  readonly kind: 'scan'
  /** As the schema names it. */
  readonly table: string
  /** Strings that columns have to be equal to, by the conditions above: where none can be, need not be looked. */
  readonly known?: Readonly<Record<string, string>>
}

/** Rows written in the query; their order is kept. */
export interface Rows extends Node {
  readonly kind: 'rows'
  /** One expression a column, all constant: no column is read. */
  readonly rows: readonly (readonly Expression[])[]
}

/** One column that steps from a value to another, both included. */
export interface Range extends Node {
  readonly kind: 'range'
  readonly from: Expression
  readonly to: Expression
  readonly step: Expression
}

export interface Filter extends Node {
  readonly kind: 'filter'
  readonly input: Relation
  /** bool; null drops the row. */
  readonly condition: Expression
}

/** Exactly these columns. (`extend` in ./build.ts makes a projection that keeps the others.) */
export interface Project extends Node {
  readonly kind: 'project'
  readonly input: Relation
  readonly values: readonly NamedExpression[]
}

/**
 * Groups and their aggregates, in this order of columns. Without groups there is one row, even of no rows. Names of
 * aggregates are those of `clickhouse/functions/`; an aggregate may sit inside an expression, e.g. `100.0 * count() / sum(x)`.
 */
export interface Aggregate extends Node {
  readonly kind: 'aggregate'
  readonly input: Relation
  readonly by: readonly NamedExpression[]
  readonly values: readonly NamedExpression[]
  /** Groups whose key is null are left out (Splunk), not kept (Kusto). */
  readonly dropNullKeys?: boolean
}

export const JOIN_KINDS = [
  'inner',
  'innerunique',
  'leftouter',
  'rightouter',
  'fullouter',
  'leftsemi',
  'rightsemi',
  'leftanti',
  'rightanti',
  'cross',
] as const
export type JoinKind = (typeof JOIN_KINDS)[number]

export interface Join extends Node {
  readonly kind: 'join'
  readonly join: JoinKind
  readonly left: Relation
  readonly right: Relation
  /** Pairs that have to be equal. */
  readonly on: readonly { readonly left: Expression; readonly right: Expression }[]
  /** Which columns of which side come out, and under what name. */
  readonly output: readonly {
    readonly side: 'left' | 'right'
    readonly column: string
    readonly name: string
  }[]
  /** What stands in a string column of the side that has no row: Kusto's strings are never null. */
  readonly missingStrings: 'empty' | 'null'
  /** At most so many right rows for a left row (Splunk's `max`). */
  readonly matchesPerRow?: number
}

/** The rows of all inputs. Each has the same columns in the same order: front ends bring them in line. */
export interface Union extends Node {
  readonly kind: 'union'
  readonly inputs: readonly Relation[]
}

export interface SortKey {
  readonly value: Expression
  readonly descending: boolean
  readonly nulls: 'first' | 'last'
}

export interface Sort extends Node {
  readonly kind: 'sort'
  readonly input: Relation
  readonly keys: readonly SortKey[]
}

export interface Limit extends Node {
  readonly kind: 'limit'
  readonly input: Relation
  readonly count: number
  /** Rows passed over first. */
  readonly offset?: number
  /** The limit holds for each value of these (top-nested, dedup, `head` of a group). */
  readonly per?: readonly Expression[]
}

/** One row for every element of arrays that are walked side by side, shorter ones padded with null. */
export interface Expand extends Node {
  readonly kind: 'expand'
  readonly input: Relation
  /** The array (dynamic or multivalue) and the column its elements go to, which may replace one of the input. */
  readonly arrays: readonly (NamedExpression & { readonly element: Column })[]
  /** Column with the position of the element, from 0. */
  readonly index?: string
  /** A row whose arrays are all empty or null stays, with null (Splunk keeps both; Kusto keeps null and drops empty). */
  readonly keepEmpty: boolean
  readonly keepNull: boolean
  /** What the elements of a bag are: bags of one property, or arrays of its name and its value. */
  readonly bagsAs?: 'bags' | 'pairs'
  readonly limit?: number
}

/** Columns computed over neighbours; the input's columns are kept. */
export interface Window extends Node {
  readonly kind: 'window'
  readonly input: Relation
  readonly partition: readonly Expression[]
  /** Empty: the order the input has. */
  readonly order: readonly SortKey[]
  readonly values: readonly NamedExpression[]
  /** Absent: the whole partition. `rows` counts rows before and after; `range` spans values of the one (integer or time) order key. */
  readonly frame?: {
    readonly unit: 'rows' | 'range'
    /** null: unbounded. For `range` of times: ticks. */
    readonly preceding: number | null
    readonly following: number | null
  }
}

/** Regular series (Kusto's make-series): one row a group, an array per aggregate, and the axis. */
export interface Series extends Node {
  readonly kind: 'series'
  readonly input: Relation
  readonly axis: NamedExpression
  /** Absent: from the data. */
  readonly from?: Expression
  readonly to?: Expression
  readonly step: Expression
  readonly by: readonly NamedExpression[]
  readonly values: readonly (NamedExpression & { readonly otherwise: Expression })[]
}

/**
 * Sliding-window correlation over events of several kinds (Sigma's correlations). Input rows carry a tick (ticks since
 * 1970, long), the kind of event (long, from 0), the order among equal ticks (string) and group keys, none of them null.
 * Rows on which the conditions hold come out, with the columns of the input and the value found in `value`.
 */
export interface Correlate extends Node {
  readonly kind: 'correlate'
  readonly input: Relation
  readonly tick: Expression
  readonly event: Expression
  readonly tieBreak: Expression
  readonly by: readonly Expression[]
  /** Window length in ticks; both ends belong to it. */
  readonly spanTicks: string
  readonly measure:
    | { readonly kind: 'count' }
    /** How many of the kinds of event appear; `holds` has to hold of those that do. */
    | { readonly kind: 'temporal'; readonly events: number; readonly holds?: Presence }
    /** All kinds of event, each later than the one before; equal ticks are ordered by `tieBreak`. */
    | { readonly kind: 'temporal_ordered'; readonly events: number }
    | { readonly kind: 'distinct' | 'sum' | 'average' | 'median'; readonly of: Expression }
    /** Between neighbouring values it is interpolated. */
    | { readonly kind: 'percentile'; readonly of: Expression; readonly percentile: number }
  /** All have to hold for the measure. */
  readonly conditions: readonly {
    readonly operator: '>' | '>=' | '<' | '<=' | '==' | '!='
    readonly value: number
  }[]
  readonly value: string
}

/** Which kinds of event have to appear in a window, or not. */
export type Presence =
  | { readonly kind: 'event'; readonly event: number }
  | { readonly kind: 'not'; readonly part: Presence }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Presence[] }

/**
 * Rows matched against a sequence of steps, one row after the other in the order they have (Kusto's scan): the input's columns,
 * those declared and the number of the match, a row for every step that a row of the input matches. A step's expressions read columns
 * of the row, and as variables (`stateVariable` in ./match-state.ts) what the sequence holds of itself and of steps before.
 */
export interface Match extends Node {
  readonly kind: 'match'
  readonly input: Relation
  /** Each value has sequences of its own. */
  readonly partition: readonly Expression[]
  /** Columns that steps assign, with the constant that stands there where one does not. */
  readonly declared: readonly NamedExpression[]
  readonly steps: readonly MatchStep[]
  /** Column with the number of the match, from 0. */
  readonly matchNumber?: string
}

export interface MatchStep {
  /** All rows that match, only the last one of those that repeat the step, or none. */
  readonly output: 'all' | 'last' | 'none'
  readonly condition: Expression
  /** Of declared columns; in the type declared. */
  readonly values: readonly NamedExpression[]
}

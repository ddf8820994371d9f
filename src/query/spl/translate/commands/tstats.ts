import { filter, literal, named } from '../../../plan/build.ts'
import type { NamedExpression } from '../../../plan/expression.ts'
import { QueryError } from '../../../plan/query-error.ts'
import type { Span } from '../../../plan/span.ts'
import type { SchemaTable } from '../../../schemas/schema.ts'
import type { TstatsCommand } from '../../syntax/commands/tstats.ts'
import { flag } from '../../syntax/options.ts'
import type { SearchExpression } from '../../syntax/search-expression.ts'
import { aggregatesOf, groupingOf } from '../aggregates.ts'
import { eventsOf, eventsOfTable, macroField, periodOf, termsOf, together } from '../events.ts'
import { scopeOf, scopeWith } from '../field-scope.ts'
import { projected } from '../projected.ts'
import { searchCondition } from '../search.ts'
import type { CommandContext, FieldScope, TranslationSession } from '../session.ts'
import { fieldOf, rowsOf, type SplRows, settled } from '../spl-rows.ts'
import { binned } from '../time-span.ts'
import { grouped } from './statistics.ts'

const EVERYTHING: SearchExpression = { kind: 'and', terms: [], at: { start: 0, end: 0 } }

/** Aggregates over a data model, an index, or (`mstats`) metrics. */
export function translateTstats(
  command: TstatsCommand,
  input: SplRows | undefined,
  context: CommandContext,
): SplRows {
  const { session } = context
  const { at, options } = command
  const events =
    command.dataModel === undefined
      ? eventsOf(command.where ?? EVERYTHING, context)
      : modelRows(command, context)
  const dataset = command.dataModel === undefined ? undefined : datasetOf(command.dataModel.name)
  const scope = (rows: SplRows): FieldScope => inModel(rows, dataset, session)
  if (flag(options, 'prestats', false)) {
    const rows = halfDone(command, events, scope, session)
    return flag(options, 'append', false) && input !== undefined ? together([settled(input), rows], at) : rows
  }
  const fillNull = options.get('fillnull_value')?.text
  const grouping = groupingOf(command.by, events, session, {
    scope,
    ...(fillNull === undefined ? {} : { fillNull }),
  })
  const found = aggregatesOf(
    command.terms,
    command.by.map(({ name }) => name),
    grouping.rows,
    session,
    scope(grouping.rows),
  )
  const result = grouped(grouping.rows, grouping.by, found, at)
  return flag(options, 'append', false) && input !== undefined
    ? together([settled(input), result], at)
    : result
}

/**
 * `prestats=t`: what the aggregates of the next command need. Splunk hands on half-done aggregates; the rows themselves,
 * with the fields that are grouped by and aggregated, give the same.
 */
function halfDone(
  { by, terms, at }: TstatsCommand,
  events: SplRows,
  scopeFor: (rows: SplRows) => FieldScope,
  session: TranslationSession,
): SplRows {
  const rows = settled(events)
  const scope = scopeFor(rows)
  const values = new Map<string, NamedExpression>()
  for (const { name, span, at: where } of by) {
    const value = scope.field(name, where)
    values.set(name, named(name, span === undefined ? value : binned(value, span, where)))
  }
  for (const { argument } of terms) {
    if (argument?.kind !== 'field' || values.has(argument.name)) continue
    values.set(argument.name, named(argument.name, scope.field(argument.name, argument.at)))
  }
  const time = values.has('_time') ? undefined : scope.find('_time', at)
  if (time !== undefined) values.set('_time', named('_time', time))
  session.warn('prestats=t hands on the events: the next command has to aggregate them as tstats does.', at)
  return rowsOf(projected(rows.relation, [...values.values()], at))
}

/** Rows of a data model that pass `where`. */
function modelRows(command: TstatsCommand, context: CommandContext): SplRows {
  const { session } = context
  const { name, at } = command.dataModel ?? { name: '', at: command.at }
  const where = command.where ?? EVERYTHING
  const node = nodeIn(where)
  const table = modelTable(node === undefined ? name : `${name}.${node}`, prefixOf(command), session, at)
  const rows = eventsOfTable(table, session)
  const scope = scopeWith(inModel(rows, datasetOf(name), session), (field, where) =>
    field === 'nodename' && node !== undefined ? literal('string', node, where) : undefined,
  )
  const condition = searchCondition(where, scope, session, {
    pipeline: (pipeline) => context.pipeline(pipeline),
    macro: (macro, place) => macroField(macro, rows, table, session, place),
  })
  const time = table.time === undefined ? undefined : fieldOf(rows, table.time, at)
  const limits = periodOf(where, time, session)
  const conditions = [...limits, condition].filter((each) => each.kind !== 'literal' || each.value !== true)
  return { ...rows, relation: conditions.reduce((input, each) => filter(input, each, at), rows.relation) }
}

/** `nodename=All_Traffic.Traffic_By_Action` says which dataset of the model: all its rows are of it. */
function nodeIn(where: SearchExpression): string | undefined {
  const nodes = termsOf(where).flatMap((term) =>
    (term.kind === 'comparison' || term.kind === 'list') && term.field === 'nodename' ? [term] : [],
  )
  const [first, ...others] = nodes
  if (first === undefined) return undefined
  const isPlain = first.kind === 'comparison' && first.operator === '=' && !first.value.text.includes('*')
  if (!isPlain || others.length > 0) {
    throw new QueryError(
      'unsupported',
      'nodename is supported as one nodename=Dataset.',
      first.at,
      'nodename',
    )
  }
  return first.value.text
}

/** A model and its dataset, by name; of a model named alone the dataset that its fields are written with. */
export function modelTable(
  name: string,
  prefix: string | undefined,
  session: TranslationSession,
  at: Span,
): SchemaTable {
  const [model = '', ...path] = name.split('.')
  const dataset = path.at(-1) ?? prefix
  const ofModel = session.schema.tables.filter(
    ({ dataModel }) => dataModel !== undefined && dataModel.model.toLowerCase() === model.toLowerCase(),
  )
  const found =
    ofModel.find((table) => table.dataModel?.dataset.toLowerCase() === dataset?.toLowerCase()) ??
    (path.length === 0 && (dataset === undefined || dataset === model) ? ofModel[0] : undefined)
  if (found !== undefined) return found
  return session.inferredTable(dataset === undefined ? model : `${model}.${dataset}`, 'events', at)
}

/** The dataset that the fields of a tstats are written with: `All_Traffic` of `All_Traffic.dest`. */
function prefixOf(command: TstatsCommand): string | undefined {
  const names = [
    ...command.by.map(({ name }) => name),
    ...command.terms.flatMap(({ argument }) => (argument?.kind === 'field' ? [argument.name] : [])),
    ...(command.where === undefined
      ? []
      : termsOf(command.where).flatMap((term) =>
          term.kind === 'comparison' || term.kind === 'list' ? [term.field] : [],
        )),
  ]
  return names.map((name) => /^([A-Z]\w*)\./.exec(name)?.[1]).find((prefix) => prefix !== undefined)
}

function datasetOf(name: string): string | undefined {
  return name.split('.').at(-1)
}

/** Fields of a data model are written with their dataset before them: `Processes.user`. */
export function inModel(rows: SplRows, dataset: string | undefined, session: TranslationSession): FieldScope {
  const scope = scopeOf(rows, session)
  if (dataset === undefined) return scope
  return {
    has: (name) => scope.has(withoutDataset(name, rows, dataset)),
    field: (name, at) => scope.field(withoutDataset(name, rows, dataset), at),
    find: (name, at) => scope.find(withoutDataset(name, rows, dataset), at),
    bare: (name, at) => scope.bare(withoutDataset(name, rows, dataset), at),
  }
}

function withoutDataset(name: string, rows: SplRows, dataset: string): string {
  if (fieldOf(rows, name, rows.relation.at) !== undefined) return name
  let rest = name
  for (;;) {
    const first = /^([^.]+)\.(.+)$/.exec(rest)
    if (first === null || (first[1] !== dataset && !/^[A-Z]/.test(first[1] ?? ''))) return rest
    rest = first[2] ?? ''
  }
}

import { call, columnReference, join, named, project } from '../../../plan/build.ts'
import type { Expression } from '../../../plan/expression.ts'
import { QueryError } from '../../../plan/query-error.ts'
import { toText } from '../../functions/conversions.ts'
import { parseSource } from '../../parse.ts'
import type { SplCommand } from '../../syntax/command.ts'
import type { MapCommand } from '../../syntax/commands/combine.ts'
import type { SearchExpression } from '../../syntax/search-expression.ts'
import { SourceText } from '../../syntax/source-text.ts'
import { scopeOf } from '../field-scope.ts'
import type { CommandContext } from '../session.ts'
import { namesOf, rowsOf, type SplRows, settled } from '../spl-rows.ts'

const PLACEHOLDER = /^\$([^$]+)\$$/

/**
 * `map search="search … field=$field$ …"`: where the search of each row differs only in values that fields have to equal,
 * all of them together are a join. Any other use is refused.
 */
export function translateMap(command: MapCommand, rows: SplRows, context: CommandContext): SplRows {
  const { at, search, searchAt } = command
  const { session } = context
  const text = /^\s*\|/.test(search)
    ? search
    : `| ${/^\s*search\b/i.test(search) ? search : `search ${search}`}`
  const pipeline = parseSource(new SourceText([{ text, from: searchAt, exact: false }]))
  const [first, ...others] = pipeline.commands
  if (first?.kind !== 'search' || others.some((each) => JSON.stringify(each).includes('$')))
    throw refused(command)
  const { rest, pairs } = separated(first.expression)
  if (JSON.stringify(rest).includes('$')) throw refused(command)
  session.warn(
    'Splunk runs at most 10 searches of map unless maxsearches= says otherwise; here all rows count.',
    at,
  )
  const events = settled(context.pipeline({ commands: [{ ...first, expression: rest }], at: pipeline.at }))
  const inEvents = scopeOf(events, session)
  const ready = settled(rows)
  const ofRows = scopeOf(ready, session)
  const on = pairs.map(({ field, name }) => ({
    left: folded(inEvents.field(field, at)),
    right: folded(ofRows.field(name, at)),
  }))
  const relation = join({
    join: on.length === 0 ? 'cross' : 'inner',
    left: events.relation,
    right: project(
      ready.relation,
      ready.relation.columns.map((column) => named(column.name, columnReference(column, at))),
      at,
    ),
    on,
    output: namesOf(events).map((name) => ({ side: 'left', column: name, name })),
    missingStrings: 'null',
    at,
  })
  const joined = rowsOf(relation, events.more)
  return others.length === 0
    ? joined
    : context.pipeline({ commands: others as SplCommand[], at: pipeline.at }, joined)
}

/** Values of `search` are compared whatever their letter case. */
function folded(value: Expression): Expression {
  return call('spl.lower', 'string', [toText(value)], value.at)
}

/** Terms `field=$name$` of the conjunction, and what is left. */
function separated(expression: SearchExpression): {
  rest: SearchExpression
  pairs: { field: string; name: string }[]
} {
  const terms = expression.kind === 'and' ? expression.terms : [expression]
  const pairs: { field: string; name: string }[] = []
  const rest = terms.filter((term) => {
    if (term.kind !== 'comparison' || term.operator !== '=') return true
    const name = PLACEHOLDER.exec(term.value.text)?.[1]
    if (name === undefined) return true
    pairs.push({ field: term.field, name })
    return false
  })
  return { rest: { kind: 'and', terms: rest, at: expression.at }, pairs }
}

function refused({ at }: MapCommand): QueryError {
  return new QueryError(
    'unsupported',
    'map is supported where $field$ stands only as field=$field$ in a plain search; write it as a join.',
    at,
    'map',
  )
}

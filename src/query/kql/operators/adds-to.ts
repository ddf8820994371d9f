import { kindOf, part, type Syntax } from '../syntax.ts'

/** Operators whose result has only the columns that they name. */
const CLOSING: ReadonlySet<string> = new Set([
  'ProjectOperator',
  'ProjectKeepOperator',
  'SummarizeOperator',
  'DistinctOperator',
  'CountOperator',
  'MakeSeriesOperator',
  'TopNestedOperator',
  'TopHittersOperator',
  'SampleDistinctOperator',
  'GetSchemaOperator',
])

/** Does a pipe hand on all columns that flow into it? */
export function addsTo(node: Syntax): boolean {
  if (kindOf(node) !== 'PipeExpression') return !CLOSING.has(kindOf(node))
  return !CLOSING.has(kindOf(part(node, 'Operator'))) && addsTo(part(node, 'Expression'))
}

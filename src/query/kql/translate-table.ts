import { translateApply } from './operators/apply.ts'
import { translateEvaluate } from './operators/evaluate.ts'
import { translateExpand } from './operators/expand.ts'
import { translateExternalData } from './operators/external-data.ts'
import { translateFilter } from './operators/filter.ts'
import { translateGetSchema } from './operators/getschema.ts'
import { translateInvoke } from './operators/invoke.ts'
import { translateJoin, translateLookup } from './operators/join.ts'
import { translateMakeSeries } from './operators/make-series.ts'
import type { TranslateOperator, TranslateSource } from './operators/operator.ts'
import { translateSort, translateTake, translateTop } from './operators/order.ts'
import { translateParse, translateParseKv, translateParseWhere } from './operators/parse.ts'
import { translatePartition } from './operators/partition.ts'
import { translateAs, translateConsume, translateRender } from './operators/pass.ts'
import {
  translateExtend,
  translateProject,
  translateProjectAway,
  translateProjectKeep,
  translateProjectRename,
  translateProjectReorder,
  translateSerialize,
} from './operators/project.ts'
import { translateScan } from './operators/scan.ts'
import { translateFind, translateSearch } from './operators/search.ts'
import { translateDataTable, translatePrint, translateRange } from './operators/sources.ts'
import {
  translateCount,
  translateDistinct,
  translateSampleDistinct,
  translateSummarize,
  translateTopHitters,
} from './operators/summarize.ts'
import { translateTopNested } from './operators/top-nested.ts'
import { translateUnion } from './operators/union.ts'
import { notBuilt, refusal } from './refusal.ts'
import { inside, type Scope } from './scope.ts'
import { childrenOf, kindOf, part, type Syntax, textOf } from './syntax.ts'
import type { Table } from './table.ts'
import { translateTableName, translateTablePath, translateTabularCall } from './tables.ts'
import type { Translator } from './translator.ts'

const OPERATORS: ReadonlyMap<string, TranslateOperator> = new Map<string, TranslateOperator>([
  ['FilterOperator', translateFilter],
  ['ExtendOperator', translateExtend],
  ['ProjectOperator', translateProject],
  ['ProjectAwayOperator', translateProjectAway],
  ['ProjectKeepOperator', translateProjectKeep],
  ['ProjectRenameOperator', translateProjectRename],
  ['ProjectReorderOperator', translateProjectReorder],
  ['SerializeOperator', translateSerialize],
  ['SortOperator', translateSort],
  ['TopOperator', translateTop],
  ['TakeOperator', translateTake],
  ['SampleOperator', translateTake],
  ['SummarizeOperator', translateSummarize],
  ['DistinctOperator', translateDistinct],
  ['CountOperator', translateCount],
  ['SampleDistinctOperator', translateSampleDistinct],
  ['TopHittersOperator', translateTopHitters],
  ['TopNestedOperator', translateTopNested],
  ['JoinOperator', translateJoin],
  ['LookupOperator', translateLookup],
  ['UnionOperator', translateUnion],
  ['MvExpandOperator', translateExpand],
  ['MvApplyOperator', translateApply],
  ['ParseOperator', translateParse],
  ['ParseWhereOperator', translateParseWhere],
  ['ParseKvOperator', translateParseKv],
  ['MakeSeriesOperator', translateMakeSeries],
  ['EvaluateOperator', translateEvaluate],
  ['InvokeOperator', translateInvoke],
  ['PartitionOperator', translatePartition],
  ['SearchOperator', translateSearch],
  ['GetSchemaOperator', translateGetSchema],
  ['ScanOperator', translateScan],
  ['AsOperator', translateAs],
  ['RenderOperator', translateRender],
  ['ConsumeOperator', translateConsume],
])

const SOURCES: ReadonlyMap<string, TranslateSource> = new Map<string, TranslateSource>([
  ['PipeExpression', translatePipe],
  ['NameReference', translateTableName],
  ['FunctionCallExpression', translateTabularCall],
  ['PathExpression', translateTablePath],
  ['ParenthesizedExpression', (node, scope, translator) => translator.table(part(node, 'Expression'), scope)],
  ['MaterializeExpression', (node, scope, translator) => translator.table(part(node, 'Expression'), scope)],
  ['DataTableExpression', translateDataTable],
  ['ExternalDataExpression', translateExternalData],
  ['PrintOperator', translatePrint],
  ['RangeOperator', translateRange],
  ['UnionOperator', (node, scope, translator) => translateUnion(node, undefined, scope, translator)],
  ['SearchOperator', (node, scope, translator) => translateSearch(node, undefined, scope, translator)],
  ['FindOperator', translateFind],
])

/** Any expression that gives rows. An operator at the start of a subquery takes what flows into the subquery. */
export function translateTable(node: Syntax, scope: Scope, translator: Translator): Table {
  const kind = kindOf(node)
  if (scope.piped !== undefined) {
    const operator = OPERATORS.get(kind)
    if (operator !== undefined) return operator(node, scope.piped, inside(scope), translator)
  }
  const source = SOURCES.get(kind)
  if (source !== undefined) return translator.deeper(node, () => source(node, scope, translator))
  if (kind.endsWith('Operator')) throw unknownOperator(node)
  if (kind === 'CustomCommand' || kind.endsWith('Command')) {
    throw refusal(
      'not-allowed',
      'Commands are not queries: nothing here changes or lists the store',
      node,
      textOf(node).slice(0, 40),
    )
  }
  throw refusal('wrong-argument', `A table is needed here, and '${textOf(node).slice(0, 40)}' is none`, node)
}

/** A pipe is walked from its first operator, so that long ones do not nest deep. */
function translatePipe(node: Syntax, scope: Scope, translator: Translator): Table {
  const operators: Syntax[] = []
  let source = node
  while (kindOf(source) === 'PipeExpression') {
    operators.push(part(source, 'Operator'))
    source = part(source, 'Expression')
  }
  const start = translator.table(source, scope)
  return operators.reverse().reduce((input, operator) => {
    const translate = OPERATORS.get(kindOf(operator))
    if (translate === undefined) throw unknownOperator(operator)
    return translate(operator, input, inside(scope), translator)
  }, start)
}

function unknownOperator(node: Syntax) {
  const [keyword] = childrenOf(node)
  const name =
    keyword?.IsToken === true
      ? textOf(keyword)
      : kindOf(node)
          .replace(/Operator$/, '')
          .toLowerCase()
  return notBuilt(node, name)
}

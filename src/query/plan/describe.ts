import type { Expression, NamedExpression } from './expression.ts'
import type { Relation, SortKey } from './relation.ts'

/**
 * A plan as text to read: a line a node, what it reads from indented below it.
 *
 * ```
 * project UserId = UserId, Reads = Reads
 *   filter Reads > 10
 *     aggregate by UserId = UserId; Reads = count()
 *       scan StorageBlobLogs(UserId string)
 * ```
 */
export function describePlan(plan: Relation, depth = 0): string {
  const line = `${'  '.repeat(depth)}${plan.kind}${details(plan)}`
  return [line, ...inputsOf(plan).map((input) => describePlan(input, depth + 1))].join('\n')
}

function inputsOf(relation: Relation): readonly Relation[] {
  switch (relation.kind) {
    case 'scan':
    case 'rows':
    case 'range':
      return []
    case 'join':
      return [relation.left, relation.right]
    case 'union':
      return relation.inputs
    default:
      return [relation.input]
  }
}

function details(relation: Relation): string {
  const parts = partsOf(relation).filter((part) => part !== '')
  return parts.length === 0 ? '' : ` ${parts.join('; ')}`
}

function partsOf(relation: Relation): readonly string[] {
  switch (relation.kind) {
    case 'scan':
      return [`${relation.table}(${columnsOf(relation)})`]
    case 'rows':
      return [`(${columnsOf(relation)})`, ...relation.rows.map((row) => row.map(written).join(', '))]
    case 'range':
      return [columnsOf(relation), [relation.from, relation.to, relation.step].map(written).join(' … ')]
    case 'filter':
      return [written(relation.condition)]
    case 'project':
      return [relation.values.map(assigned).join(', ')]
    case 'aggregate':
      return [
        relation.by.length === 0 ? '' : `by ${relation.by.map(assigned).join(', ')}`,
        relation.values.map(assigned).join(', '),
        relation.dropNullKeys === true ? 'without null keys' : '',
      ]
    case 'join':
      return [
        relation.join,
        relation.on.map(({ left, right }) => `${written(left)} = ${written(right)}`).join(' and '),
        relation.output.map(({ side, column, name }) => `${name} = ${side}.${column}`).join(', '),
        relation.matchesPerRow === undefined ? '' : `at most ${relation.matchesPerRow} a row`,
      ]
    case 'union':
      return []
    case 'sort':
      return [relation.keys.map(keyed).join(', ')]
    case 'limit':
      return [
        `${relation.count}${relation.offset === undefined ? '' : ` after ${relation.offset}`}`,
        relation.per === undefined ? '' : `per ${relation.per.map(written).join(', ')}`,
      ]
    case 'expand':
      return [
        relation.arrays
          .map(({ value, element }) => `${element.name} ${element.type} of ${written(value)}`)
          .join(', '),
        relation.index === undefined ? '' : `index ${relation.index}`,
      ]
    case 'window':
      return [
        relation.values.map(assigned).join(', '),
        relation.partition.length === 0 ? '' : `over ${relation.partition.map(written).join(', ')}`,
        relation.order.length === 0 ? '' : `order ${relation.order.map(keyed).join(', ')}`,
        relation.frame === undefined
          ? ''
          : `${relation.frame.unit} ${relation.frame.preceding ?? 'all'} before, ${relation.frame.following ?? 'all'} after`,
      ]
    case 'series':
      return [
        `${assigned(relation.axis)} step ${written(relation.step)}`,
        relation.from === undefined ? '' : `from ${written(relation.from)}`,
        relation.to === undefined ? '' : `to ${written(relation.to)}`,
        relation.by.length === 0 ? '' : `by ${relation.by.map(assigned).join(', ')}`,
        relation.values.map((value) => `${assigned(value)} else ${written(value.otherwise)}`).join(', '),
      ]
    case 'correlate':
      return [
        `${relation.value} = ${relation.measure.kind}`,
        `within ${relation.spanTicks} ticks`,
        relation.by.length === 0 ? '' : `by ${relation.by.map(written).join(', ')}`,
        relation.conditions.map(({ operator, value }) => `${operator} ${value}`).join(' and '),
      ]
    case 'match':
      return relation.steps.map(
        ({ condition, output, values }) =>
          `step (${output}) ${written(condition)}${values.length === 0 ? '' : ` => ${values.map(assigned).join(', ')}`}`,
      )
  }
}

function columnsOf({ columns }: Relation): string {
  return columns.map(({ name, type }) => `${name} ${type}`).join(', ')
}

function assigned({ name, value }: NamedExpression): string {
  return `${name} = ${written(value)}`
}

function keyed({ value, descending, nulls }: SortKey): string {
  return `${written(value)} ${descending ? 'desc' : 'asc'} nulls ${nulls}`
}

/** Operators stand between their operands, functions before them. */
function written(expression: Expression): string {
  switch (expression.kind) {
    case 'column':
      return expression.side === undefined ? expression.name : `${expression.side}.${expression.name}`
    case 'variable':
      return expression.name
    case 'literal':
      return ['string', 'dynamic', 'multivalue'].includes(expression.type)
        ? JSON.stringify(expression.value)
        : `${expression.value}${expression.type === 'long' || expression.value === null ? '' : ` ${expression.type}`}`
    case 'lambda':
      return `(${expression.parameters.map(({ name }) => name).join(', ')}) -> ${written(expression.body)}`
    case 'call': {
      const args = expression.arguments.map(written)
      const isOperator = !/^[\w.]+$/.test(expression.function) || ['and', 'or'].includes(expression.function)
      if (isOperator && args.length > 1) return `(${args.join(` ${expression.function} `)})`
      return `${expression.function}(${args.join(', ')})`
    }
    case 'in':
      return `${written(expression.operand)} ${expression.negated ? 'not ' : ''}in${expression.ignoreCase ? '~' : ''} {${inLine(expression.relation)}}`
    case 'scalar':
      return `first {${inLine(expression.relation)}}`
  }
}

function inLine(relation: Relation): string {
  return describePlan(relation).replaceAll(/\n\s*/g, ' < ')
}

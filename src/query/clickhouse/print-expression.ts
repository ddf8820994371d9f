import type { Expression } from '../plan/expression.ts'
import { QueryError } from '../plan/query-error.ts'
import { comparisonOfSource } from './comparison-of-source.ts'
import { columnIn, columnOf, type PrintContext, type Scope } from './context.ts'
import { printerOf } from './functions/index.ts'
import { identifier } from './identifier.ts'
import { printLiteral } from './literal.ts'
import { subquery } from './select.ts'

/** An expression of a plan as ClickHouse SQL; its values become parameters. */
export function printExpression(expression: Expression, scope: Scope, context: PrintContext): string {
  switch (expression.kind) {
    case 'column':
      return columnIn(scope, expression.name, aliasOf(expression.side, scope))
    case 'literal':
      return printLiteral(expression, context)
    case 'variable':
      return scope.variables?.get(expression.name) ?? identifier(expression.name)
    case 'lambda': {
      const names = expression.parameters.map(({ name }) => identifier(name)).join(', ')
      return `(${names}) -> ${context.expression(expression.body, scope)}`
    }
    case 'call': {
      const shorter = comparisonOfSource(expression, scope, context)
      if (shorter !== undefined) return shorter
      const print = printerOf(expression.function)
      if (print === undefined) {
        throw new QueryError(
          'unsupported',
          `The function ${expression.function} is not supported here.`,
          expression.at,
          expression.function,
        )
      }
      return print(
        expression.arguments.map((argument) => context.expression(argument, scope)),
        { call: expression, scope, context },
      )
    }
    case 'in': {
      const operand = context.expression(expression.operand, scope)
      const [first] = expression.relation.columns
      const printed = context.relation(expression.relation)
      const one = columnOf('_t', first?.name ?? '')
      const fold = (sql: string) => (expression.ignoreCase ? `lowerUTF8(${sql})` : sql)
      const found = `${fold(operand)} IN (SELECT ${fold(one)} FROM ${subquery(printed, expression.relation.columns)} AS _t)`
      return expression.negated ? `NOT ifNull(${found}, false)` : `ifNull(${found}, false)`
    }
    case 'scalar': {
      const [first] = expression.relation.columns
      const printed = context.relation(expression.relation)
      const value = `(SELECT ${columnOf('_t', first?.name ?? '')} FROM ${subquery(printed, expression.relation.columns)} AS _t LIMIT 1)`
      return expression.type === 'string' ? `ifNull(${value}, '')` : value
    }
  }
}

function aliasOf(side: 'left' | 'right' | undefined, scope: Scope): string {
  if (side === 'left') return scope.left ?? scope.alias
  if (side === 'right') return scope.right ?? scope.alias
  return scope.alias
}

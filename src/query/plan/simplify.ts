import type { Call, Expression, NamedExpression } from './expression.ts'
import { isOrderFree } from './order-free.ts'
import type { Aggregate, Filter, Project, Relation, Scan } from './relation.ts'

/**
 * The same rows by a shorter way: conditions stand right above what they read, columns that are only renamed are read where they
 * come from, what does not depend on an order does not wait for one, what has no rows is not looked at, and a scan knows what its conditions
 * ask of it.
 *
 * @param isEmpty has a table surely no row?
 */
export function simplify(plan: Relation, isEmpty: (table: string) => boolean = () => false): Relation {
  const relation = withSimpleInputs(plan, isEmpty)
  switch (relation.kind) {
    case 'filter':
      return belowRenaming(relation)
    case 'aggregate':
      return fromTheSource(relation)
    default:
      return relation
  }
}

function withSimpleInputs(relation: Relation, isEmpty: (table: string) => boolean): Relation {
  switch (relation.kind) {
    case 'scan':
    case 'rows':
    case 'range':
      return relation
    case 'union':
      return {
        ...relation,
        inputs: filled(relation.inputs, isEmpty).map((input) => simplify(input, isEmpty)),
      }
    case 'join':
      return {
        ...relation,
        left: simplify(relation.left, isEmpty),
        right: simplify(relation.right, isEmpty),
      }
    default:
      return { ...relation, input: simplify(relation.input, isEmpty) }
  }
}

/** Inputs of a union that may have rows; one stays in any case. */
function filled(inputs: readonly Relation[], isEmpty: (table: string) => boolean): readonly Relation[] {
  const some = inputs.filter((input) => !hasNoRows(input, isEmpty))
  return some.length === 0 ? inputs.slice(0, 1) : some
}

function hasNoRows(relation: Relation, isEmpty: (table: string) => boolean): boolean {
  switch (relation.kind) {
    case 'scan':
      return isEmpty(relation.table)
    case 'filter':
    case 'project':
    case 'sort':
    case 'limit':
    case 'expand':
      return hasNoRows(relation.input, isEmpty)
    case 'union':
      return relation.inputs.every((input) => hasNoRows(input, isEmpty))
    default:
      return false
  }
}

/** A condition on renamed columns is one on the columns themselves. */
function belowRenaming(filter: Filter): Relation {
  const { input } = filter
  if (input.kind === 'project' && isRenaming(input)) {
    const condition = substituted(filter.condition, input.values)
    const below = belowRenaming({ ...filter, input: input.input, columns: input.input.columns, condition })
    return { ...input, input: below }
  }
  if (input.kind === 'scan') return { ...filter, input: knowing(input, filter.condition) }
  return filter
}

/** Groups are made of the rows as they come, and their keys of the columns themselves. */
function fromTheSource(aggregate: Aggregate): Relation {
  const free = aggregate.values.every(({ value }) => isOrderFree(value))
  const input = free ? withoutOrder(aggregate.input) : aggregate.input
  if (input.kind !== 'project' || !isRenaming(input)) return { ...aggregate, input }
  const from = (named: NamedExpression) => ({ ...named, value: substituted(named.value, input.values) })
  return fromTheSource({
    ...aggregate,
    input: input.input,
    by: aggregate.by.map(from),
    values: aggregate.values.map(from),
  })
}

function withoutOrder(relation: Relation): Relation {
  switch (relation.kind) {
    case 'sort':
      return withoutOrder(relation.input)
    case 'filter':
      return belowRenaming({ ...relation, input: withoutOrder(relation.input) })
    case 'project':
      return { ...relation, input: withoutOrder(relation.input) }
    default:
      return relation
  }
}

/** Gives columns as they are, at most with '' for absent, and constants. */
function isRenaming(project: Project): boolean {
  return project.values.every(({ value }) => {
    if (value.kind === 'call')
      return value.function === 'spl.present' && value.arguments[0]?.kind === 'column'
    return value.kind === 'column' || value.kind === 'literal'
  })
}

function substituted(expression: Expression, values: readonly NamedExpression[]): Expression {
  switch (expression.kind) {
    case 'column':
      return values.find(({ name }) => name === expression.name)?.value ?? expression
    case 'call':
      return {
        ...expression,
        arguments: expression.arguments.map((it) => substituted(it, values)),
      } satisfies Call
    case 'lambda':
      return { ...expression, body: substituted(expression.body, values) }
    case 'in':
      return { ...expression, operand: substituted(expression.operand, values) }
    default:
      return expression
  }
}

/** What a column of the scan has to be, by the conditions that all have to hold. */
function knowing(scan: Scan, condition: Expression): Scan {
  const known = Object.fromEntries(equalities(condition))
  return Object.keys(known).length === 0 ? scan : { ...scan, known: { ...scan.known, ...known } }
}

function equalities(condition: Expression): [column: string, value: string][] {
  if (condition.kind !== 'call') return []
  if (condition.function === 'and') return condition.arguments.flatMap(equalities)
  const [column, literal] = condition.arguments
  const isEquality = condition.function === '==' && column?.kind === 'column' && column.type === 'string'
  if (!isEquality || literal?.kind !== 'literal' || typeof literal.value !== 'string') return []
  return [[column.name, literal.value]]
}

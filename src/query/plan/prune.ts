import type { Expression, NamedExpression } from './expression.ts'
import { stateIn } from './match-state.ts'
import type { Relation } from './relation.ts'
import type { Column } from './type.ts'

/**
 * The same rows with no column that nobody reads: what a scan does not have to give, the engine does not have to plan.
 * The columns of the whole stay as they are.
 */
export function prune(plan: Relation): Relation {
  return pruned(plan, new Set(plan.columns.map(({ name }) => name)))
}

type Names = ReadonlySet<string>

/** Gives at least the columns that are needed, in their order; others may stay. */
function pruned(relation: Relation, needed: Names): Relation {
  switch (relation.kind) {
    case 'scan': {
      const columns = kept(relation.columns, needed)
      return { ...relation, columns: columns.length === 0 ? relation.columns.slice(0, 1) : columns }
    }
    case 'rows':
    case 'range':
      return relation
    case 'filter': {
      const input = pruned(relation.input, union(needed, read(relation.condition)))
      return { ...relation, input, columns: input.columns, condition: inside(relation.condition) }
    }
    case 'sort': {
      const input = pruned(relation.input, union(needed, ...relation.keys.map(({ value }) => read(value))))
      const keys = relation.keys.map((key) => ({ ...key, value: inside(key.value) }))
      return { ...relation, input, keys, columns: input.columns }
    }
    case 'limit': {
      const input = pruned(relation.input, union(needed, ...(relation.per ?? []).map(read)))
      return { ...relation, input, columns: input.columns }
    }
    case 'project': {
      const values = relation.values.filter(({ name }) => needed.has(name)).map(insideNamed)
      const input = pruned(relation.input, union(...values.map(({ value }) => read(value))))
      return { ...relation, input, values, columns: kept(relation.columns, needed) }
    }
    case 'aggregate': {
      const all = relation.values.filter(({ name }) => needed.has(name))
      const values = (relation.by.length === 0 && all.length === 0 ? relation.values.slice(0, 1) : all).map(
        insideNamed,
      )
      const by = relation.by.map(insideNamed)
      const names = new Set([...by, ...values].map(({ name }) => name))
      const input = pruned(relation.input, union(...[...by, ...values].map(({ value }) => read(value))))
      return { ...relation, input, by, values, columns: kept(relation.columns, names) }
    }
    case 'join': {
      const output = relation.output.filter(({ name }) => needed.has(name))
      const of = (side: 'left' | 'right') =>
        union(
          new Set(output.filter((it) => it.side === side).map(({ column }) => column)),
          ...relation.on.map((pair) => read(pair[side])),
        )
      return {
        ...relation,
        left: pruned(relation.left, of('left')),
        right: pruned(relation.right, of('right')),
        output,
        columns: kept(relation.columns, needed),
      }
    }
    case 'union': {
      const columns = kept(relation.columns, needed)
      const places = columns.map((column) => relation.columns.indexOf(column))
      const inputs = relation.inputs.map((input) => {
        const own = places.map((place) => input.columns[place] as Column)
        return exactly(pruned(input, new Set(own.map(({ name }) => name))), own)
      })
      return { ...relation, inputs, columns }
    }
    case 'expand': {
      const made = new Set([
        ...relation.arrays.map(({ element }) => element.name),
        ...(relation.index === undefined ? [] : [relation.index]),
      ])
      const others = new Set([...needed].filter((name) => !made.has(name)))
      const input = pruned(relation.input, union(others, ...relation.arrays.map(({ value }) => read(value))))
      const given = new Set(input.columns.map(({ name }) => name))
      const arrays = relation.arrays.map((array) => ({ ...array, value: inside(array.value) }))
      const columns = relation.columns.filter(({ name }) => made.has(name) || given.has(name))
      return { ...relation, input, arrays, columns }
    }
    case 'window': {
      const values = relation.values.filter(({ name }) => needed.has(name)).map(insideNamed)
      const made = new Set(values.map(({ name }) => name))
      const others = new Set([...needed].filter((name) => !made.has(name)))
      if (values.length === 0) return pruned(relation.input, others)
      const input = pruned(
        relation.input,
        union(
          others,
          ...values.map(({ value }) => read(value)),
          ...relation.partition.map(read),
          ...relation.order.map(({ value }) => read(value)),
        ),
      )
      const passed = input.columns.filter(({ name }) => !made.has(name))
      const columns = [...passed, ...relation.columns.filter(({ name }) => made.has(name))]
      return { ...relation, input, values, columns }
    }
    case 'series': {
      const read_ = union(
        ...[relation.axis, ...relation.by, ...relation.values].map(({ value }) => read(value)),
      )
      return { ...relation, input: pruned(relation.input, read_) }
    }
    case 'correlate':
      return { ...relation, input: pruned(relation.input, namesOf(relation.input.columns)) }
    case 'match': {
      const own = relation.steps.flatMap(({ condition, values }) => [
        condition,
        ...values.map(({ value }) => value),
      ])
      const held = new Set(own.flatMap(stateIn).map(({ column }) => column))
      const input = pruned(
        relation.input,
        union(needed, held, ...own.map(read), ...relation.partition.map(read)),
      )
      return { ...relation, input, columns: [...input.columns, ...added(relation, relation.input)] }
    }
  }
}

function kept(columns: readonly Column[], needed: Names): Column[] {
  return columns.filter(({ name }) => needed.has(name))
}

/** The columns that a relation has beyond its input's. */
function added(relation: Relation, input: Relation): readonly Column[] {
  return relation.columns.slice(input.columns.length)
}

function namesOf(columns: readonly Column[]): Names {
  return new Set(columns.map(({ name }) => name))
}

function union(...sets: readonly Names[]): Names {
  return new Set(sets.flatMap((names) => [...names]))
}

/** A relation with exactly these columns, in this order. */
function exactly(relation: Relation, columns: readonly Column[]): Relation {
  const same =
    relation.columns.length === columns.length &&
    relation.columns.every(({ name }, at) => name === columns[at]?.name)
  if (same) return relation
  const values = columns.map(
    (column): NamedExpression => ({
      name: column.name,
      value: { kind: 'column', name: column.name, type: column.type, at: relation.at },
    }),
  )
  return { kind: 'project', input: relation, values, columns, at: relation.at }
}

/** Columns of the input that an expression reads. */
function read(expression: Expression): Names {
  switch (expression.kind) {
    case 'column':
      return new Set([expression.name])
    case 'literal':
    case 'variable':
    case 'scalar':
      return new Set()
    case 'lambda':
      return read(expression.body)
    case 'in':
      return read(expression.operand)
    case 'call':
      return union(...expression.arguments.map(read))
  }
}

/** The expression with the relations inside it pruned to the one column they are asked for. */
function inside(expression: Expression): Expression {
  switch (expression.kind) {
    case 'column':
    case 'literal':
    case 'variable':
      return expression
    case 'lambda':
      return { ...expression, body: inside(expression.body) }
    case 'call':
      return { ...expression, arguments: expression.arguments.map(inside) }
    case 'in':
      return {
        ...expression,
        operand: inside(expression.operand),
        relation: firstColumn(expression.relation),
      }
    case 'scalar':
      return { ...expression, relation: firstColumn(expression.relation) }
  }
}

function firstColumn(relation: Relation): Relation {
  const [first] = relation.columns
  return first === undefined ? relation : exactly(pruned(relation, new Set([first.name])), [first])
}

function insideNamed({ name, value }: NamedExpression): NamedExpression {
  return { name, value: inside(value) }
}

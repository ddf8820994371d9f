import { named, project } from '../../plan/build.ts'
import type { Expression, NamedExpression } from '../../plan/expression.ts'
import type { Project, Relation } from '../../plan/relation.ts'
import type { Span } from '../../plan/span.ts'

/**
 * Exactly these columns. A projection over a projection becomes one where nothing would be computed twice: pipelines are
 * long, and the engine goes through every SELECT in a SELECT.
 */
export function projected(input: Relation, values: readonly NamedExpression[], at: Span): Relation {
  const merged = input.kind === 'project' ? mergedWith(input, values) : undefined
  return merged === undefined ? project(input, values, at) : project((input as Project).input, merged, at)
}

/** The values over the input of a projection; undefined where one of its computed columns is more than handed on. */
function mergedWith(below: Project, values: readonly NamedExpression[]): NamedExpression[] | undefined {
  const inner = new Map(below.values.map(({ name, value }) => [name, value]))
  const handedOn = new Set<string>()
  const merged: NamedExpression[] = []
  for (const { name, value } of values) {
    if (value.kind === 'column') {
      const found = inner.get(value.name)
      const isComputed = found?.kind !== 'column' && found?.kind !== 'literal'
      if (found === undefined || (isComputed && handedOn.has(value.name))) return undefined
      handedOn.add(value.name)
      merged.push(named(name, found))
      continue
    }
    const replaced = overInput(value, inner)
    if (replaced === undefined) return undefined
    merged.push(named(name, replaced))
  }
  return merged
}

function overInput(value: Expression, inner: ReadonlyMap<string, Expression>): Expression | undefined {
  switch (value.kind) {
    case 'column': {
      const found = inner.get(value.name)
      return found?.kind === 'column' || found?.kind === 'literal' ? found : undefined
    }
    case 'call': {
      const args: Expression[] = []
      for (const argument of value.arguments) {
        const replaced = overInput(argument, inner)
        if (replaced === undefined) return undefined
        args.push(replaced)
      }
      return Object.freeze({ ...value, arguments: Object.freeze(args) })
    }
    case 'lambda': {
      const body = overInput(value.body, inner)
      return body === undefined ? undefined : Object.freeze({ ...value, body })
    }
    case 'in': {
      const operand = overInput(value.operand, inner)
      return operand === undefined ? undefined : Object.freeze({ ...value, operand })
    }
    default:
      return value
  }
}

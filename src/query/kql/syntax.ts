import type { Span } from '../plan/span.ts'
import type { SyntaxElement } from './language-service.ts'

/** Reads syntax trees by the names that the language service gives to nodes and their parts. */

export type Syntax = SyntaxElement

const NAMESPACE = 'Kusto.Language.Syntax.'
const kinds = new Map<string, string>()

/** What a node is, e.g. `FilterOperator`, `SimpleNamedExpression`; of a list `SyntaxList`, of a token `SyntaxToken`. */
export function kindOf(node: Syntax): string {
  const full = node.constructor.$$name ?? ''
  let kind = kinds.get(full)
  if (kind === undefined) {
    kind = full.replace(NAMESPACE, '').replace(/[`$<[].*$/, '')
    kinds.set(full, kind)
  }
  return kind
}

/** A named part; undefined where the query leaves it out. */
export function optionalPart(node: Syntax, name: string): Syntax | undefined {
  const part = (node as unknown as Readonly<Record<string, Syntax | null | undefined>>)[name]
  return part === null || part === undefined ? undefined : part
}

/** A named part that the grammar always gives. */
export function part(node: Syntax, name: string): Syntax {
  const found = optionalPart(node, name)
  if (found === undefined) throw new Error(`A ${kindOf(node)} has no ${name}`)
  return found
}

/** All parts of a node that are there, in order. */
export function childrenOf(node: Syntax): readonly Syntax[] {
  const children: Syntax[] = []
  for (let at = 0; at < node.ChildCount; at += 1) {
    const child = node.GetChild(at)
    if (child !== null && child !== undefined) children.push(child)
  }
  return children
}

/** What stands in a list, without its separators; of a node that wraps a list, the list's. */
export function elementsOf(node: Syntax | undefined): readonly Syntax[] {
  if (node === undefined) return []
  if (kindOf(node) !== 'SyntaxList') {
    const list = childrenOf(node).find((child) => kindOf(child) === 'SyntaxList')
    return list === undefined ? [] : elementsOf(list)
  }
  return childrenOf(node).map((child) =>
    kindOf(child) === 'SeparatedElement' ? part(child, 'Element') : child,
  )
}

/** The text of a node or token, without what stands around it. */
export function textOf(node: Syntax): string {
  return (node.IsToken ? (node.Text ?? '') : node.toString()).trim()
}

/** Where a node stands. */
export function spanOf(node: Syntax): Span {
  return { start: node.TextStart, end: Math.max(node.End, node.TextStart) }
}

/** The name that a declaration or reference holds: `x`, `['x y']`, `["x"]`. */
export function nameIn(node: Syntax): string {
  const simple = (node as unknown as { readonly SimpleName?: unknown }).SimpleName
  return typeof simple === 'string' ? simple : textOf(node)
}

/** Named parameters of an operator (`kind=inner`, `hint.strategy=…`), by name in lower case. */
export function parametersOf(operator: Syntax): ReadonlyMap<string, Syntax> {
  const parameters = new Map<string, Syntax>()
  for (const parameter of elementsOf(optionalPart(operator, 'Parameters'))) {
    const name = optionalPart(parameter, 'Name')
    const value = optionalPart(parameter, 'Expression')
    if (name !== undefined && value !== undefined) parameters.set(nameIn(name).toLowerCase(), value)
  }
  return parameters
}

/** An expression without the brackets around it. */
export function unwrapped(node: Syntax): Syntax {
  return kindOf(node) === 'ParenthesizedExpression' ? unwrapped(part(node, 'Expression')) : node
}

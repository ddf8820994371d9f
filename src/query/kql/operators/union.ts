import { columnReference, literal, missing, named, project, union as unionOf } from '../../plan/build.ts'
import type { NamedExpression } from '../../plan/expression.ts'
import { QueryError } from '../../plan/query-error.ts'
import type { Relation } from '../../plan/relation.ts'
import type { Span } from '../../plan/span.ts'
import type { Column, ScalarType } from '../../plan/type.ts'
import type { SchemaTable } from '../../schemas/schema.ts'
import { convert } from '../functions/convert.ts'
import type { InferredColumn, InferredTable } from '../inference.ts'
import { UniqueNames } from '../projection.ts'
import { refusal } from '../refusal.ts'
import { inside, type Scope } from '../scope.ts'
import {
  elementsOf,
  kindOf,
  nameIn,
  parametersOf,
  part,
  type Syntax,
  spanOf,
  textOf,
  unwrapped,
} from '../syntax.ts'
import { closed, type Table } from '../table.ts'
import type { Translator } from '../translator.ts'
import { patternOf } from './project.ts'

/** One input of a union, with the name that `withsource` shows. */
interface Source {
  readonly name: string
  readonly table: Table
}

/** `union`, at the start or in a pipe. */
export function translateUnion(
  node: Syntax,
  input: Table | undefined,
  scope: Scope,
  translator: Translator,
): Table {
  const parameters = parametersOf(node)
  const isFuzzy = /^true$/i.test(textOf(parameters.get('isfuzzy') ?? node))
  const piped = input === undefined ? [] : [{ name: input.name ?? 'union_arg0', table: input }]
  const named = elementsOf(part(node, 'Expressions')).flatMap((expression, index) =>
    sourcesOf(expression, index + piped.length, isFuzzy, scope, translator),
  )
  const sources = [...piped, ...named]
  const [first, ...others] = sources
  if (first === undefined) {
    if (isFuzzy) throw refusal('unknown-table', 'None of the tables of this union exists', node, 'union')
    throw refusal('syntax', 'A union needs a table', node, 'union')
  }
  const withSource = parameters.get('withsource') ?? parameters.get('with_source')
  const isInner = textOf(parameters.get('kind') ?? node) === 'inner'
  return unite([first, ...others], spanOf(node), translator, {
    isInner,
    ...(withSource !== undefined && { sourceColumn: nameIn(withSource) }),
  })
}

function sourcesOf(
  expression: Syntax,
  index: number,
  isFuzzy: boolean,
  scope: Scope,
  translator: Translator,
): readonly Source[] {
  const inner = unwrapped(expression)
  const name = kindOf(inner) === 'NameReference' ? nameIn(inner) : undefined
  if (name?.includes('*') === true) return matchingTables(name, inner, scope, translator)
  try {
    const table = translator.table(inner, inside(scope))
    return [{ name: name ?? table.name ?? `union_arg${index}`, table }]
  } catch (error) {
    if (isFuzzy && error instanceof QueryError && error.code === 'unknown-table') {
      translator.warn(
        `${textOf(expression).slice(0, 60)} does not exist; the fuzzy union leaves it out`,
        spanOf(expression),
      )
      return []
    }
    throw error
  }
}

/**
 * Tables whose names match a pattern; where names are open, the pattern is a table of its own. Other names of a table give no row
 * twice, and lists of columns that nothing fills give none at all: they stand only where nothing else matches.
 */
export function matchingTables(
  pattern: string,
  node: Syntax,
  scope: Scope,
  translator: Translator,
): readonly Source[] {
  const matches = patternOf(pattern)
  const named = translator.options.schema.tables.filter((table) => matches.test(table.name))
  const filled = named.filter((table) => table.aliasOf === undefined && !isListOnly(table))
  const found = filled.length > 0 ? filled : named
  if (found.length > 0) {
    return found.map((table) => ({
      name: table.name,
      table: translator.namedTable(table.name, node, inside(scope)),
    }))
  }
  return [{ name: pattern, table: translator.namedTable(pattern, node, scope) }]
}

function isListOnly(table: SchemaTable): boolean {
  return table.partial === true && table.select === undefined
}

/** The rows of all tables, their columns brought in line by name and type. */
export function unite(
  sources: readonly [Source, ...Source[]],
  at: Span,
  translator: Translator,
  how: { readonly isInner: boolean; readonly sourceColumn?: string },
): Table {
  const [only, ...others] = sources
  if (others.length === 0 && how.sourceColumn === undefined) return only.table
  const slots = slotsOf(sources, how.isInner, translator)
  const inputs = sources.map(({ name, table }) => {
    const values = slots.map((slot) => valueFor(slot, table, at))
    const source =
      how.sourceColumn === undefined ? [] : [named(how.sourceColumn, literal('string', name, at))]
    return project(table.relation, [...source, ...values], at)
  })
  const [first, ...rest] = inputs
  if (first === undefined) return closed(only.table.relation)
  const relation: Relation = rest.length === 0 ? first : unionOf([first, ...rest], at)
  const origins = new Map<string, InferredColumn>()
  for (const slot of slots) {
    const origin = sources
      .map(({ table }) => table.origins.get(slot.from))
      .find((found) => found !== undefined)
    if (origin !== undefined) origins.set(slot.name, origin)
  }
  const open: readonly InferredTable[] = [
    ...new Set(how.isInner ? [] : sources.flatMap(({ table }) => table.open[0] ?? [])),
  ]
  return { relation, origins, open: open.length === 0 ? [] : [open] }
}

/** A column of the union: the name in the inputs, the type it is taken in, and its name in the result. */
interface Slot {
  readonly from: string
  readonly type: ScalarType
  readonly name: string
  /** A column that no schema declares takes whatever type the others have. */
  readonly converts: boolean
}

function slotsOf(sources: readonly Source[], isInner: boolean, translator: Translator): readonly Slot[] {
  const byName = new Map<string, { column: Column; table: Table }[]>()
  for (const { table } of sources) {
    for (const column of table.relation.columns) {
      const found = byName.get(column.name) ?? []
      byName.set(column.name, [...found, { column, table }])
    }
  }
  const slots = [...byName].flatMap(([name, uses]): readonly Slot[] => {
    if (isInner && uses.length < sources.length) return []
    const declared = uses.filter(({ table }) => !table.origins.has(name))
    const types = [...new Set((declared.length === 0 ? uses : declared).map(({ column }) => column.type))]
    const [type] = types
    if (type === undefined) return []
    const isInferred = declared.length < uses.length
    if (isInferred)
      for (const { table } of uses) suggestTo(table.origins.get(name), type, declared.length > 0, translator)
    if (types.length === 1 || declared.length === 0) return [{ from: name, type, name, converts: isInferred }]
    return types.map((each) => ({ from: name, type: each, name: `${name}_${each}`, converts: false }))
  })
  // A column that is called x_long itself keeps its name.
  const names = new UniqueNames()
  for (const { from, name } of slots) if (from === name) names.take(name)
  return slots.map((slot) => (slot.from === slot.name ? slot : { ...slot, name: names.take(slot.name) }))
}

function suggestTo(
  column: InferredColumn | undefined,
  type: ScalarType,
  isSure: boolean,
  translator: Translator,
): void {
  if (column !== undefined && (isSure || type !== 'string')) translator.inference.suggestColumn(column, type)
}

function valueFor(slot: Slot, table: Table, at: Span): NamedExpression {
  const column = table.relation.columns.find((candidate) => candidate.name === slot.from)
  if (column === undefined || (column.type !== slot.type && !slot.converts)) {
    return named(slot.name, missing(slot.type, at))
  }
  return named(slot.name, convert(columnReference(column, at), slot.type))
}

import { describe, expect, it } from 'vitest'
import {
  call,
  columnReference,
  filter,
  literal,
  named,
  project,
  scalarRelation,
  scan,
  sort,
  union,
} from './build.ts'
import { prune } from './prune.ts'
import type { Relation } from './relation.ts'
import type { Column } from './type.ts'

const AT = { start: 0, end: 0 }
const column = (name: string): Column => ({ name, type: 'long' })
const of = (name: string) => columnReference(column(name), AT)
const table = (name: string, ...columns: string[]) => scan({ name, columns: columns.map(column) }, AT)
const scanned = (plan: Relation): string[] => {
  const found: string[] = []
  JSON.stringify(plan, (_, value) => {
    if (value?.kind === 'scan')
      found.push(`${value.table}: ${value.columns.map((it: Column) => it.name).join(' ')}`)
    return value
  })
  return found
}

describe('prune', () => {
  it('leaves what is read by conditions and keys, and nothing else', () => {
    const input = table('t', 'a', 'b', 'c', 'd')
    const sorted = sort(
      filter(input, call('>', 'bool', [of('b'), literal('long', '1', AT)], AT), AT),
      [{ value: of('c'), descending: true, nulls: 'last' }],
      AT,
    )
    const plan = project(sorted, [named('x', of('a'))], AT)
    expect(scanned(prune(plan))).toEqual(['t: a b c'])
    expect(prune(plan).columns).toEqual(plan.columns)
  })

  it('keeps both sides of a union alike', () => {
    const both = union(
      [table('t', 'a', 'b'), filter(table('u', 'a', 'b'), call('isnotnull', 'bool', [of('b')], AT), AT)],
      AT,
    )
    const plan = prune(project(both, [named('a', of('a'))], AT))
    expect(scanned(plan)).toEqual(['t: a', 'u: a b'])
    const inner = (plan as Extract<Relation, { kind: 'project' }>).input as Extract<
      Relation,
      { kind: 'union' }
    >
    expect(inner.inputs.map(({ columns }) => columns.map(({ name }) => name))).toEqual([['a'], ['a']])
  })

  it('a table of which nothing is read keeps one column to count by', () => {
    expect(
      scanned(prune(project(table('t', 'a', 'b'), [named('one', literal('long', '1', AT))], AT))),
    ).toEqual(['t: a'])
  })

  it('asks a relation inside an expression for its first column', () => {
    const value = scalarRelation(table('u', 'k', 'l'), AT)
    expect(
      scanned(prune(project(table('t', 'a', 'b'), [named('a', of('a')), named('k', value)], AT))),
    ).toEqual(['t: a', 'u: k'])
  })
})

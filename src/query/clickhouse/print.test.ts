import { describe, expect, it } from 'vitest'
import { scratchEngine } from '../../../test/support/scratch-engine.ts'
import { call, columnReference, literal } from '../plan/build.ts'
import type { Join, Relation } from '../plan/relation.ts'
import type { Column } from '../plan/type.ts'
import { printQuery } from './print.ts'

const AT = { start: 0, end: 0 }
const engine = scratchEngine()

const long = (name: string): Column => ({ name, type: 'long' })
const text = (name: string): Column => ({ name, type: 'string' })
const cell = (column: Column, value: string | null) => literal(column.type, value, AT)
const of = (column: Column) => columnReference(column, AT)

function table(columns: readonly Column[], ...values: readonly (readonly (string | null)[])[]): Relation {
  return {
    kind: 'rows',
    columns,
    rows: values.map((row) => row.map((value, at) => cell(columns[at] as Column, value))),
    at: AT,
  }
}

async function rowsOf(plan: Relation) {
  const { sql, parameters } = printQuery(plan, () => undefined)
  return (await engine.run(sql, parameters)).rows.map((row) =>
    row.map((value) => (typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value)),
  )
}

const A = long('a')
const B = text('b')
const numbers = table([A, B], ['3', 'x'], ['1', 'y'], [null, 'z'], ['2', 'x'])

describe('relations on the engine', () => {
  it('rows keep their order and their nulls', async () => {
    expect(await rowsOf(numbers)).toEqual([
      [3, 'x'],
      [1, 'y'],
      [null, 'z'],
      [2, 'x'],
    ])
    expect(await rowsOf(table([A]))).toEqual([])
    expect(await rowsOf(table([A, B], ['7', 'only']))).toEqual([[7, 'only']])
  })

  it('sorts with nulls where they are said to be, through projections and limits', async () => {
    const sorted: Relation = {
      kind: 'sort',
      columns: numbers.columns,
      input: numbers,
      keys: [{ value: of(A), descending: false, nulls: 'first' }],
      at: AT,
    }
    const limited: Relation = { kind: 'limit', columns: sorted.columns, input: sorted, count: 3, at: AT }
    const only: Relation = {
      kind: 'project',
      columns: [B],
      input: limited,
      values: [{ name: 'b', value: of(B) }],
      at: AT,
    }
    expect(await rowsOf(only)).toEqual([['z'], ['y'], ['x']])
  })

  it('a range includes both ends and steps either way', async () => {
    const range = (from: string, to: string, step: string): Relation => ({
      kind: 'range',
      columns: [A],
      from: cell(A, from),
      to: cell(A, to),
      step: cell(A, step),
      at: AT,
    })
    expect(await rowsOf(range('1', '7', '3'))).toEqual([[1], [4], [7]])
    expect(await rowsOf(range('3', '1', '-1'))).toEqual([[3], [2], [1]])
    expect(await rowsOf(range('3', '1', '1'))).toEqual([])
    expect(await rowsOf(range('5', '5', '1'))).toEqual([[5]])
  })

  it.each([
    ['inner', [[1, 'y', 'r1']]],
    [
      'leftouter',
      [
        [3, 'x', ''],
        [1, 'y', 'r1'],
        [null, 'z', ''],
        [2, 'x', ''],
      ],
    ],
    [
      'fullouter',
      [
        [3, 'x', ''],
        [1, 'y', 'r1'],
        [null, 'z', ''],
        [2, 'x', ''],
        [null, '', 'r9'],
        [null, '', 'rnull'],
      ],
    ],
    [
      'leftanti',
      [
        [3, 'x'],
        [null, 'z'],
        [2, 'x'],
      ],
    ],
    ['leftsemi', [[1, 'y']]],
    ['rightanti', [['r9'], ['rnull']]],
  ] as const)('joins: %s', async (kind, expected) => {
    const right = table([A, B], ['1', 'r1'], ['9', 'r9'], [null, 'rnull'])
    const sides = kind.startsWith('right') ? ['right'] : kind.endsWith('i') ? ['left'] : ['left', 'right']
    const all: Join['output'] = [
      { side: 'left', column: 'a', name: 'a' },
      { side: 'left', column: 'b', name: 'b' },
      { side: 'right', column: 'b', name: 'b1' },
    ]
    const output = all.filter(({ side }) => sides.includes(side))
    const plan: Relation = {
      kind: 'join',
      join: kind,
      columns: output.map(({ name }) => (name === 'a' ? A : text(name))),
      left: numbers,
      right,
      on: [{ left: of(A), right: of(A) }],
      output,
      missingStrings: 'empty',
      at: AT,
    }
    const byText = (rows: unknown[][]) => rows.map((row) => JSON.stringify(row)).sort()
    expect(byText(await rowsOf(plan))).toEqual(byText(expected.map((row) => [...row])))
  })

  it('innerunique keeps one left row a key', async () => {
    const plan: Relation = {
      kind: 'join',
      join: 'innerunique',
      columns: [B, text('b1')],
      left: table([A, B], ['1', 'first'], ['1', 'second']),
      right: table([A, B], ['1', 'r1'], ['1', 'r2']),
      on: [{ left: of(A), right: of(A) }],
      output: [
        { side: 'left', column: 'b', name: 'b' },
        { side: 'right', column: 'b', name: 'b1' },
      ],
      missingStrings: 'empty',
      at: AT,
    }
    expect(await rowsOf(plan)).toHaveLength(2)
  })

  it('expands arrays side by side, padding the shorter', async () => {
    const json = (name: string): Column => ({ name, type: 'dynamic' })
    const input: Relation = {
      kind: 'rows',
      columns: [A, json('x'), json('y')],
      rows: [
        [cell(A, '1'), cell(json('x'), '[1,"two",null]'), cell(json('y'), '[true]')],
        [cell(A, '2'), cell(json('x'), null), cell(json('y'), null)],
        [cell(A, '3'), cell(json('x'), '[]'), cell(json('y'), '[]')],
      ],
      at: AT,
    }
    const plan: Relation = {
      kind: 'expand',
      columns: [A, json('x'), json('y'), long('i')],
      input,
      arrays: [
        { name: 'x', value: of(json('x')), element: json('x') },
        { name: 'y', value: of(json('y')), element: json('y') },
      ],
      index: 'i',
      keepNull: true,
      keepEmpty: false,
      at: AT,
    }
    expect(await rowsOf(plan)).toEqual([
      [1, 1, 'true', 0],
      [1, '"two"', null, 1],
      [1, null, null, 2],
      [2, null, null, 0],
    ])
  })

  it('a union puts the rows of the first input first where there is an order', async () => {
    const plan: Relation = {
      kind: 'union',
      columns: [A],
      inputs: [table([A], ['2'], ['1']), table([A], ['9'], ['8'])],
      at: AT,
    }
    expect(await rowsOf(plan)).toEqual([[2], [1], [9], [8]])
  })

  it('limits each group', async () => {
    const plan: Relation = {
      kind: 'limit',
      columns: numbers.columns,
      input: numbers,
      count: 1,
      per: [of(B)],
      at: AT,
    }
    expect(await rowsOf(plan)).toEqual([
      [3, 'x'],
      [1, 'y'],
      [null, 'z'],
    ])
  })

  it('a range of time may reach further than the 31 bits that the engine takes', async () => {
    const time: Column = { name: 't', type: 'datetime' }
    const second = 10_000_000n
    const base = BigInt(Date.UTC(2026, 2, 10)) * 10_000n
    const input: Relation = {
      kind: 'rows',
      columns: [A, time],
      rows: [0n, 3600n, 3601n, 90_000n].map((seconds, at) => [
        cell(A, String(at + 1)),
        cell(time, String(base + seconds * second)),
      ]),
      at: AT,
    }
    const plan: Relation = {
      kind: 'window',
      columns: [A, time, long('first')],
      input,
      partition: [],
      order: [{ value: of(time), descending: false, nulls: 'last' }],
      values: [{ name: 'first', value: call('min', 'long', [of(A)], AT) }],
      frame: { unit: 'range', preceding: 3600 * 10_000_000, following: 0 },
      at: AT,
    }
    const rows = await rowsOf(plan)
    expect(rows.map(([a, , first]) => [a, first])).toEqual([
      [1, 1],
      [2, 1],
      [3, 2],
      [4, 4],
    ])
  })

  it('names that ClickHouse would stumble over stay names', async () => {
    const odd = text('`); DROP TABLE x; -- \\ "\' {p1:String}')
    expect(await rowsOf(table([odd], ['1']))).toEqual([[1]])
  })

  it('refuses columns named like its own aliases', () => {
    expect(() => printQuery(table([text('_t')], ['1']), () => undefined)).toThrow(/No column may be named _t/)
  })
})

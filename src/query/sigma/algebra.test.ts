import fc from 'fast-check'
import { expect, it } from 'vitest'
import { scratchEngine } from '../../../test/support/scratch-engine.ts'
import { rowsOver } from '../../../test/support/sigma-events.ts'

/**
 * Random rules over random events, against an evaluation of its own: character by character, with nothing of the
 * translation in it.
 */

const engine = scratchEngine()

type Cell = string | number | boolean | null
type Event = Readonly<Record<string, Cell>>
type Selection = Readonly<Record<string, Cell | readonly Cell[]>>
type Formula =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'not'; readonly part: Formula }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Formula[] }
  | { readonly kind: 'of'; readonly every: boolean; readonly pattern: string }

const FIELDS = ['a', 'b', 'c']
const NAMES = ['sel_1', 'sel_2', 'filter', '_x']

const text = fc.string({
  unit: fc.constantFrom('a', 'A', 'b', 'é', 'É', '*', '?', '\\', ' ', '%', '_', '.', '['),
  maxLength: 5,
})
const cell: fc.Arbitrary<Cell> = fc.oneof(
  { arbitrary: text, weight: 6 },
  { arbitrary: fc.constantFrom<Cell>('', null, 7, '7', true, 'TRUE', -1.5), weight: 2 },
)
const event: fc.Arbitrary<Event> = fc.dictionary(fc.constantFrom(...FIELDS), cell, { noNullPrototype: true })

const modifiers = fc.constantFrom(
  '',
  '',
  '|contains',
  '|startswith',
  '|endswith',
  '|cased',
  '|contains|cased',
  '|contains|all',
  '|neq',
  '|startswith|neq',
)
const key = fc.tuple(fc.constantFrom(...FIELDS), modifiers).map((parts) => parts.join(''))
/** null takes no modifier but neq. */
const fieldTest = key.chain((name) => {
  const one = /\|(contains|startswith|endswith|cased)/.test(name)
    ? cell.filter((value) => value !== null)
    : cell
  return fc.tuple(fc.constant(name), fc.oneof(one, fc.array(one, { minLength: 1, maxLength: 12 })))
})
const selection: fc.Arbitrary<Selection> = fc
  .array(fieldTest, { minLength: 1, maxLength: 3 })
  .map((entries) => Object.fromEntries(entries))
const selections = fc.tuple(
  ...NAMES.map(() => fc.oneof(selection, fc.array(selection, { minLength: 1, maxLength: 2 }))),
)

const { formula } = fc.letrec<{ formula: Formula }>((tie) => ({
  formula: fc.oneof(
    { maxDepth: 4 },
    fc.record({ kind: fc.constant('name' as const), name: fc.constantFrom(...NAMES) }),
    fc.record({
      kind: fc.constant('of' as const),
      every: fc.boolean(),
      pattern: fc.constantFrom('them', 'sel_*', '*_*', 'filter', '_*'),
    }),
    fc.record({ kind: fc.constant('not' as const), part: tie('formula') }),
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      parts: fc.array(tie('formula'), { minLength: 2, maxLength: 3 }),
    }),
  ),
}))

it('a rule finds the events that its definition says', async () => {
  await fc.assert(
    fc.asyncProperty(
      selections,
      formula,
      fc.array(event, { minLength: 5, maxLength: 25 }),
      async (contents, condition, events) => {
        const bySelection = new Map(NAMES.map((name, at) => [name, contents[at] ?? {}]))
        const rule = {
          title: 'random',
          logsource: { category: 'random' },
          detection: { ...Object.fromEntries(bySelection), condition: written(condition, 0) },
        }
        const rows = await rowsOver(
          engine,
          rule,
          events.map((one, n) => ({ ...one, n })),
        )
        const found = rows.map((row) => Number(row['n'])).toSorted((one, other) => one - other)
        const expected = events.flatMap((one, n) => (holds(condition, bySelection, one) ? [n] : []))
        expect(found).toEqual(expected)
      },
    ),
    { numRuns: 60 },
  )
}, 60_000)

/** With as few brackets as the binding of `or`, `and` and `not` allows. */
function written(condition: Formula, binding: number): string {
  switch (condition.kind) {
    case 'name':
      return condition.name
    case 'of':
      return `${condition.every ? 'all' : '1'} of ${condition.pattern}`
    case 'not':
      return `not ${written(condition.part, 3)}`
    default: {
      const own = condition.kind === 'or' ? 1 : 2
      const joined = condition.parts.map((part) => written(part, own)).join(` ${condition.kind} `)
      return own < binding ? `(${joined})` : joined
    }
  }
}

function holds(
  condition: Formula,
  contents: ReadonlyMap<string, Selection | readonly Selection[]>,
  one: Event,
): boolean {
  const named = (name: string) =>
    [contents.get(name) ?? []].flat().some((map) => mapHolds(map as Selection, one))
  switch (condition.kind) {
    case 'name':
      return named(condition.name)
    case 'not':
      return !holds(condition.part, contents, one)
    case 'and':
      return condition.parts.every((part) => holds(part, contents, one))
    case 'or':
      return condition.parts.some((part) => holds(part, contents, one))
    case 'of': {
      const fitting = NAMES.filter((name) => fits(condition.pattern, name))
      return condition.every ? fitting.every(named) : fitting.some(named)
    }
  }
}

function fits(pattern: string, name: string): boolean {
  if (pattern === 'them') return !name.startsWith('_')
  if (pattern === 'sel_*') return name.startsWith('sel_')
  if (pattern === '*_*') return name.includes('_')
  return pattern === '_*' ? name.startsWith('_') : name === pattern
}

function mapHolds(map: Selection, one: Event): boolean {
  return Object.entries(map).every(([name, wanted]) => {
    const [field = '', ...how] = name.split('|')
    const given = Object.hasOwn(one, field) ? (one[field] ?? null) : null
    const tests = [wanted].flat().map((value) => cellHolds(given, value as Cell, how))
    const any = how.includes('all') ? tests.every(Boolean) : tests.some(Boolean)
    return how.includes('neq') ? !any : any
  })
}

function cellHolds(given: Cell, wanted: Cell, how: readonly string[]): boolean {
  if (wanted === null) return given === null
  if (given === null) return false
  const same = (one: string, other: string) =>
    how.includes('cased') ? one === other : one.toLowerCase() === other.toLowerCase()
  const pattern: readonly Unit[] = typeof wanted === 'string' ? unescaped(wanted) : [...String(wanted)]
  const before: readonly Unit[] = how.includes('contains') || how.includes('endswith') ? [RUN] : []
  const after: readonly Unit[] = how.includes('contains') || how.includes('startswith') ? [RUN] : []
  return run([...before, ...pattern, ...after], [...String(given)], same)
}

const RUN: unique symbol = Symbol('any run')
const ONE: unique symbol = Symbol('any character')
type Unit = string | typeof RUN | typeof ONE

/** Backslashes take a wildcard or a backslash after them as it is. */
function unescaped(wanted: string): Unit[] {
  const [first, second, ...rest] = wanted
  if (first === undefined) return []
  if (first === '\\' && second !== undefined && '\\*?'.includes(second))
    return [second, ...unescaped(rest.join(''))]
  const others = unescaped([...wanted].slice(1).join(''))
  if (first === '*') return [RUN, ...others]
  return first === '?' ? [ONE, ...others] : [first, ...others]
}

function run(
  pattern: readonly Unit[],
  given: readonly string[],
  same: (one: string, other: string) => boolean,
): boolean {
  const [unit, ...units] = pattern
  if (unit === undefined) return given.length === 0
  if (unit === RUN) return run(units, given, same) || (given.length > 0 && run(pattern, given.slice(1), same))
  const [character, ...characters] = given
  if (character === undefined) return false
  return (unit === ONE || same(unit as string, character)) && run(units, characters, same)
}

import { describe, expect, it } from 'vitest'
import { scratchEngine } from '../../../../test/support/scratch-engine.ts'
import { printQuery } from '../../clickhouse/print.ts'
import { columnReference, literal, named, project, scan } from '../../plan/build.ts'
import type { Expression, Lambda } from '../../plan/expression.ts'
import { QueryError } from '../../plan/query-error.ts'
import type { ScalarType } from '../../plan/type.ts'
import type { SchemaTable } from '../../schemas/schema.ts'
import {
  EVAL_FUNCTION_NAMES,
  evalFunction,
  STATS_FUNCTION_NAMES,
  statsFunction,
} from './function-signatures.ts'
import { SPL_OPERATORS, splBinary, splNegate, splNot } from './operators.ts'
import { searchCompare } from './search-terms.ts'

const AT = { start: 0, end: 0 }
const NOW = 17_157_807_300_000_000n

/** Every type of a plan, in every way that a scan may hold it. */
const FIELDS: Readonly<Record<string, readonly [type: ScalarType, sql: string]>> = {
  text: ['string', "'hello'"],
  nullText: ['string', "CAST(NULL, 'Nullable(String)')"],
  fewTexts: ['string', "toLowCardinality('web')"],
  address: ['string', "'10.1.2.3'"],
  json: ['string', '\'{"a":[1,{"b":"c"}]}\''],
  values: ['multivalue', "['a', 'b', '3']"],
  noValues: ['multivalue', 'emptyArrayString()'],
  time: ['datetime', "toDateTime64('2024-05-15 13:45:30.123', 7, 'UTC')"],
  shortTime: ['datetime', "toDateTime64('2024-05-15 13:45:30.123', 3, 'UTC')"],
  whole: ['long', 'toInt64(7)'],
  small: ['long', 'toUInt32(9)'],
  nullWhole: ['long', "CAST(NULL, 'Nullable(Int64)')"],
  broken: ['real', '2.5'],
  flag: ['bool', 'true'],
  dynamic: ['dynamic', `CAST('{"a":1}', 'Nullable(String)')`],
}

const TABLE: SchemaTable = {
  name: 'fields',
  columns: Object.entries(FIELDS).map(([name, [type]]) => ({ name, type })),
  select: `SELECT ${Object.entries(FIELDS)
    .map(([name, [, sql]]) => `${sql} AS ${name}`)
    .join(', ')}`,
}

const ARGUMENTS: readonly Expression[] = [
  ...TABLE.columns.map((column) => columnReference(column, AT)),
  ...['a', '', '(\\d+)', '%Y-%m-%d', '-1d@d', '10.0.0.0/8', 'hex'].map((text) => literal('string', text, AT)),
  ...['2', '0', '-3'].map((number) => literal('long', number, AT)),
  literal('string', null, AT),
  literal('real', 1.5, AT),
  literal('bool', true, AT),
]

const engine = scratchEngine()

describe('whatever the types of its arguments, the engine accepts', () => {
  it.each([...EVAL_FUNCTION_NAMES])('%s()', async (name) => {
    const found = evalFunction(name, AT)
    const calls = argumentLists(name).map((args) => {
      const all =
        found.lambda === true ? args.slice(0, 1).concat(ofOneValue(args.at(-1) as Expression)) : args
      return () => found.translate(all, AT, name, NOW)
    })
    await accepted(calls)
  })

  it.each([...SPL_OPERATORS])('%s', async (operator) => {
    await accepted(
      argumentLists(operator, 2).map(([left, right]) => {
        return () => splBinary(operator, left as Expression, right as Expression, AT)
      }),
    )
  })

  it('a minus, NOT, and what search compares', async () => {
    const values = [
      'a',
      '10',
      '1*',
      '*x*',
      '*',
      'hel*o',
      '10.0.0.0/8',
      '2001:db8::/32',
      '',
      '7.0',
      'true',
      'ž*',
    ]
    const searches = ARGUMENTS.flatMap((field) =>
      (['=', '!=', '<', '>='] as const).flatMap((operator) =>
        values.map((value) => () => searchCompare(field, operator, value, AT)),
      ),
    )
    await accepted(ARGUMENTS.flatMap((each) => [() => splNegate(each, AT), () => splNot(each, AT)]))
    await accepted(searches)
  })

  it.each([...STATS_FUNCTION_NAMES, 'perc95'])('stats %s()', async (name) => {
    const time = columnReference({ name: 'time', type: 'datetime' }, AT)
    const calls = ARGUMENTS.map(
      (argument) => () => statsFunction(name, AT).translate([argument], AT, { time, spanSeconds: 60 }, name),
    )
    await accepted(calls)
  })
})

/** Lists of up to four arguments; the same ones every time. */
function argumentLists(name: string, only?: number): readonly (readonly Expression[])[] {
  let state = [...name].reduce((sum, character) => sum * 31 + (character.codePointAt(0) ?? 0), 7) % 65_521
  const next = () => {
    state = (state * 75 + 74) % 65_537
    return ARGUMENTS[state % ARGUMENTS.length] as Expression
  }
  const counts = only === undefined ? [0, 1, 2, 3, 4] : [only]
  return counts.flatMap((count) => Array.from({ length: 24 }, () => Array.from({ length: count }, next)))
}

function ofOneValue(argument: Expression): Lambda {
  const value = { kind: 'variable', name: 'value', type: 'string', at: AT } as const
  const body = splBinary('=', value, argument ?? literal('string', 'a', AT), AT)
  return { kind: 'lambda', parameters: [{ name: 'value', type: 'string' }], body, type: body.type, at: AT }
}

/** Refusing with a place is right, too; anything else has to run. */
async function accepted(calls: readonly (() => Expression)[]): Promise<void> {
  const values = calls.flatMap((call, index) => {
    try {
      return [named(`x${index}`, call())]
    } catch (error) {
      if (error instanceof QueryError) return []
      throw error
    }
  })
  if (values.length === 0) return
  const { sql, parameters } = printQuery(project(scan(TABLE, AT), values, AT), () => TABLE)
  const { rows } = await engine.run(sql, parameters)
  expect(rows).toHaveLength(1)
}

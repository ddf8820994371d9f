import { describe, expect, it } from 'vitest'
import { literal } from '../../plan/build.ts'
import type { Expression } from '../../plan/expression.ts'
import { QueryError } from '../../plan/query-error.ts'
import type { ScalarType } from '../../plan/type.ts'
import { languageService } from '../language-service.ts'
import { aggregateOf, signatureOf } from './function-signatures.ts'
import { binaryOperator } from './operators.ts'
import { typeNamed } from './type-literal.ts'

const AT = { start: 0, end: 0 }

/** A column of each type, as the analyzer is told of them. */
const COLUMNS: Readonly<Record<string, ScalarType>> = {
  i: 'int',
  l: 'long',
  r: 'real',
  d: 'decimal',
  s: 'string',
  t: 'datetime',
  p: 'timespan',
  b: 'bool',
  g: 'guid',
  y: 'dynamic',
}

/** The type that Kusto's own analyzer gives a value, with what it complains of. */
function analysed(query: string): { readonly type: ScalarType | undefined; readonly faults: number } {
  const { GlobalState, KustoCode, Symbols } = languageService()
  const declared = Object.entries(COLUMNS).map(([name, type]) => `${name}:${type}`)
  const table = new Symbols.TableSymbol.$ctor7('T', `(${declared.join(', ')})`, null)
  const database = new Symbols.DatabaseSymbol.$ctor3('db', null, [table])
  const code = KustoCode.ParseAndAnalyze(query, GlobalState.Default.WithDatabase(database))
  const column = code.ResultType?.Columns?.getItem(0)
  return { type: typeNamed(String(column?.Type.Name)), faults: code.GetDiagnostics().Count }
}

function column(name: string): Expression {
  return { kind: 'column', name, type: COLUMNS[name] ?? 'string', at: AT }
}

const OPERATORS = ['+', '-', '*', '/', '%', '==', '!=', '<', '>=', 'has', 'contains', '=~', 'matches regex']

describe('types of operators agree with the analyzer', () => {
  for (const operator of OPERATORS) {
    it(operator, () => {
      for (const left of Object.keys(COLUMNS)) {
        for (const right of Object.keys(COLUMNS)) {
          const { type, faults } = analysed(`T | project ${left} ${operator} ${right}`)
          if (faults > 0 || type === undefined) continue
          const ours = attempt(() => binaryOperator(operator, column(left), column(right), AT))
          // Two dynamic operands are taken as numbers, and a decimal remainder has no rule of its own.
          if (ours === undefined || (left === 'y' && right === 'y')) continue
          expect([left, operator, right, ours.type]).toEqual([left, operator, right, type])
        }
      }
    })
  }
})

/** Calls, one a group of functions with the same rule. */
const CALLS = [
  'strlen(s)',
  'split(s, ",")',
  'substring(y, 1)',
  'extract("a", 1, s)',
  'extract("a", 1, s, typeof(long))',
  'bin(i, 5)',
  'bin(r, 5)',
  'bin(l, 2.5)',
  'bin(t, 1h)',
  'bin(p, 1h)',
  'floor(l, 1)',
  'bin_at(t, 1h, t)',
  'abs(i)',
  'abs(r)',
  'abs(p)',
  'round(r, 1)',
  'sign(l)',
  'max_of(i, l)',
  'min_of(l, r)',
  'iff(b, i, l)',
  'iff(b, y, s)',
  'iff(b, l, r)',
  'case(b, "x", b, "y", "z")',
  'coalesce(i, l, r)',
  'coalesce(s, "x")',
  'isempty(y)',
  'tostring(y)',
  'toint(s)',
  'tolong(t)',
  'todecimal(s)',
  'datetime_diff("day", t, t)',
  'datetime_add("day", 1, t)',
  'datetime_part("year", t)',
  'dayofweek(t)',
  'getyear(t)',
  'startofweek(t)',
  'make_timespan(1, 2)',
  'format_datetime(t, "yyyy")',
  'parse_json(s)',
  'array_length(y)',
  'bag_pack("a", 1)',
  'set_has_element(y, 1)',
  'ipv4_compare(s, s)',
  'ipv4_is_private(s)',
  'hash(s)',
  'extractjson("$.a", s, typeof(long))',
  'percentile_tdigest(y, 50, typeof(long))',
]

const AGGREGATE_CALLS = [
  'count()',
  'sum(i)',
  'sum(r)',
  'sum(p)',
  'avg(l)',
  'avg(t)',
  'avg(d)',
  'min(s)',
  'max(i)',
  'dcount(s)',
  'percentile(i, 50)',
  'percentile(t, 50)',
  'stdev(l)',
  'make_set(l)',
  'make_list(y)',
  'make_bag(y)',
  'countif(b)',
  'take_any(g)',
  'sumif(d, b)',
  'binary_all_or(l)',
]

describe('types of functions agree with the analyzer', () => {
  it.each(CALLS)('%s', (text) => {
    const { type, faults } = analysed(`T | project ${text}`)
    expect({ faults, type: typeOfCall(text, signatureOf) }).toEqual({ faults: 0, type })
  })

  it.each(AGGREGATE_CALLS)('%s', (text) => {
    const { type, faults } = analysed(`T | summarize ${text}`)
    expect({ faults, type: typeOfCall(text, aggregateOf) }).toEqual({ faults: 0, type })
  })
})

describe('arguments', () => {
  it('of a wrong number or type are refused in a sentence', () => {
    expect(() => signatureOf('strlen')?.translate([], AT)).toThrow(/'strlen' does not take 0 argument/)
    expect(() => signatureOf('startofday')?.translate([column('g')], AT)).toThrow(
      /'startofday' takes a datetime as argument 1, not a guid/,
    )
    expect(() => binaryOperator('+', column('s'), column('l'), AT)).toThrow(
      /'\+' does not take string and long/,
    )
  })

  it('names from JavaScript are no functions', () => {
    expect(['constructor', 'toString', '__proto__', 'hasOwnProperty'].map(signatureOf)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ])
  })

  it('functions that are known and not built say why', () => {
    expect(() => signatureOf('series_decompose')?.translate([column('y')], AT)).toThrow(
      /not supported here: /,
    )
  })
})

function attempt(work: () => Expression): Expression | undefined {
  try {
    return work()
  } catch (error) {
    if (error instanceof QueryError) return undefined
    throw error
  }
}

function typeOfCall(text: string, find: typeof signatureOf): ScalarType | undefined {
  const [, name = '', inside = ''] = /^(\w+)\((.*)\)$/.exec(text) ?? []
  return find(name)?.translate(inside.split(', ').flatMap(argument), AT).type
}

function argument(text: string): readonly Expression[] {
  if (text === '') return []
  const type = /^typeof\((\w+)\)$/.exec(text)?.[1]
  if (type !== undefined) return [literal('string', type, AT)]
  if (/^".*"$/.test(text)) return [literal('string', text.slice(1, -1), AT)]
  if (/^\d+$/.test(text)) return [literal('long', text, AT)]
  if (/^\d+\.\d+$/.test(text)) return [literal('real', Number(text), AT)]
  if (text === '1h') return [literal('timespan', '36000000000', AT)]
  return [column(text)]
}

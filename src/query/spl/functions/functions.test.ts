import { describe, expect, it } from 'vitest'
import { columnReference, literal } from '../../plan/build.ts'
import type { Expression } from '../../plan/expression.ts'
import { QueryError } from '../../plan/query-error.ts'
import { cidrBlock } from './cidr.ts'
import { commonType, numberLiteral, toNumber } from './conversions.ts'
import { evalFunction, isStatsFunction, statsFunction } from './function-signatures.ts'
import { jsonPath } from './json-path.ts'
import { splBinary } from './operators.ts'
import { toRe2 } from './regular-expression.ts'
import { relativeTimeSteps } from './relative-time.ts'
import { likePattern, wildcardPattern } from './wildcard.ts'

const AT = { start: 3, end: 9 }
const text = (value: string) => literal('string', value, AT)
const column = (type: 'string' | 'long' | 'multivalue') => columnReference({ name: 'x', type }, AT)
const TEN = literal('long', '10', AT)

describe('a function of eval', () => {
  it('that nobody knows is named with its place', () => {
    for (const name of ['nosuch', 'constructor', 'hasOwnProperty', '__proto__']) {
      expect(() => evalFunction(name, AT), name).toThrow(
        expect.objectContaining({ code: 'unknown-function', at: AT, construct: name }),
      )
    }
  })

  it('says how many arguments it takes', () => {
    expect(failure(() => evaluate('replace', text('a'), text('b')))).toBe(
      'wrong-argument: replace() takes 3 arguments, not 2.',
    )
    expect(failure(() => evaluate('substr', text('a')))).toBe(
      'wrong-argument: substr() takes 2 to 3 arguments, not 1.',
    )
    expect(failure(() => evaluate('case', TEN))).toBe(
      'wrong-argument: case() takes at least 2 arguments, not 1.',
    )
  })

  it('refuses what has to be known before there are rows', () => {
    for (const refused of [
      () => evaluate('strftime', TEN, column('string')),
      () => evaluate('strftime', TEN, text('%f')),
      () => evaluate('match', text('a'), text('(?=b)')),
      () => evaluate('sigfig', TEN),
    ])
      expect(refused).toThrow(expect.objectContaining({ code: 'unsupported' }))
  })

  it('takes any letter case', () => {
    expect(evaluate('LOWER', text('A'))).toEqual(evaluate('lower', text('A')))
  })
})

describe('a function of stats', () => {
  it('is known as percentile whatever its spelling', () => {
    for (const name of ['p95', 'perc99.9', 'exactperc50', 'upperperc25', 'P5', 'perc100', 'count', 'DC']) {
      expect([name, isStatsFunction(name)]).toEqual([name, true])
    }
    for (const name of ['p', 'perc', 'p101', 'p9x', 'percent', 'constructor']) {
      expect([name, isStatsFunction(name)]).toEqual([name, false])
    }
  })

  it('that follows _time says that it is not there', () => {
    expect(() => statsFunction('latest', AT).translate([TEN], AT, {}, 'latest')).toThrow(
      expect.objectContaining({ code: 'unknown-column', construct: '_time' }),
    )
  })
})

describe('operators', () => {
  it('compare a field with a number as numbers only where its rows are', () => {
    expect(splBinary('>', column('string'), TEN, AT)).toMatchObject({ function: 'spl.any_greater' })
    expect(splBinary('>', column('long'), text('7'), AT)).toMatchObject({ function: 'spl.greater' })
    expect(splBinary('>', column('string'), text('abc'), AT)).toMatchObject({ function: 'spl.greater' })
  })

  it('divide to real numbers and keep whole ones else', () => {
    expect(splBinary('/', TEN, TEN, AT).type).toBe('real')
    expect(splBinary('*', TEN, TEN, AT).type).toBe('long')
  })
})

describe('conversions', () => {
  it('read numbers and nothing else', () => {
    const read = (value: string) => {
      const number = numberLiteral(value, AT)
      return number?.kind === 'literal' ? number.value : undefined
    }
    expect(['10', '-2.5', '1e3', '+7', '.5'].map(read)).toEqual(['10', -2.5, 1000, '7', 0.5])
    expect(['', 'nan', 'inf', '0x10', '1 apple', '1.2.3'].map(read)).toEqual(Array(6).fill(undefined))
  })

  it('find the type that holds all', () => {
    const types = (...all: Expression[]) => commonType(all)
    expect(types(TEN, literal('real', 1.5, AT))).toBe('real')
    expect(types(TEN, text('a'))).toBe('string')
    expect(types(literal('string', null, AT), TEN)).toBe('long')
    expect(types(column('multivalue'), text('a'))).toBe('multivalue')
  })

  it('make null of a text that is no number', () => {
    expect(toNumber(text('abc'))).toMatchObject({ kind: 'literal', value: null })
  })
})

describe('patterns', () => {
  it('take text at its word', () => {
    expect(wildcardPattern('a.b*')).toBe('(?is)^a\\.b.*$')
    expect(likePattern('50\\%_%')).toBe('(?s)^50%..*$')
  })

  it('become RE2, or are refused where they cannot', () => {
    expect(toRe2('a\\/b\\h', AT)).toBe('a/b[ \\t]')
    expect(toRe2('[(?=]\\(?!x', AT)).toBe('[(?=]\\(?!x')
    expect(toRe2('a++b', AT)).toBe('a+b')
    for (const pattern of ['(?=a)', '(?<!a)b', '(?>a)', '(a)\\1', '(?R)'])
      expect(() => toRe2(pattern, AT), pattern).toThrow(expect.objectContaining({ code: 'unsupported' }))
  })

  it('know blocks of addresses', () => {
    expect(['10.0.0.0/8', '2001:db8::/32'].map(cidrBlock)).toEqual(['10.0.0.0/8', '2001:db8::/32'])
    expect(['10.0.0.0/33', '10.0.0/8', 'a/b', '10.0.0.0', '1/2/3'].map(cidrBlock)).toEqual(
      Array(5).fill(undefined),
    )
  })

  it('walk into JSON', () => {
    expect(jsonPath('a.b{2}{}.c')).toEqual(['a', 'b', 2, null, 'c'])
    expect(jsonPath('a{x}')).toBeUndefined()
  })

  it('read time modifiers', () => {
    expect(relativeTimeSteps('-1d@d+2h')).toEqual([
      { kind: 'shift', count: -1, unit: 'day' },
      { kind: 'snap', unit: 'day', weekday: 0 },
      { kind: 'shift', count: 2, unit: 'hour' },
    ])
    expect(relativeTimeSteps('@w1')).toEqual([{ kind: 'snap', unit: 'week', weekday: 1 }])
    expect(relativeTimeSteps('-1fortnight')).toBeUndefined()
    expect(relativeTimeSteps('now')).toEqual([])
  })
})

function evaluate(name: string, ...args: Expression[]): Expression {
  return evalFunction(name, AT).translate(args, AT, name.toLowerCase())
}

function failure(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (error instanceof QueryError) return `${error.code}: ${error.message}`
    throw error
  }
  return 'no failure'
}

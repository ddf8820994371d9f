import { describe, expect, it } from 'vitest'
import { OPEN } from '../../../test/support/sigma-events.ts'
import { QueryError } from '../plan/query-error.ts'
import { positionIn } from '../plan/span.ts'
import type { SigmaOptions } from './options.ts'
import { translateSigma } from './translate.ts'

const HEAD = `title: test
logsource:
  category: test
`

/** The error of a text, with line and column from 1. */
function errorOf(rule: string | object, options: Partial<SigmaOptions> = {}) {
  try {
    translateSigma(rule, { ...OPEN, ...options })
  } catch (error) {
    if (!(error instanceof QueryError)) throw error
    const { code, message, construct } = error
    const place = typeof rule === 'string' ? positionIn(rule, error.at.start) : { line: 0, column: 0 }
    return { code, message, construct, place: `${place.line}:${place.column}` }
  }
  throw new Error('It translates.')
}

function inDetection(detection: string): string {
  return `${HEAD}detection:\n${detection}`
}

describe('a rule that is wrong is refused where it is wrong', () => {
  it.each([
    ['no YAML', 'title: [', 'syntax', '1:9'],
    ['a key twice', `${HEAD}title: again\n`, 'syntax', '4:1'],
    ['nothing', '', 'syntax', '1:1'],
    ['a list', '- 1\n- 2\n', 'syntax', '1:1'],
    ['no detection', HEAD, 'syntax', '1:1'],
    ['no log source', 'title: x\ndetection:\n  s: {a: 1}\n  condition: s\n', 'syntax', '1:1'],
    ['no condition', inDetection('  s: {a: 1}\n'), 'syntax', '4:1'],
    ['a condition that is a map', inDetection('  s: {a: 1}\n  condition: {a: 1}\n'), 'syntax', '6:3'],
    [
      'a modifier that is none',
      inDetection('  s:\n    a|contain: x\n  condition: s\n'),
      'unsupported',
      '6:5',
    ],
    ['a modifier that is empty', inDetection('  s:\n    a|: x\n  condition: s\n'), 'unsupported', '6:5'],
    ['a flag without re', inDetection('  s:\n    a|i: x\n  condition: s\n'), 'wrong-argument', '6:10'],
    [
      'no number',
      inDetection('  s:\n    a|gt:\n      - 1\n      - many\n  condition: s\n'),
      'wrong-argument',
      '8:9',
    ],
    ['no network', inDetection('  s:\n    a|cidr: 10.0.0.0/33\n  condition: s\n'), 'wrong-argument', '6:13'],
    [
      'exists of a text',
      inDetection('  s:\n    a|exists: maybe\n  condition: s\n'),
      'wrong-argument',
      '6:15',
    ],
    [
      'exists of keywords',
      inDetection("  s:\n    '|exists': true\n  condition: s\n"),
      'wrong-argument',
      '6:5',
    ],
    [
      'base64 of a pattern',
      inDetection('  s:\n    a|base64: x*\n  condition: s\n'),
      'wrong-argument',
      '6:15',
    ],
    ['null that contains', inDetection('  s:\n    a|contains:\n  condition: s\n'), 'wrong-argument', '6:16'],
    ['a map as a value', inDetection('  s:\n    a:\n      b: 1\n  condition: s\n'), 'syntax', '6:5'],
    ['an empty list', inDetection('  s: []\n  condition: s\n'), 'syntax', '5:3'],
    ['an empty map', inDetection('  s: {}\n  condition: s\n'), 'syntax', '5:3'],
    ['a look-ahead', inDetection('  s:\n    a|re: x(?=y)\n  condition: s\n'), 'unsupported', '6:5'],
    ['a back-reference', inDetection('  s:\n    a|re: (x)\\1\n  condition: s\n'), 'unsupported', '6:5'],
    [
      'a bracket in a regular expression',
      inDetection('  s:\n    a|re: (x\n  condition: s\n'),
      'unsupported',
      '6:5',
    ],
    ['an identifier that is not there', inDetection('  s: {a: 1}\n  condition: s and t\n'), 'syntax', '6:20'],
    [
      'a pattern that fits nothing',
      inDetection('  s: {a: 1}\n  condition: s or 1 of t*\n'),
      'syntax',
      '6:24',
    ],
    ['a number of', inDetection('  s: {a: 1}\n  condition: 2 of s*\n'), 'unsupported', '6:14'],
    ['a bracket that stays open', inDetection('  s: {a: 1}\n  condition: (s\n'), 'syntax', '6:14'],
    ['a bracket too many', inDetection('  s: {a: 1}\n  condition: "s)"\n'), 'syntax', '6:16'],
    ['an operator at the end', inDetection('  s: {a: 1}\n  condition: s and\n'), 'syntax', '6:19'],
    ['two names', inDetection('  s: {a: 1}\n  condition: s s\n'), 'syntax', '6:16'],
    ['a pipe', inDetection('  s: {a: 1}\n  condition: s | max(a) > 3\n'), 'unsupported', '6:16'],
    ['a placeholder', inDetection("  s:\n    a|expand: '%Servers%'\n  condition: s\n"), 'unresolved', '6:5'],
  ])('%s', (_what, text, code, place) => {
    expect(errorOf(text)).toMatchObject({ code, place })
  })

  it('the placeholder is named', () => {
    const text = inDetection("  s:\n    a|contains|expand: 'x %Jump.Servers-1% y'\n  condition: s\n")
    expect(errorOf(text)).toMatchObject({
      construct: '%Jump.Servers-1%',
      message:
        'The placeholder %Jump.Servers-1% has no value here; give it one, or add a pipeline that does.',
    })
  })

  it('of a parsed rule the path is named', () => {
    const rule = {
      title: 'x',
      logsource: { category: 'test' },
      detection: { s: { 'a|nope': 1 }, condition: 's' },
    }
    expect(errorOf(rule).message).toBe('There is no modifier nope. It stands at detection.s.a|nope.')
  })

  it('a text without end is not read', () => {
    expect(errorOf(`# ${'x'.repeat(1_000_001)}`).code).toBe('too-large')
    expect(
      errorOf(inDetection(`  s: {a: 1}\n  condition: ${'('.repeat(500)}s${')'.repeat(500)}\n`)).code,
    ).toBe('too-large')
    expect(errorOf(inDetection(`  s: ${'['.repeat(60)}a${']'.repeat(60)}\n  condition: s\n`)).code).toBe(
      'syntax',
    )
    const bomb = `a: &a [x, x, x, x, x, x, x, x, x, x]\nb: &b [${'*a, '.repeat(50)}]\nc: [${'*b, '.repeat(50)}]\n`
    expect(errorOf(bomb).code).toBe('too-large')
  })

  it('a schema that is closed has the log source and the field, or the rule is refused', () => {
    const table = {
      name: 'proxy',
      columns: [{ name: 'host', type: 'string' as const }],
      logSource: { category: 'proxy' },
    }
    const schema = { name: 'closed', tables: [table], open: false }
    const rule = (source: string, field: string) =>
      `title: x\nlogsource:\n  category: ${source}\ndetection:\n  s:\n    ${field}: 1\n  condition: s\n`
    expect(errorOf(rule('dns', 'host'), { schema })).toMatchObject({ code: 'unknown-table', place: '2:1' })
    expect(errorOf(rule('proxy', 'c-uri'), { schema })).toMatchObject({
      code: 'unknown-column',
      place: '6:5',
      construct: 'c-uri',
    })
    expect(translateSigma(rule('proxy', 'HOST'), { ...OPEN, schema }).inferred).toEqual([])
  })
})

const RULES = `---
name: a
logsource: {category: test}
detection: {s: {k: a}, condition: s}
---
name: b
logsource: {category: test}
detection: {s: {k: b}, condition: s}
`

describe('a correlation that is wrong is refused where it is wrong', () => {
  it.each([
    ['a type that is none', '  type: sum\n  rules: [a]\n  timespan: 1m\n', 'syntax', '2:3'],
    ['no timespan', '  type: temporal\n  rules: [a, b]\n', 'syntax', '1:1'],
    [
      'a timespan that is none',
      '  type: temporal\n  rules: [a, b]\n  timespan: 5 minutes\n',
      'syntax',
      '4:13',
    ],
    ['a timespan of nothing', '  type: temporal\n  rules: [a, b]\n  timespan: 0s\n', 'syntax', '4:13'],
    ['no rules', '  type: temporal\n  timespan: 1m\n', 'syntax', '1:1'],
    ['a rule that is not there', '  type: temporal\n  rules: [a, z]\n  timespan: 1m\n', 'unresolved', '3:14'],
    ['a count without a threshold', '  type: event_count\n  rules: [a]\n  timespan: 1m\n', 'syntax', '1:1'],
    [
      'a threshold that is none',
      '  type: event_count\n  rules: [a]\n  timespan: 1m\n  condition: {least: 3}\n',
      'syntax',
      '5:3',
    ],
    [
      'a count of values without a field',
      '  type: value_count\n  rules: [a]\n  timespan: 1m\n  condition: {gte: 3}\n',
      'syntax',
      '5:3',
    ],
    [
      'a sum of two fields',
      '  type: value_sum\n  rules: [a]\n  timespan: 1m\n  condition: {gte: 3, field: [x, y]}\n',
      'syntax',
      '5:3',
    ],
    [
      'a percentile without which',
      '  type: value_percentile\n  rules: [a]\n  timespan: 1m\n  condition: {gte: 3, field: x}\n',
      'unsupported',
      '5:3',
    ],
    [
      'a percentile beyond 100',
      '  type: value_percentile\n  rules: [a]\n  timespan: 1m\n  condition: {gte: 3, field: x, percentile: 101}\n',
      'syntax',
      '5:33',
    ],
    [
      'a condition over rules for a count',
      '  type: event_count\n  rules: [a]\n  timespan: 1m\n  condition: a and b\n',
      'syntax',
      '5:3',
    ],
    [
      'a condition over a rule that is not listed',
      '  type: temporal\n  rules: [a, b]\n  timespan: 1m\n  condition: a and z\n',
      'syntax',
      '5:14',
    ],
    [
      'an order of some',
      '  type: temporal_ordered\n  rules: [a, b]\n  timespan: 1m\n  condition: a or b\n',
      'unsupported',
      '5:3',
    ],
    [
      'an alias that says nothing of a rule',
      '  type: temporal\n  rules: [a, b]\n  timespan: 1m\n  group-by: [u]\n  aliases:\n    u: {a: x}\n',
      'syntax',
      '7:5',
    ],
  ])('%s', (_what, correlation, code, place) => {
    expect(errorOf(`correlation:\n${correlation}${RULES}`)).toMatchObject({ code, place })
  })

  it('a circle of correlations', () => {
    const circle = (name: string, other: string) => ({
      name,
      correlation: { type: 'event_count', rules: [other], timespan: '1m', condition: { gte: 1 } },
    })
    expect(errorOf([circle('p', 'q'), circle('q', 'p')])).toMatchObject({ code: 'syntax', construct: 'p' })
  })

  it('a table without a time', () => {
    const table = {
      name: 'events',
      columns: [{ name: 'k', type: 'string' as const }],
      partial: true as const,
      logSource: {},
    }
    const text = `correlation:\n  type: temporal\n  rules: [a, b]\n  timespan: 1m\n${RULES}`
    expect(errorOf(text, { schema: { name: 'given', tables: [table], open: true } })).toMatchObject({
      code: 'unknown-column',
      construct: 'events',
    })
  })

  it('rules that nothing joins are not one rule', () => {
    expect(errorOf(RULES)).toMatchObject({ code: 'unsupported', place: '6:1' })
  })
})

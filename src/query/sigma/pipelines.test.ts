import { describe, expect, it } from 'vitest'
import { scratchEngine } from '../../../test/support/scratch-engine.ts'
import { OPEN, rowsOver } from '../../../test/support/sigma-events.ts'
import { QueryError } from '../plan/query-error.ts'
import type { Row } from '../run/rows-table.ts'
import type { SigmaOptions } from './options.ts'
import { translateSigma, translateSigmaRules } from './translate.ts'

const engine = scratchEngine()

const RULE = {
  title: 'test',
  id: 'e7c4a1d2-0000-4000-8000-000000000001',
  name: 'test',
  level: 'high',
  status: 'test',
  date: '2026-01-02',
  tags: ['attack.t1567'],
  logsource: { category: 'test', product: 'weighbridge' },
  detection: { s: { f: 'x' }, condition: 's' } as Record<string, unknown>,
}

async function found(
  rule: object,
  pipelines: readonly (string | object)[],
  events: readonly Row[],
  more: Partial<SigmaOptions> = {},
) {
  const rows = await rowsOver(
    engine,
    rule,
    events.map((event, n) => ({ ...event, n })),
    { pipelines, ...more },
  )
  return rows.map((row) => Number(row['n'])).toSorted((one, other) => one - other)
}

const detecting = (s: unknown, condition = 's') => ({ ...RULE, detection: { s, condition } })
const only = (...transformations: object[]) => [{ name: 'test', priority: 10, transformations }]

function errorOf(run: () => unknown) {
  try {
    run()
  } catch (error) {
    if (error instanceof QueryError)
      return { code: error.code, construct: error.construct, message: error.message }
    throw error
  }
  throw new Error('It translates.')
}

describe('transformations', () => {
  it.each([
    [
      'field_name_mapping',
      { s: { f: 'x' } },
      { type: 'field_name_mapping', mapping: { f: 'g' } },
      [{ g: 'x' }, { f: 'x' }],
      [0],
    ],
    [
      'field_name_mapping to several',
      { s: { f: 'x' } },
      { type: 'field_name_mapping', mapping: { f: ['g', 'h'] } },
      [{ g: 'x' }, { h: 'X' }, { f: 'x' }],
      [0, 1],
    ],
    [
      'field_name_mapping of a reference',
      { s: { 'f|fieldref': 'o' } },
      { type: 'field_name_mapping', mapping: { o: 'p' } },
      [
        { f: 'x', p: 'X' },
        { f: 'x', o: 'x' },
      ],
      [0],
    ],
    [
      'field_name_mapping of keywords',
      { s: ['x'] },
      { type: 'field_name_mapping', mapping: { '': 'message' } },
      [{ message: 'a X b' }, { f: 'x' }],
      [0],
    ],
    [
      'field_name_prefix_mapping',
      { s: { 'win.f': 'x' } },
      { type: 'field_name_prefix_mapping', mapping: { 'win.': 'w_' } },
      [{ w_f: 'x' }, { 'win.f': 'x' }],
      [0],
    ],
    [
      'field_name_prefix',
      { s: { f: 'x' } },
      { type: 'field_name_prefix', prefix: 'p.' },
      [{ 'p.f': 'x' }, { f: 'x' }],
      [0],
    ],
    [
      'field_name_suffix',
      { s: { f: 'x' } },
      { type: 'field_name_suffix', suffix: '_s' },
      [{ f_s: 'x' }],
      [0],
    ],
    [
      'field_name_transform',
      { s: { SomeField: 'x' } },
      { type: 'field_name_transform', transform_func: 'snake_case' },
      [{ some_field: 'x' }],
      [0],
    ],
    [
      'drop_detection_item',
      { s: { f: 'x', g: 'y' } },
      { type: 'drop_detection_item', field_name_conditions: [{ type: 'include_fields', fields: ['g'] }] },
      [{ f: 'x' }, { g: 'y' }],
      [0],
    ],
    [
      'hashes_fields',
      {
        s: {
          'Hashes|contains': [
            'SHA1=5F1CBC3D99558307BC1250D084FA968521482025',
            'MD5=987B65CD9B9F4E9A1AFD8F8B48CF64A7',
          ],
        },
      },
      {
        type: 'hashes_fields',
        valid_hash_algos: ['MD5', 'SHA1'],
        field_prefix: 'File',
        field_name_conditions: [{ type: 'include_fields', fields: ['Hashes'] }],
      },
      [
        { FileSHA1: '5f1cbc3d99558307bc1250d084fa968521482025' },
        { FileMD5: '987B65CD9B9F4E9A1AFD8F8B48CF64A7' },
        { FileMD5: '0' },
      ],
      [0, 1],
    ],
    [
      'add_condition',
      { s: { f: 'x' } },
      { type: 'add_condition', conditions: { channel: ['p', 'q'] } },
      [{ f: 'x', channel: 'P' }, { f: 'x' }],
      [0],
    ],
    [
      'add_condition, negated',
      { s: { f: 'x' } },
      { type: 'add_condition', conditions: { channel: 'p' }, negated: true },
      [{ f: 'x', channel: 'P' }, { f: 'x' }],
      [1],
    ],
    [
      'add_condition, as a template',
      { s: { f: 'x' } },
      { type: 'add_condition', conditions: { log: '$product-$category' }, template: true },
      [{ f: 'x', log: 'weighbridge-test' }, { f: 'x' }],
      [0],
    ],
    [
      'replace_string',
      { s: { 'f|contains': 'C:\\Users\\ann' } },
      { type: 'replace_string', regex: '^\\*C:', replacement: '*\\\\Device' },
      [{ f: '\\Device\\Users\\Ann' }, { f: 'C:\\Users\\Ann' }],
      [0],
    ],
    [
      'replace_string with groups, wildcards left alone',
      { s: { f: 'a*b-c' } },
      { type: 'replace_string', regex: '(b)-(c)', replacement: '\\2\\g<1>', skip_special: true },
      [{ f: 'aXcb' }, { f: 'aXb-c' }],
      [0],
    ],
    [
      'map_string',
      { s: { f: 'x' } },
      { type: 'map_string', mapping: { x: ['y', 'z*'] } },
      [{ f: 'Y' }, { f: 'zz' }, { f: 'x' }],
      [0, 1],
    ],
    [
      'regex',
      { s: { f: 'a.b*' } },
      { type: 'regex', method: 'plain' },
      [{ f: 'a.bc' }, { f: 'A.bc' }, { f: 'axb' }],
      [0],
    ],
    ['regex, any letters', { s: { f: 'a.b*' } }, { type: 'regex' }, [{ f: 'A.BC' }, { f: 'axb' }], [0]],
    ['set_value', { s: { f: 'x' } }, { type: 'set_value', value: 7 }, [{ f: '7' }, { f: 'x' }], [0]],
    ['convert_type', { s: { f: '7' } }, { type: 'convert_type', target_type: 'num' }, [{ f: 7 }], [0]],
    [
      'case',
      { s: { 'f|cased': 'AbC' } },
      { type: 'case', method: 'lower' },
      [{ f: 'abc' }, { f: 'AbC' }],
      [0],
    ],
    [
      'nest',
      { s: { f: 'x' } },
      {
        type: 'nest',
        items: [
          { type: 'field_name_mapping', mapping: { f: 'g' } },
          { type: 'field_name_mapping', mapping: { g: 'h' } },
        ],
      },
      [{ h: 'x' }],
      [0],
    ],
    [
      'add_field and set_custom_attribute',
      { s: { f: 'x' } },
      {
        type: 'nest',
        items: [
          { type: 'add_field', field: 'y' },
          { type: 'remove_field', field: 'y' },
          { type: 'set_field', fields: [] },
          { type: 'set_custom_attribute', attribute: 'a', value: 1 },
        ],
      },
      [{ f: 'x' }],
      [0],
    ],
  ])('%s', async (_name, detection, transformation, events, expected) => {
    expect(
      await found({ ...RULE, detection: { ...detection, condition: 's' } }, only(transformation), events),
    ).toEqual(expected)
  })

  it('change_logsource leads to another table', () => {
    const [translated] = translateSigmaRules(RULE, {
      ...OPEN,
      pipelines: only({ type: 'change_logsource', product: 'other', service: 's' }),
    })
    expect(translated?.translation.inferred.map(({ name }) => name)).toEqual(['other_s'])
  })

  it('what is dropped from a rule says nothing, in whatever way it was used', async () => {
    const rule = { ...RULE, detection: { s: { f: 'x' }, filter: { g: 'y' }, condition: 's and not filter' } }
    const drop = (field: string) =>
      only({
        type: 'drop_detection_item',
        field_name_conditions: [{ type: 'include_fields', fields: [field] }],
      })
    expect(await found(rule, drop('g'), [{ f: 'x', g: 'y' }, { f: 'x' }, {}])).toEqual([0, 1])
    expect(errorOf(() => translateSigma(RULE, { ...OPEN, pipelines: drop('f') })).code).toBe('unsupported')
  })

  it('pipelines come in the order of their priorities, and see what those before them did', async () => {
    const late = {
      name: 'late',
      priority: 20,
      transformations: [{ type: 'field_name_mapping', mapping: { g: 'h' } }],
    }
    const early =
      'name: early\npriority: 10\ntransformations:\n  - type: field_name_mapping\n    mapping:\n      f: g\n'
    expect(await found(RULE, [late, early], [{ h: 'x' }])).toEqual([0])
  })
})

describe('conditions of pipelines', () => {
  const renamed = { type: 'field_name_mapping', mapping: { f: 'g' } }
  const events = [{ g: 'x' }, { f: 'x' }]
  const applies = [0]
  const applesNot = [1]

  it.each([
    [{ rule_conditions: [{ type: 'logsource', category: 'test' }] }, applies],
    [{ rule_conditions: [{ type: 'logsource', category: 'TEST', product: 'weighbridge' }] }, applies],
    [{ rule_conditions: [{ type: 'logsource', category: 'other' }] }, applesNot],
    [{ rule_conditions: [{ type: 'logsource', category: 'other' }], rule_cond_not: true }, applies],
    [
      {
        rule_conditions: [{ type: 'logsource', category: 'other' }, { type: 'is_sigma_rule' }],
        rule_cond_op: 'or',
      },
      applies,
    ],
    [{ rule_conditions: [{ type: 'logsource', category: 'other' }, { type: 'is_sigma_rule' }] }, applesNot],
    [
      {
        rule_conditions: { a: { type: 'is_sigma_rule' }, b: { type: 'is_sigma_correlation_rule' } },
        rule_cond_expr: 'a and not b',
      },
      applies,
    ],
    [{ rule_conditions: [{ type: 'contains_field', field: 'f' }] }, applies],
    [{ rule_conditions: [{ type: 'contains_detection_item', field: 'f', value: 'x' }] }, applies],
    [{ rule_conditions: [{ type: 'contains_detection_item', field: 'f', value: 'y' }] }, applesNot],
    [{ rule_conditions: [{ type: 'tag', tag: 'attack.t1567' }] }, applies],
    [
      { rule_conditions: [{ type: 'rule_attribute', attribute: 'level', value: 'medium', op: 'gte' }] },
      applies,
    ],
    [
      { rule_conditions: [{ type: 'rule_attribute', attribute: 'level', value: 'critical', op: 'gte' }] },
      applesNot,
    ],
    [
      { rule_conditions: [{ type: 'rule_attribute', attribute: 'date', value: '2026-01-01', op: 'gt' }] },
      applies,
    ],
    [
      { rule_conditions: [{ type: 'rule_attribute', attribute: 'tags', value: 'attack.t1567', op: 'in' }] },
      applies,
    ],
    [
      { rule_conditions: [{ type: 'rule_attribute', attribute: 'constructor', value: 'x', op: 'ne' }] },
      applesNot,
    ],
    [{ rule_conditions: [{ type: 'processing_state', key: 'seen', val: 1 }] }, applies],
    [{ rule_conditions: [{ type: 'processing_item_applied', processing_item_id: 'first' }] }, applies],
    [{ rule_conditions: [{ type: 'processing_item_applied', processing_item_id: 'other' }] }, applesNot],
    [{ detection_item_conditions: [{ type: 'match_string', pattern: '^x$' }] }, applies],
    [{ detection_item_conditions: [{ type: 'match_string', pattern: 'y', negate: true }] }, applies],
    [{ detection_item_conditions: [{ type: 'match_value', value: 'y' }] }, applesNot],
    [{ detection_item_conditions: [{ type: 'contains_wildcard' }] }, applesNot],
    [{ detection_item_conditions: [{ type: 'is_null' }], detection_item_cond_not: true }, applies],
    [{ field_name_conditions: [{ type: 'include_fields', fields: ['f'] }] }, applies],
    [{ field_name_conditions: [{ type: 'exclude_fields', fields: ['f'] }] }, applesNot],
    [{ field_name_conditions: [{ type: 'include_fields', fields: ['^[e-g]'], mode: 're' }] }, applies],
  ])('%j', async (conditions, expected) => {
    const first = { id: 'first', type: 'set_state', key: 'seen', val: 1 }
    expect(await found(RULE, only(first, { ...renamed, ...conditions }), events)).toEqual(expected)
  })
})

describe('placeholders', () => {
  const rule = detecting({ 'f|contains|expand': 'at %site%' })

  it('take values from options or from a pipeline, with their wildcards, or become a wildcard', async () => {
    const events = [{ f: 'x at gate-1 y' }, { f: 'at yard' }, { f: 'at home' }]
    expect(await found(rule, [], events, { placeholders: { site: ['gate-?', 'Yard'] } })).toEqual([0, 1])
    const values = {
      vars: { site: ['gate-1', 'yard'] },
      transformations: [{ type: 'value_placeholders', include: ['site'] }],
    }
    expect(await found(rule, [values], events)).toEqual([0, 1])
    expect(await found(rule, only({ type: 'wildcard_placeholders' }), events)).toEqual([0, 1, 2])
    const numbers = detecting({ 'f|expand': '%port%' })
    expect(await found(numbers, [], [{ f: 22 }, { f: 23 }], { placeholders: { port: [22] } })).toEqual([0])
  })

  it('multiply, and a regular expression takes their values as they are', async () => {
    const two = detecting({ 'f|expand': '%a%-%b%' })
    expect(
      await found(two, [], [{ f: '1-4' }, { f: '2-3' }, { f: '1-1' }], {
        placeholders: { a: [1, 2], b: [3, 4] },
      }),
    ).toEqual([0, 1])
    const regex = detecting({ 'f|re|expand': '^%a%$' })
    expect(await found(regex, [], [{ f: 'x.y' }, { f: 'xzy' }], { placeholders: { a: ['x.y'] } })).toEqual([
      0,
    ])
  })

  it('are text without expand, and \\% is a percent sign', async () => {
    expect(await found(detecting({ f: '%site%' }), [], [{ f: '%SITE%' }])).toEqual([0])
    expect(
      await found(detecting({ 'f|expand': '\\%a%site%' }), [], [{ f: '%ax' }], {
        placeholders: { site: ['x'] },
      }),
    ).toEqual([0])
  })

  it('without a value are refused, also where one pipeline leaves them out', () => {
    const exclude = only({ type: 'wildcard_placeholders', exclude: ['site'] })
    expect(errorOf(() => translateSigma(rule, { ...OPEN, pipelines: exclude }))).toMatchObject({
      code: 'unresolved',
      construct: '%site%',
    })
    const empty = only({ type: 'value_placeholders' })
    expect(errorOf(() => translateSigma(rule, { ...OPEN, pipelines: empty })).code).toBe('unresolved')
    expect(
      errorOf(() => translateSigma(rule, { ...OPEN, placeholders: JSON.parse('{"__proto__": ["x"]}') })).code,
    ).toBe('unresolved')
  })
})

describe('pipelines and correlations', () => {
  const correlation = {
    title: 'many',
    correlation: {
      type: 'value_count',
      rules: ['test'],
      'group-by': ['who', 'where'],
      timespan: '1m',
      aliases: { who: { test: 'user' } },
      condition: { field: 'file', gte: 2 },
    },
  }

  it('map groups, aliases and measured fields', async () => {
    const mapping = { f: 'kind', user: 'account', where: 'site', file: 'path' }
    const events = ['a', 'b'].map((path, at) => ({
      event_id: `e${at}`,
      time: `2026-03-01T00:00:0${at}Z`,
      kind: 'x',
      account: 'ann',
      site: 'yard',
      path,
    }))
    const rows = await rowsOver(engine, [correlation, RULE], events, {
      pipelines: only({ type: 'field_name_mapping', mapping }),
    })
    expect(rows).toMatchObject([
      { event_id: 'e1', rule: 'test', who: 'ann', site: 'yard', path: 'b', value: 2 },
    ])
  })

  it('apply where a rule of the correlation has the log source', () => {
    const failing = only({
      type: 'rule_failure',
      message: 'Not this one.',
      rule_conditions: [{ type: 'logsource', category: 'test' }, { type: 'is_sigma_correlation_rule' }],
    })
    expect(
      errorOf(() => translateSigma([correlation, RULE], { ...OPEN, pipelines: failing })).message,
    ).toMatch(/^Not this one\./)
  })

  it('refuse to give one alias two fields', () => {
    const two = only({ type: 'field_name_mapping', mapping: { file: ['a', 'b'] } })
    expect(errorOf(() => translateSigma([correlation, RULE], { ...OPEN, pipelines: two })).code).toBe(
      'wrong-argument',
    )
  })
})

describe('a pipeline that cannot be followed is refused by name', () => {
  it.each([
    [{ type: 'wish' }, 'unsupported', 'wish'],
    [
      { type: 'query_expression_placeholders', expression: '{field} lookup {id}' },
      'unsupported',
      'query_expression_placeholders',
    ],
    [{ type: 'file_placeholders', path: '/etc/passwd' }, 'not-allowed', 'file_placeholders'],
    [{ type: 'http_placeholders', url: 'http://192.0.2.1/' }, 'not-allowed', 'http_placeholders'],
    [{ type: 'command_placeholders', cmd: 'true' }, 'not-allowed', 'command_placeholders'],
    [{ type: 'field_name_mapping' }, 'syntax', 'field_name_mapping'],
    [{ type: 'replace_string', regex: '(', replacement: '' }, 'syntax', 'replace_string'],
    [{ type: 'set_state', key: 'a', val: 1, rule_conditions: [{ type: 'moon' }] }, 'unsupported', 'moon'],
    [
      { type: 'set_state', key: 'a', val: 1, field_name_conditions: [{ type: 'include_fields' }] },
      'syntax',
      'include_fields',
    ],
    [{ type: 'rule_failure', message: 'No.' }, 'unsupported', 'transformations.0'],
    [{ type: 'detection_item_failure', message: 'No.' }, 'unsupported', 'transformations.0'],
    [{ type: 'strict_field_mapping_failure' }, 'unknown-column', 'transformations.0'],
    [{ type: 'convert_type', target_type: 'num' }, 'wrong-argument', 'transformations.0'],
  ])('%j', (transformation, code, construct) => {
    expect(errorOf(() => translateSigma(RULE, { ...OPEN, pipelines: only(transformation) }))).toMatchObject({
      code,
      construct,
    })
  })

  it.each(['postprocessing', 'finalizers'])('%s', (part) => {
    const pipeline = { name: 'x', [part]: [{ type: 'embed', prefix: 'x' }] }
    expect(errorOf(() => translateSigma(RULE, { ...OPEN, pipelines: [pipeline] }))).toMatchObject({
      code: 'unsupported',
      construct: part,
    })
  })
})

describe('filters', () => {
  const filter = (rules: unknown, more: object = {}) => ({
    title: 'known',
    logsource: { category: 'test' },
    filter: { rules, selection: { user: 'svc-*' }, condition: 'not selection' },
    ...more,
  })
  const events = [
    { f: 'x', user: 'svc-backup' },
    { f: 'x', user: 'ann' },
  ]

  it.each([
    ['by id', filter([RULE.id]), [1]],
    ['by name', filter(['other', 'test']), [1]],
    ['any', filter('any'), [1]],
    ['none named', filter([]), [1]],
    ['another rule', filter(['other']), [0, 1]],
    ['another log source', filter('any', { logsource: { category: 'other' } }), [0, 1]],
    ['a narrower log source', filter('any', { logsource: { category: 'test', service: 'x' } }), [0, 1]],
  ])('%s', async (_name, one, expected) => {
    expect(await found([RULE, one], [], events)).toEqual(expected)
    expect(await found(RULE, [], events, { others: [one] })).toEqual(expected)
  })

  it('add up, have names of their own, and go through pipelines', async () => {
    const second = {
      ...filter('any'),
      filter: { rules: 'any', s: { host: 'lab' }, t: { host: 'test' }, condition: 'not 1 of them' },
    }
    const rows = [...events, { f: 'x', host: 'lab' }, { f: 'x', host: 'prod' }, { f: 'x', account: 'svc-1' }]
    expect(await found([RULE, filter('any'), second], [], rows)).toEqual([1, 3, 4])
    expect(
      await found(
        [RULE, filter('any')],
        only({ type: 'field_name_mapping', mapping: { user: 'account' } }),
        rows,
      ),
    ).toEqual([0, 1, 2, 3])
  })
})

describe('several rules in one text', () => {
  const base = { ...RULE, name: 'base', id: 'e7c4a1d2-0000-4000-8000-000000000002' }
  const correlation = {
    title: 'many',
    correlation: { type: 'event_count', rules: ['base'], timespan: '1m', condition: { gte: 2 } },
  }

  it('those that a correlation names do not stand for themselves, unless it says generate', () => {
    const titles = (rules: object[]) => translateSigmaRules(rules, OPEN).map(({ title, id }) => id ?? title)
    expect(titles([correlation, base])).toEqual(['many'])
    expect(titles([{ ...correlation, generate: true }, base])).toEqual(['many', base.id])
    expect(
      titles([{ title: 'many', correlation: { ...correlation.correlation, generate: true } }, base]),
    ).toEqual(['many', base.id])
    expect(titles([RULE, base])).toEqual([RULE.id, base.id])
  })

  it('a global document is part of all after it', async () => {
    const text =
      'action: global\ntitle: shared\nlogsource: {category: test}\ndetection: {condition: s}\n---\ndetection: {s: {f: x}}\n'
    expect(await found(text as unknown as object, [], [{ f: 'X' }, {}])).toEqual([0])
  })

  it.each([
    ['s | count() > 1', ['e1', 'e2', 'e3']],
    ['s | count() by user >= 2', ['e3']],
    ['s | count(file) by user = 2', ['e3']],
    ['s | sum(bytes) > 6', ['e2', 'e3']],
    ['s | near other', ['e4']],
    ['s and not other | count() < 2', ['e0']],
  ])('an aggregation of Sigma 1: %s', async (condition, expected) => {
    const detection = { s: { f: 'x' }, other: { f: 'y' }, timeframe: '10s', condition }
    const event = (at: number, more: object) => ({
      event_id: `e${at}`,
      time: `2026-03-01T00:00:0${at}Z`,
      ...more,
    })
    const rows = await rowsOver(engine, { ...RULE, detection }, [
      event(0, { f: 'x', user: 'a', file: 'p', bytes: 1 }),
      event(1, { f: 'x', user: 'b', file: 'p', bytes: 2 }),
      event(2, { f: 'x', user: 'c', file: 'p', bytes: 4 }),
      event(3, { f: 'x', user: 'a', file: 'q', bytes: 1 }),
      event(4, { f: 'y' }),
    ])
    expect(rows.map((row) => row['event_id'])).toEqual(expected)
  })

  it('a rule beside a correlation is said to be passed over', () => {
    expect(
      translateSigma([correlation, base, { ...RULE, title: 'lonely' }], OPEN).warnings.map(
        ({ message }) => message,
      ),
    ).toEqual(['The rule lonely is no part of the correlation and is passed over.'])
  })
})

import { describe, expect, it } from 'vitest'
import { overView } from './over-view.ts'
import { namesFor, renamingOf } from './renaming.ts'

const CHAIN =
  "replaceRegexpOne(replaceRegexpOne(operation, '^(?i)GET$', 'GetObject'), '^(PUT|POST)$', 'PutObject')"

describe('a column that renames the values of another', () => {
  it('is read out of its SQL, the outermost replacement first', () => {
    expect(renamingOf(CHAIN)).toEqual({
      column: 'operation',
      cases: [
        { from: ['PUT', 'POST'], ignoreCase: false, to: 'PutObject' },
        { from: ['GET'], ignoreCase: true, to: 'GetObject' },
      ],
    })
  })

  it.each([
    ['other SQL', 'upper(operation)'],
    ['a pattern of more than words', "replaceRegexpOne(operation, '^GET.*$', 'GetObject')"],
    ['a name that is renamed twice', "replaceRegexpOne(replaceRegexpOne(operation, '^A$', 'B'), '^b$', 'C')"],
    ['a name with two fates', "replaceRegexpOne(replaceRegexpOne(operation, '^A$', 'B'), '^(?i)a$', 'C')"],
    ['SQL below', "replaceRegexpOne(lower(operation), '^A$', 'B')"],
  ])('is none of %s', (_, sql) => {
    expect(renamingOf(sql)).toBeUndefined()
  })

  it.each([
    ['GetObject', false, ['(?i:GET)']],
    ['PutObject', false, ['PUT', 'POST']],
    ['putobject', true, ['PUT', 'POST']],
    ['putobject', false, []],
    ['Untold', false, []],
    // No row has it: all that had it have another name now.
    ['GET', false, undefined],
    ['post', true, undefined],
    ['a|b', false, undefined],
    ['', false, undefined],
  ])('knows what becomes %s', (value, ignoreCase, names) => {
    const renaming = renamingOf(CHAIN)
    expect(renaming && namesFor(renaming, value, ignoreCase)).toEqual(names)
  })
})

describe('SQL over a view with an alias', () => {
  it.each([
    ["if(key = '', prefix, key)", "if(_t.`key` = '', _t.`prefix`, _t.`key`)"],
    ["concat(bucket, 'key \\' bucket')", "concat(_t.`bucket`, 'key \\' bucket')"],
    ['toInt64(nullIf(status, 0))', 'toInt64(nullIf(_t.`status`, 0))'],
    ['bytes + 1e9', '_t.`bytes` + 1e9'],
    ["bytes > 5 AND NOT account IN ('a')", "_t.`bytes` > 5 AND NOT _t.`account` IN ('a')"],
  ])('%s', (sql, written) => {
    expect(overView('object', '_t', sql)).toBe(written)
  })

  it.each([
    '1',
    'tokens_in',
    'arrayMap(x -> x, [bytes])',
    'object.bytes',
    '`bytes`',
    '"bytes"',
    'bytes AS b',
  ])('is not known of %s', (sql) => {
    expect(overView('object', '_t', sql)).toBeUndefined()
  })

  it('is not known of a view that is no activity', () => {
    expect(overView('staff', '_t', 'person')).toBeUndefined()
  })
})

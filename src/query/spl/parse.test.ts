import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { QueryError } from '../plan/query-error.ts'
import { parseSpl } from './parse.ts'
import type { SplCommand } from './syntax/command.ts'

/** Without the places, which have tests of their own. */
function shape(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shape)
  if (value instanceof Map) return Object.fromEntries([...value].map(([name, each]) => [name, shape(each)]))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, each]) => (/^at$|At$/.test(name) ? [] : [[name, shape(each)]])),
  )
}

function commands(text: string): unknown {
  return shape(parseSpl(text).commands)
}

function only(text: string): SplCommand {
  const [command] = parseSpl(text).commands
  if (command === undefined) throw new Error('There is no command.')
  return command
}

/** Terms as text: AND and OR with brackets, so that what binds tighter shows. */
function terms(text: string): string {
  const command = only(text)
  if (command.kind !== 'search') throw new Error(`This is ${command.kind}.`)
  const show = (each: typeof command.expression): string => {
    switch (each.kind) {
      case 'and':
      case 'or':
        return `(${each.terms.map(show).join(` ${each.kind} `)})`
      case 'not':
        return `not ${show(each.term)}`
      case 'comparison':
        return `${each.field}${each.operator}${each.value.text}`
      case 'list':
        return `${each.field} in ${each.values.map((value) => value.text).join(',')}`
      case 'text':
        return `"${each.value.text}"`
      case 'time':
        return `${each.bound}:${each.value}`
      case 'macro':
        return `\`${each.name}\``
      case 'subsearch':
        return `[${each.pipeline.commands.map(({ kind }) => kind).join('|')}]`
    }
  }
  return show(command.expression)
}

/** What is said of a text that is no SPL, and the stretch it is said of. */
function failure(text: string): [code: string, at: string, start: number] {
  try {
    parseSpl(text)
  } catch (error) {
    if (error instanceof QueryError)
      return [error.code, text.slice(error.at.start, error.at.end), error.at.start]
    throw error
  }
  throw new Error('It was read without a fault.')
}

describe('terms of search', () => {
  it.each([
    ['a b OR c d', '("a" and ("b" or "c") and "d")'],
    ['NOT a=1 OR b=2', '(not a=1 or b=2)'],
    ['a=1 AND (b=2 c=3)', '(a=1 and (b=2 and c=3))'],
    ['field = "two words" x!=y z>=3', '(field=two words and x!=y and z>=3)'],
    ['status IN (400, 40*, "a b")', 'status in 400,40*,a b'],
    ['path=*\\\\cmd.exe other="*\\\\System32\\\\*"', '(path=*\\cmd.exe and other=*\\System32\\*)'],
    ['path=C:\\Windows\\x', 'path=C:\\Windows\\x'],
    ['cmd="say \\"hi\\""', 'cmd=say "hi"'],
    ['process=*"a b"*', 'process=*a b*'],
    ['earliest=-7d@d latest=now "user.name"=x', '(earliest:-7d@d and latest:now and user.name=x)'],
    ['resources{}.id=a sourcetype::b', '(resources{}.id=a and sourcetype=b)'],
    ['[search index=a | fields b] c', '([search|fields] and "c")'],
    ['`mine(1)` x', '(`mine` and "x")'],
    ['__mine__ x', '(`mine` and "x")'],
    ['host.or=1 order and', '(host.or=1 and "order" and "and")'],
    ['*', '"*"'],
  ])('%s', (text, wanted) => {
    expect(terms(text)).toBe(wanted)
  })
})

describe('expressions of eval', () => {
  const value = (text: string): string => {
    const command = only(`| eval x=${text}`)
    if (command.kind !== 'eval') throw new Error(`This is ${command.kind}.`)
    const show = (each: (typeof command.assignments)[number]['value']): string => {
      switch (each.kind) {
        case 'number':
          return each.text
        case 'string':
          return JSON.stringify(each.text)
        case 'field':
          return `'${each.name}'`
        case 'unary':
          return `${each.operator}(${show(each.operand)})`
        case 'binary':
          return `(${show(each.left)} ${each.operator} ${show(each.right)})`
        case 'in':
          return `(${show(each.operand)} in ${each.values.map(show).join(',')})`
        case 'call':
          return `${each.name}(${each.arguments.map(show).join(',')})`
        case 'macro':
          return `\`${each.name}\``
      }
    }
    return show(command.assignments[0]?.value ?? { kind: 'number', text: '', at: { start: 0, end: 0 } })
  }

  it.each([
    ['1+2*3-4', '((1 + (2 * 3)) - 4)'],
    ['a XOR b OR c AND NOT d', "('a' xor ('b' or ('c' and not('d'))))"],
    ['NOT a=1', "not(('a' = 1))"],
    ['"by " . user . 1', '(("by " . \'user\') . 1)'],
    ["'a b'.c.d", "('a b' . 'c.d')"],
    ['user.name="x"', '(\'user.name\' = "x")'],
    ['if(a==1, "y", null())', 'if((\'a\' = 1),"y",null())'],
    ['a NOT IN ("x", 2)', 'not((\'a\' in "x",2))'],
    ['x LIKE "a%" and y<>3', "(('x' like \"a%\") and ('y' != 3))"],
    ['-a*2', "(-('a') * 2)"],
    ['match(a, "\\\\d\\"\\w")', 'match(\'a\',"\\\\d\\"\\\\w")'],
    ['.5+1e3', '(.5 + 1e3)'],
  ])('%s', (text, wanted) => {
    expect(value(text)).toBe(wanted)
  })
})

describe('commands', () => {
  it('reads aggregates with and without commas, options and spans in BY', () => {
    expect(
      commands(
        '| stats count as n, dc(a) sum(eval(b*2)) as "twice b" values(c.*) as * by d, e span=1d _time',
      ),
    ).toEqual([
      {
        kind: 'stats',
        terms: [
          { function: 'count', more: [], as: 'n' },
          { function: 'dc', argument: { kind: 'field', name: 'a' }, more: [] },
          {
            function: 'sum',
            argument: {
              kind: 'eval',
              text: 'eval(b*2)',
              value: {
                kind: 'binary',
                operator: '*',
                left: { kind: 'field', name: 'b', quoted: false },
                right: { kind: 'number', text: '2' },
              },
            },
            more: [],
            as: 'twice b',
          },
          { function: 'values', argument: { kind: 'field', name: 'c.*' }, more: [], as: '*' },
        ],
        by: [{ name: 'd' }, { name: 'e' }, { name: '_time', span: '1d' }],
        options: {},
      },
    ])
  })

  it('reads a tstats in any order of its parts', () => {
    expect(
      commands(
        '| tstats summariesonly=t count FROM datamodel=A.B where B.x=1 by _time span=1h B.y prestats=f',
      ),
    ).toEqual([
      {
        kind: 'tstats',
        terms: [{ function: 'count', more: [] }],
        dataModel: { name: 'A.B' },
        where: {
          kind: 'comparison',
          field: 'B.x',
          operator: '=',
          value: { text: '1', quoted: false, exactCase: false },
        },
        by: [{ name: '_time', span: '1h' }, { name: 'B.y' }],
        options: { summariesonly: { text: 't' }, prestats: { text: 'f' } },
      },
    ])
  })

  it('takes a word before = for a field, whatever command has its name', () => {
    expect(terms('search=1 stats=2')).toBe('(search=1 and stats=2)')
  })

  it('keeps a command it does not know, with its subsearches read over', () => {
    expect(commands('index=a | cluster t=0.9 "x|y" [search b] | head 1')).toMatchObject([
      { kind: 'search' },
      { kind: 'named', name: 'cluster', text: 't=0.9 "x|y" [search b]' },
      { kind: 'head', count: 1 },
    ])
  })

  it('leaves out empty commands', () => {
    expect(parseSpl('index=a | | head 1 |').commands.map(({ kind }) => kind)).toEqual(['search', 'head'])
  })
})

describe('comments and macros', () => {
  it('takes comments out and keeps places', () => {
    const text = 'index=a ```why | not``` | head 5'
    const [, head] = parseSpl(text).commands
    expect(text.slice(head?.at.start, head?.at.end)).toBe('head 5')
  })

  it('writes macros out, also one in another, and points at the call', () => {
    const macros = new Map([
      ['outer(2)', { args: ['field', 'n'], definition: '`inner($field$)` | head $n$' }],
      ['inner', { args: ['f'], definition: 'where $f$>1' }],
    ])
    const text = 'index=a | `outer(x, 3)`'
    const found = parseSpl(text, macros).commands
    expect(found.map(({ kind }) => kind)).toEqual(['search', 'where', 'head'])
    expect(text.slice(found[2]?.at.start, found[2]?.at.end)).toBe('`outer(x, 3)`')
  })

  it('stops at a macro that calls itself', () => {
    const macros = new Map([['again', { args: [], definition: 'search `again`' }]])
    expect(() => parseSpl('`again`', macros)).toThrow(expect.objectContaining({ code: 'too-large' }))
  })
})

describe('places of faults', () => {
  it.each<[string, string, string, number]>([
    ['index=a | stats', 'syntax', '', 15],
    ['index=a | where x=', 'syntax', '', 18],
    ['index=a | eval x=(1+2', 'syntax', '', 21],
    ['index=a | eval 1', 'syntax', '', 16],
    ['index=a (b OR', 'syntax', '', 13],
    ['index=a "open', 'syntax', '"', 8],
    ['index=a | rex "(?<a>x', 'syntax', '"', 14],
    ['index=a | join user', 'syntax', '', 19],
    ['index=a ] | head', 'syntax', ']', 8],
    ['index=a | head 3 4 x)', 'syntax', ')', 20],
    ['index=a | fields `mine`', 'unresolved', '`mine`', 17],
    ['index=a | ```open', 'syntax', '```open', 10],
    ['index=a | `open', 'syntax', '`', 10],
    ['', 'syntax', '', 0],
  ])('%s', (text, code, at, start) => {
    expect(failure(text)).toEqual([code, at, start])
  })

  it('bounds nesting', () => {
    expect(failure(`index=a | eval x=${'('.repeat(5000)}1${')'.repeat(5000)}`)[0]).toBe('syntax')
    expect(failure('('.repeat(5000))[0]).toBe('syntax')
    expect(failure(`index=a ${'[search '.repeat(500)}`)[0]).toBe('too-large')
    expect(failure(`index=a | eval x=${'NOT '.repeat(5000)}1`)[0]).toBe('syntax')
  })
})

const SEEDS = new URL('../../../../shared/seed/queries/', import.meta.url)

describe.skipIf(!existsSync(SEEDS))(
  'the searches the project comes from (skipped where ../shared is missing)',
  () => {
    const files = existsSync(SEEDS) ? readdirSync(SEEDS).filter((name) => name.endsWith('.spl')) : []
    it.each(files)('%s', (name) => {
      expect(parseSpl(readFileSync(new URL(name, SEEDS), 'utf8')).commands.length).toBeGreaterThan(3)
    })
  },
)

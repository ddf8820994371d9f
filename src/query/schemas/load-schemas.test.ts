import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { WeighbridgeError } from '../../base/errors.ts'
import { OWN_SCHEMAS, schemaNamed } from './load-schemas.ts'
import { readSchemaTables } from './read-schema-table.ts'

const FLOWS = `
name: Acme_CL
time: when
from: flow
where: dst_port = 443
columns:
  when: datetime = time
  who: string = account
  sent: { type: long, sql: toInt64(bytes_out), description: bytes }
declared:
  string: note place
  int: code
`

describe('a table', () => {
  it('is a SELECT over its view, with nothing where no view says anything', () => {
    expect(readSchemaTables(FLOWS, 'acme.yaml')).toEqual([
      {
        name: 'Acme_CL',
        time: 'when',
        columns: [
          { name: 'when', type: 'datetime' },
          { name: 'who', type: 'string', emptyIsNull: true },
          { name: 'sent', type: 'long', description: 'bytes' },
          { name: 'note', type: 'string', emptyIsNull: true },
          { name: 'place', type: 'string', emptyIsNull: true },
          { name: 'code', type: 'int' },
        ],
        select:
          "SELECT time AS `when`, account AS `who`, toInt64(bytes_out) AS `sent`, '' AS `note`, '' AS `place`, CAST(NULL, 'Nullable(Int32)') AS `code` FROM `flow` WHERE dst_port = 443",
      },
    ])
  })

  it('that only declares its columns has no rows of its own', () => {
    const [table] = readSchemaTables('name: T\ndeclared: { string: a b, long: n }', 't.yaml')
    expect(table).toEqual({
      name: 'T',
      columns: [
        { name: 'a', type: 'string' },
        { name: 'b', type: 'string' },
        { name: 'n', type: 'long' },
      ],
    })
  })

  it('keeps a column of the view apart from one of its own that is called the same', () => {
    const text =
      'name: T\nfrom: web\nwhere: status >= 400\ncolumns: { status: "string = verdict", code: long = status }'
    expect(readSchemaTables(text, 't.yaml')[0].select).toBe(
      'SELECT _v.`verdict` AS `status`, _v.`status` AS `code` FROM `web` AS _v WHERE _v.`status` >= 400',
    )
  })

  it('of several views is their union', () => {
    const text = `
name: T
columns: { t: datetime, what: string, n: long }
selects:
  - from: artifact
    values: { t: time, what: "'file'", n: toInt64(bytes) }
  - from: web
    where: verdict = 'denied'
    values: { t: time, what: "'page'" }
`
    expect(readSchemaTables(text, 't.yaml')[0].select).toBe(
      "SELECT time AS `t`, 'file' AS `what`, toInt64(bytes) AS `n` FROM `artifact`\nUNION ALL\nSELECT time AS `t`, 'page' AS `what`, CAST(NULL, 'Nullable(Int64)') AS `n` FROM `web` WHERE verdict = 'denied'",
    )
  })
})

it('is there under its other names, too', () => {
  const text = 'name: _Im_T\naliases: [imT]\ncolumns: { a: string }\nlogSource: { product: acme }'
  expect(
    readSchemaTables(text, 't.yaml').map(({ name, aliasOf, logSource }) => [name, aliasOf, logSource]),
  ).toEqual([
    ['_Im_T', undefined, { product: 'acme' }],
    ['imT', '_Im_T', undefined],
  ])
})

describe('a file that is no table', () => {
  const FAULTS: readonly (readonly [name: string, text: string, says: RegExp])[] = [
    ['not YAML', 'name: [', /^x\.yaml: it is not YAML: /],
    ['nothing', '', /^x\.yaml is no table: the file: /],
    ['no name', 'columns: { a: string }', /name: /],
    ['no columns', 'name: T', /columns: there is none/],
    ['an unknown type', 'name: T\ncolumns: { a: text }', /columns\.a\.type: .*"bool"/],
    ['an unknown view', 'name: T\nfrom: secrets\ncolumns: { a: string = b }', /from: /],
    ['SQL without a view', 'name: T\ncolumns: { a: string = b }', /columns\.a: SQL needs from/],
    ['a condition without a view', 'name: T\nwhere: a = 1\ncolumns: { a: string }', /where: it needs from/],
    ['a time that is none', 'name: T\ntime: a\ncolumns: { a: string }', /time: columns lists no datetime a/],
    ['a field nobody knows', 'name: T\ncolums: { a: string }', /Unrecognized key: "colums"/],
    [
      'a column twice',
      'name: T\ncolumns: { a: string }\ndeclared: { int: a }',
      /declared\.int: a is listed twice/,
    ],
    [
      'a value for no column',
      'name: T\ncolumns: { a: string }\nselects: [{ from: web, values: { b: host } }]',
      /selects\.0\.values\.b: columns does not list it/,
    ],
    [
      'one view and several',
      'name: T\nfrom: web\ncolumns: { a: string }\nselects: [{ from: web, values: { a: host } }]',
      /selects: give from or selects, not both/,
    ],
    [
      'an empty text that is null in a number',
      'name: T\ncolumns: { a: { type: int, emptyIsNull: true } }',
      /it is for strings/,
    ],
  ]

  it.each(FAULTS)('is refused with its file and field: %s', (_name, text, says) => {
    expect(() => readSchemaTables(text, 'x.yaml')).toThrow(says)
    expect(() => readSchemaTables(text, 'x.yaml')).toThrow(WeighbridgeError)
  })
})

describe('a schema', () => {
  const data = temporaryFolder()
  mkdirSync(join(data, OWN_SCHEMAS))
  writeFileSync(join(data, OWN_SCHEMAS, 'acme.yaml'), FLOWS)
  writeFileSync(join(data, OWN_SCHEMAS, 'signin.yaml'), 'name: SigninLogs\ncolumns: { mine: string }')

  it('is a product, or all of them', () => {
    expect(schemaNamed('zeek').tables.map(({ name }) => name)).toEqual(['conn', 'dns', 'http', 'ssl'])
    expect(schemaNamed().tables.length).toBeGreaterThan(120)
  })

  it('has the tables that the user declared, one of them instead of a shipped one', () => {
    const { tables } = schemaNamed('sentinel', { userFolder: data })
    expect(tables.filter(({ name }) => name === 'SigninLogs').map(({ columns }) => columns.length)).toEqual([
      1,
    ])
    expect(tables.map(({ name }) => name)).toContain('Acme_CL')
  })

  it('has those of a file', () => {
    const file = join(data, OWN_SCHEMAS, 'acme.yaml')
    expect(schemaNamed('zeek', { files: [file] }).tables.map(({ name }) => name)).toContain('Acme_CL')
  })

  it('that nobody knows is an error, as is a file that is not there', () => {
    expect(() => schemaNamed('elastic')).toThrow(/There is no schema elastic; there are sentinel, /)
    expect(() => schemaNamed('zeek', { files: [join(data, 'none.yaml')] })).toThrow(
      /none\.yaml cannot be read/,
    )
  })
})

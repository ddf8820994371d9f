import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { jsonLines, weighbridge } from '../../../test/support/run-weighbridge.ts'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'

const folder = temporaryFolder()
const data = join(folder, 'data')
const schemas = (...args: string[]) => weighbridge(['schemas', ...args, '--data', data])

const GOOD = `
name: Acme_CL
description: What Acme's firewall calls a flow.
time: when
from: flow
columns:
  when: datetime = time
  who: string = account
  sent: long = toInt64(bytes_out)
`
const file = join(folder, 'acme.yaml')
writeFileSync(file, GOOD)

it('lists the tables, and explains one', () => {
  const listed = jsonLines<{ name: string; product: string; filled: boolean }>(schemas('--json').out)
  expect(listed).toContainEqual(
    expect.objectContaining({ name: 'CustomLogs_CL', product: 'sentinel', filled: true }),
  )
  expect(listed).toContainEqual(expect.objectContaining({ name: 'SecurityEvent', filled: false }))
  expect(listed).toContainEqual(expect.objectContaining({ name: 'imWebSession', aliasOf: '_Im_WebSession' }))
  const shown = schemas('show', 'NetworkTraffic')
  expect(shown.status).toBe(0)
  expect(shown.out).toMatch(/^BytesSent +long$/m)
  expect(schemas('show', 'NoSuch')).toMatchObject({
    status: 4,
    err: 'weighbridge: There is no table NoSuch; "weighbridge schemas" lists those there are.\n',
  })
}, 60_000)

it('tests a table of your own, adds it, and takes it away', () => {
  const tested = schemas('test', file)
  expect([tested.status, tested.out]).toEqual([0, 'Acme_CL: 3 columns, 0 wrong.\n'])
  expect(schemas('add', file).out).toContain('Queries can name Acme_CL now.')
  expect(existsSync(join(data, 'schemas', 'Acme_CL.yaml'))).toBe(true)
  // Where it lies is as good a place to add it from again.
  expect(schemas('add', join(data, 'schemas', 'Acme_CL.yaml')).status).toBe(0)
  expect(jsonLines<{ name: string }>(schemas('list', '--json').out).at(-1)).toMatchObject({
    product: 'your own',
    name: 'Acme_CL',
    columns: 3,
  })
  expect(schemas('remove', 'Acme_CL').status).toBe(0)
  expect(schemas('remove', 'Acme_CL').status).toBe(4)
}, 120_000)

it.each([
  [
    'columns of other types',
    GOOD.replace('long = toInt64(bytes_out)', 'long = bytes_out'),
    'FAIL  sent: it is declared long, and its SQL gives UInt64.\nAcme_CL: 3 columns, 1 wrong.\n',
    '',
  ],
  [
    'a column that is not there',
    GOOD.replace('account', 'acount'),
    '',
    /^weighbridge: ClickHouse refused the query: /,
  ],
  ['a file of the machine', GOOD.replace('= account', "= file('/etc/passwd')"), '', /^weighbridge: /],
  ['no table', 'colums: {}', '', /is no table: .*Unrecognized key: "colums"/],
])(
  'says of a table with %s what is wrong',
  (_name, text, out, err) => {
    const bad = join(folder, 'bad.yaml')
    writeFileSync(bad, text)
    const tested = schemas('test', bad)
    expect(tested.status).not.toBe(0)
    expect(tested.out).toBe(out)
    expect(tested.err).toMatch(err)
    expect(tested.err.trim().split('\n')).toHaveLength(1)
  },
  60_000,
)

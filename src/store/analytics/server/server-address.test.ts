import { expect, test } from 'vitest'
import { WeighbridgeError } from '../../../base/errors.ts'
import { readServerAddress } from './server-address.ts'

test('a server needs a host, and nothing else', () => {
  expect(readServerAddress('http://ch1')).toEqual({
    nodes: ['http://ch1:8123'],
    user: 'default',
    password: '',
    database: 'weighbridge',
    cluster: null,
    waitSeconds: 60,
  })
})

test('a cluster has a name, and may name more of its nodes', () => {
  expect(
    readServerAddress(
      'https://weigher:p%40ss%2Fword@ch1:8443/?cluster=main&database=scales&also=ch2:9443,[2001:db8::7]:8443&wait=5',
    ),
  ).toEqual({
    nodes: ['https://ch1:8443', 'https://ch2:9443', 'https://[2001:db8::7]:8443'],
    user: 'weigher',
    password: 'p@ss/word',
    database: 'scales',
    cluster: 'main',
    waitSeconds: 5,
  })
})

test.each([
  ['not a URL', 'ch1:hunter2'],
  ['another protocol', 'tcp://weigher:hunter2@ch1:9000'],
  ['a path', 'http://weigher:hunter2@ch1/scales'],
  ['an unknown option', 'http://weigher:hunter2@ch1/?hunter2=1'],
  ['a database that is SQL', "http://weigher:hunter2@ch1/?database=a';hunter2"],
  ['a cluster that is SQL', "http://weigher:hunter2@ch1/?cluster=a'--"],
  ['a wait that is no number', 'http://weigher:hunter2@ch1/?wait=hunter2'],
  ['a broken escape', 'http://weigher:hunter2%zz@ch1/'],
])('refuses %s, without repeating what may be the password', (_what, text) => {
  expect(() => readServerAddress(text)).toThrow(WeighbridgeError)
  expect(() => readServerAddress(text)).not.toThrow('hunter2')
  expect(() => readServerAddress(text)).toThrow(/^WEIGHBRIDGE_ANALYTICS /)
})

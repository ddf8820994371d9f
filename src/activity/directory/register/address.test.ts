import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readAddress } from './address.ts'

it.each([
  ['Store.Vendor.example.', { address: 'store.vendor.example', kind: 'host' }],
  ['personal-cloud', { address: 'personal-cloud', kind: 'host' }],
  ['s3://bucket/prefix', { address: 's3://bucket/prefix', kind: 'host' }],
  ['*.a-b.vendor.example', { address: '*.a-b.vendor.example', kind: 'hosts' }],
  ['203.0.113.7', { address: '203.0.113.7', kind: 'address' }],
  ['2001:DB8::7', { address: '2001:db8::7', kind: 'address' }],
  ['203.0.113.0/024', { address: '203.0.113.0/24', kind: 'network' }],
  ['2001:db8::/32', { address: '2001:db8::/32', kind: 'network' }],
])('reads %s', (text, read) => {
  expect(readAddress(text)).toEqual(read)
})

it.each([
  ['  ', 'is empty'],
  ['*', 'has a *'],
  ['*.com', 'whole top-level domain'],
  ['*vendor.example', 'has a *'],
  ['store.*.example', 'has a *'],
  ['*.51.100.7', 'has a *'],
  ['*.a.b.c.d.e.f.g.h', 'has a *'],
  ['0.0.0.0', 'is no place'],
  ['::', 'is no place'],
  ['0.0.0.0/0', 'wider than /8'],
  ['203.0.113.0/33', 'a number up to 32'],
  ['2001:db8::/x', 'a number up to 128'],
  ['203.0.113.0/24/8', 'a number up to 32'],
  ['vendor\u202e.example', 'cannot be seen'],
  ['a'.repeat(257), 'longer than 256'],
])('refuses %s (adversary: who may edit the file would sanction everything)', (text, fault) => {
  expect(readAddress(text)).toEqual({ fault: expect.stringContaining(fault) })
})

it('reads what it has read as the same', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.ipV4(), fc.ipV6(), fc.domain()), (text) => {
      const read = readAddress(text)
      if ('address' in read) expect(readAddress(read.address)).toEqual(read)
    }),
    { numRuns: 300 },
  )
})

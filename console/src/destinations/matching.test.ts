import { expect, it } from 'vitest'
import type { RegisterEntry } from '../../../src/activity/directory/register/read-register.ts'
import { matching } from './matching.ts'

const entry = (more: Partial<RegisterEntry>): RegisterEntry => ({
  address: 'a.example',
  kind: 'host',
  standing: 'own',
  until: null,
  name: '',
  owner: '',
  note: '',
  source: 'file',
  from: 'destinations.csv',
  since: null,
  reason: '',
  decision: null,
  conflict: null,
  people: 0,
  bytesOut: 0,
  lastUsed: null,
  ...more,
})

const ENTRIES = [entry({}), entry({ address: '*.vendor.example', standing: 'vendor', owner: 'Ada' })]

it.each([
  ['', 2],
  ['  VENDOR ada ', 1],
  ['vendor nobody', 0],
  ['.*', 0],
])('%j finds %i', (typed, found) => {
  expect(matching(ENTRIES, typed)).toHaveLength(found)
})

import { expect, it } from 'vitest'
import { DEFAULT_POLICY, parsePolicy, readPolicy } from './policy.ts'
import { RETAINED } from './retained-table.ts'

it('keeps what a file names as long as it says, and the rest for ever', () => {
  const policy = parsePolicy(
    'inference: 400d\nflow: 13 months # as agreed\nsignal: forever\n',
    'retention.yaml',
  )
  expect([...policy.terms]).toEqual([
    ['inference', { count: 400, unit: 'day' }],
    ['flow', { count: 13, unit: 'month' }],
    ['signal', 'forever'],
  ])
})

it('has a term for every table in the built-in policy', () => {
  expect([...DEFAULT_POLICY.terms.keys()]).toEqual(RETAINED.map(({ name }) => name))
  expect(DEFAULT_POLICY.terms.get('signal')).toBe('forever')
})

it.each([
  ['an unknown table', 'persons: 1y', '"persons" is not a table; the tables are inference, artifact,'],
  ['a name of JavaScript', '__proto__: 1y', 'is not a retention policy'],
  ['another', 'constructor: 1y', '"constructor" is not a table'],
  ['a term without a unit', 'inference: 400', 'inference: 400 is not a term; write it like 400d'],
  ['a term nobody understands', 'inference: soon', 'inference: "soon" is not a term'],
  ['a list', 'inference: [1d]', 'inference: ["1d"] is not a term'],
  ['nothing', 'inference:', 'inference: null is not a term'],
  ['a term of nothing', 'inference: 0d', 'inference: 0d is too short, because everything would be removed'],
  [
    'roll-ups too short for detection',
    'flow_hour: 4 months',
    'flow_hour: 4 months is too short, because detection',
  ],
  ['signals too short for a case', 'signal: 30d', 'signal: 30d is too short, because signals of many weeks'],
  ['an empty file', '', 'it names no table'],
  ['a file of something else', '- inference\n- flow', 'it is not a list of tables with their terms'],
  ['a word', 'forever', 'it is not a list of tables with their terms'],
  ['a table twice', 'inference: 1y\ninference: 2y', 'policy.yaml is not YAML: Map keys must be unique'],
  ['broken YAML', 'inference: "1y', 'policy.yaml is not YAML'],
])('refuses %s in one sentence', (_what, text, sentence) => {
  const read = () => parsePolicy(text, 'policy.yaml')
  expect(read).toThrow(sentence)
  expect(read).toThrow(expect.objectContaining({ code: 'bad-input' }))
})

it('says that there is no such file', async () => {
  await expect(readPolicy('/nonexistent/policy.yaml')).rejects.toMatchObject({ code: 'not-found' })
})

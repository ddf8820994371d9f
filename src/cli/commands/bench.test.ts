import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { weighbridge } from '../../../test/support/run-weighbridge.ts'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'

const folder = temporaryFolder()

test.each([
  ['a family', ['--families', 'A,Z'], /no family "Z"; choose some of: A, A2, B/],
  ['a detector', ['--detectors', 'oracle'], /no detector "oracle"/],
  ['a stress', ['--stresses', 'war'], /no stress "war"/],
])('%s that does not exist is one clear sentence, before anything is made', (_, options, sentence) => {
  const cache = join(folder, 'never')
  const run = weighbridge(['bench', 'thieves', '--quick', '--cache', cache, ...options])
  expect(run.status).toBe(2)
  expect(run.err).toMatch(sentence)
  expect(existsSync(cache)).toBe(false)
})

test('one company is written as logs, with the truth beside what a detector reads', () => {
  const out = join(folder, 'written')
  const size = ['--people', '30', '--days', '82', '--seed', '61005', '--families', 'D2']
  const run = weighbridge(['bench', 'thieves', '--write', out, ...size])
  expect(run.err).toBe('')
  expect(run.status).toBe(0)
  expect(existsSync(join(out, 'truth.json'))).toBe(true)
  expect(existsSync(join(out, 'organisation/directory/people.csv'))).toBe(true)
  expect(existsSync(join(out, 'organisation/truth.json'))).toBe(false)
})

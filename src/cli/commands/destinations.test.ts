import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { jsonLines, weighbridge } from '../../../test/support/run-weighbridge.ts'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'

const folder = temporaryFolder()
const data = join(folder, 'data')
const logs = join(folder, 'logs')
mkdirSync(logs)
const run = (...args: string[]) => weighbridge([...args, '--data', data])
const WHY = ['--by', 'ada', '--reason', 'Contract 7.']

describe('destinations', () => {
  it('are listed, added, removed, and every decision can be undone', () => {
    writeFileSync(join(logs, 'destinations.csv'), 'address,standing\n*.vendor.example,vendor\n')
    expect(run('ingest', logs).status).toBe(0)
    expect(run('destinations', 'add', 'Store.Example.', '--standing', 'own', ...WHY).out).toBe(
      'store.example is sanctioned as own (decision 1).\n',
    )
    expect(run('destinations', 'remove', '*.vendor.example', ...WHY).status).toBe(0)
    const list = run('destinations').out
    expect(list).toMatch(/^store\.example +own +ada /m)
    expect(list).toMatch(/^\*\.vendor\.example +withdrawn +ada /m)
    expect(list).toContain('destinations.csv says vendor; ada withdrew it')
    expect(run('feedback', 'undo', '2', '--reason', 'It was renewed.').out).toBe(
      'Undone: *.vendor.example is not sanctioned.\n',
    )
    expect(jsonLines(run('destinations', 'list', '--json').out)).toEqual([
      expect.objectContaining({
        address: '*.vendor.example',
        standing: 'vendor',
        source: 'file',
        conflict: null,
      }),
      expect.objectContaining({ address: 'store.example', standing: 'own', source: 'console' }),
    ])
    const history = jsonLines(run('destinations', 'history', '--json').out)
    expect(history).toEqual([
      expect.objectContaining({ id: 2, undone: expect.objectContaining({ reason: 'It was renewed.' }) }),
      expect.objectContaining({ id: 1, by: 'ada', reason: 'Contract 7.', undone: null }),
    ])
  }, 120_000)

  it.each([
    [['destinations', 'add', '*', '--standing', 'own', ...WHY], 1, 'The address "*" has a *'],
    [['destinations', 'add', 'a.example', '--standing', 'own'], 2, "required option '--reason"],
    [['feedback', 'undo', '99', ...WHY], 4, 'There is no decision 99'],
    [['exceptions', 'add', '--until', '2099-01-01', ...WHY], 1, 'must name a person'],
    [['verdict', 'nobody', '--is', 'honest', ...WHY], 4, 'There is no case nobody'],
    [['budget', '0', ...WHY], 1, 'must be above 0'],
    [['budget', '2'], 2, 'Say why with --reason'],
    [['thresholds', 'revert', ...WHY], 4, 'never changed'],
    [['thresholds', 'refit', ...WHY], 4, 'Nothing is scored yet'],
  ])(
    '%j ends in status %i and one sentence',
    (args, status, sentence) => {
      const refused = run(...args)
      expect(refused.err).toContain(sentence)
      expect(refused.status).toBe(status)
    },
    60_000,
  )
})

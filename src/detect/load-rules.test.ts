import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { loadRules } from './load-rules.ts'

const REVOKED_IN_V19 = ['T1562', 'T1070.001', 'T1070.002', 'T1656', 'T1547.011']

test('every rule of the house loads, and names its frameworks with their versions', () => {
  const rules = loadRules()
  expect(rules.map((rule) => [rule.id, rule.channel, rule.step])).toEqual([
    ['after-hours-shift', 'inference', 'hide'],
    ['distillation', 'inference', 'extract'],
    ['lake-bulk', 'lake', 'collect'],
    ['registry-bulk', 'registry', 'collect'],
    ['tunnel-egress', 'egress', 'send'],
  ])
  for (const technique of rules.flatMap((rule) => rule.techniques)) {
    expect(technique.version).toBe(technique.framework === 'ATLAS' ? '2026.08' : 'v18.1')
    expect(REVOKED_IN_V19.filter((id) => technique.id.startsWith(id))).toEqual([])
  }
})

describe('a rule that is wrong', () => {
  let folder: string

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'weighbridge-load-rules-'))
    cpSync(new URL('../../rules/lake-bulk', import.meta.url), join(folder, 'lake-bulk'), { recursive: true })
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const change = (from: string | RegExp, to: string) => {
    const file = join(folder, 'lake-bulk', 'rule.yaml')
    writeFileSync(file, readFileSync(file, 'utf8').replace(from, to))
  }

  test.each([
    ['severity: high', 'severity: huge', /^rules\/lake-bulk\/rule\.yaml is not a rule: severity: /],
    ['channel: lake', 'channel: usb', /: channel: /],
    ['floor: 100000000000', 'floor: -1', /: constants\.floor: /],
    ['id: T1530', 'id: AML.T0025', /: techniques\.1\.id: is not an id of its framework/],
    ['id: lake-bulk', 'id: lake', /says id: lake; a rule is named like its folder, lake-bulk\.$/],
    ['title:', 'titel:', /: title: .*; the file: /],
    ['version: 1', '{', /^rules\/lake-bulk\/rule\.yaml is not YAML: /],
  ])('%s -> %s', (from, to, message) => {
    change(from, to)
    expect(() => loadRules(folder)).toThrow(message)
  })

  test('is refused without its SQL', () => {
    rmSync(join(folder, 'lake-bulk', 'rule.sql'))
    expect(() => loadRules(folder)).toThrow('rules/lake-bulk/rule.sql is missing; a rule is the two files')
  })
})

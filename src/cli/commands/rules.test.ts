import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { jsonLines, weighbridge } from '../../../test/support/run-weighbridge.ts'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { rulesFolder } from '../../detect/rule-content.ts'

const folder = temporaryFolder()
const RULE = 'logit-bias-sweep'

function copyOfRule(name: string): string {
  const rules = join(folder, name)
  cpSync(join(rulesFolder(), RULE), join(rules, RULE), { recursive: true })
  return rules
}

function change(file: string, from: string, to: string): void {
  const text = readFileSync(file, 'utf8')
  expect(text).toContain(from)
  writeFileSync(file, text.replace(from, to))
}

it('lists the rules, and shows one with its query', () => {
  const listed = jsonLines<{ id: string; kind: string }>(weighbridge(['rules', '--json']).out)
  expect(listed.find(({ id }) => id === RULE)).toMatchObject({ kind: 'query', language: 'kql' })
  expect(listed.find(({ id }) => id === 'distillation')).toMatchObject({ kind: 'measure' })
  const shown = weighbridge(['rules', 'show', RULE])
  expect(shown.out).toContain('Why a thief cannot avoid it')
  expect(shown.out).toContain('| where logit_bias > 0')
  expect(weighbridge(['rules', 'show', 'no-such-rule'])).toMatchObject({
    status: 4,
    err: 'weighbridge: There is no rule no-such-rule; "weighbridge rules" lists them.\n',
  })
})

it('runs the tests of a folder, and says what a failing one expected and got', () => {
  const rules = copyOfRule('tested')
  const passed = weighbridge(['rules', 'test', rules])
  expect(passed.out).toMatch(/^1 rule, 3 tests: 3 passed, 0 failed, in /)
  expect(passed.status).toBe(0)
  change(join(rules, RULE, 'tests', 'one-token-at-a-time.yaml'), 'observed: 300', 'observed: 301')
  const failed = weighbridge(['rules', 'test', rules])
  expect(failed.out).toMatch(
    /^logit-bias-sweep\/tests\/one-token-at-a-time\.yaml \(positive\): expected .*"observed":301.*; came .*"observed":300/,
  )
  expect(failed.status).toBe(1)
  expect(jsonLines(weighbridge(['rules', 'test', rules, '--json']).out)).toContainEqual(
    expect.objectContaining({ test: 'one-token-at-a-time', passed: false }),
  )
})

it('names a test whose rows do not fit', () => {
  const rules = copyOfRule('misfit')
  change(join(rules, RULE, 'tests', 'one-token-at-a-time.yaml'), 'logit_bias:', 'logit_bia:')
  const run = weighbridge(['rules', 'test', rules])
  expect(run.err).toMatch(
    /^weighbridge: rules\/logit-bias-sweep\/tests\/one-token-at-a-time\.yaml: inference has no column logit_bia; it has time, /,
  )
  expect(run.status).toBe(1)
})

it('checks a folder, each fault at its place', () => {
  const rules = copyOfRule('linted')
  expect(weighbridge(['rules', 'lint', rules])).toMatchObject({ status: 0, out: '0 errors, 0 warnings.\n' })
  change(join(rules, RULE, 'rule.kql'), 'logit_bias >', 'logit_bia >')
  const run = weighbridge(['rules', 'lint', rules])
  expect(run.out).toMatch(/^logit-bias-sweep\/rule\.kql:2:9: error: unknown-column: /)
  expect(run.status).toBe(1)
})

it('imports a folder: what runs, what does not and why, and rules that are written', () => {
  const content = join(folder, 'content')
  mkdirSync(content)
  const sigma = (title: string, condition: string) =>
    `title: ${title}\nlogsource: { product: weighbridge, category: registry }\ndetection:\n  a: { file: x }\n  condition: ${condition}\n`
  writeFileSync(join(content, 'good.yml'), sigma('Good', 'a'))
  writeFileSync(join(content, 'bad.yml'), sigma('Bad', 'a and b'))
  const out = join(folder, 'imported')
  const run = weighbridge(['rules', 'import', content, '--write', out])
  expect(run.out).toMatch(/^bad\.yml +sigma +syntax \d+:\d+ b: /m)
  expect(run.out).toMatch(/^good\.yml +sigma +runs$/m)
  expect(run.out).toContain('1 of 2 rules run (50 %)')
  expect(run.out).toContain(`1 rule written to ${out}.`)
  expect(run.status).toBe(0)
  expect(weighbridge(['rules', 'test', out]).out).toMatch(/^1 rule, 0 tests: /)
  expect(
    jsonLines<{ file: string; runs: boolean }>(weighbridge(['rules', 'import', content, '--json']).out),
  ).toMatchObject([
    { file: 'bad.yml', runs: false, error: { code: expect.any(String), line: 5 } },
    { file: 'good.yml', runs: true, entity: { kind: 'person' } },
  ])
})

import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { withScratchStore } from '../../query/run/scratch-store.ts'
import { schemaNamed } from '../../query/schemas/load-schemas.ts'
import { rulesFolder } from '../rule-content.ts'
import { faultText } from './fault.ts'
import { lintRules } from './lint-rules.ts'

const folder = join(temporaryFolder(), 'rules')
const RULE = 'logit-bias-sweep'

beforeEach(() => {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  cpSync(join(rulesFolder(), RULE), join(folder, RULE), { recursive: true })
})

const lint = async (where = folder) => {
  const faults = await withScratchStore((scratch) =>
    lintRules(where, (name) => schemaNamed(name, { open: true }), scratch),
  )
  return faults.map(faultText)
}

function change(file: string, from: string | RegExp, to: string): void {
  const path = join(folder, RULE, file)
  const text = readFileSync(path, 'utf8')
  const changed = text.replace(from, to)
  expect(changed).not.toBe(text)
  writeFileSync(path, changed)
}

describe('lint', () => {
  it('finds nothing wrong with the rules of the house', async () => {
    expect(await lint(rulesFolder())).toEqual([])
  })

  it.each([
    [
      'rule.yaml',
      'severity: high',
      'severity: huge',
      /^logit-bias-sweep\/rule\.yaml:15:11: error: severity: /,
    ],
    ['rule.yaml', 'lookBack: 1d', 'lookBack: 1h', /:12:11: error: lookBack: is shorter than the schedule/],
    ['rule.yaml', 'version: 1', 'version: [', /: error: It is not YAML: /],
    [
      'rule.yaml',
      /^/,
      `a: &a [${'x, '.repeat(20)}]\nb: &b [${'*a, '.repeat(20)}]\nc: [${'*b, '.repeat(20)}]\n`,
      /:1:1: error: It is not YAML: Excessive alias count/,
    ],
    [
      'rule.yaml',
      'id: logit',
      'id: logits',
      /:1:5: error: id: a rule is named like its folder, logit-bias-sweep, not logits-bias-sweep\.$/,
    ],
    [
      'rule.yaml',
      'asset: models',
      'asset: model',
      /: error: asset: the query gives no column model; it gives person, endpoint, calls/,
    ],
    ['rule.yaml', '{biases|count}', '{bias|count}', /: error: sentence: the query gives no column bias; /],
    [
      'rule.yaml',
      /"v18.1"|"2026.08"/,
      '"newest"',
      /: warning: techniques\.0\.version: "newest" is no version of ATLAS, such as 2026\.08\.$/,
    ],
    [
      'rule.yaml',
      'entity: { person: person }',
      'entity: { person: person, account: person }',
      /: error: entity: names one column: person, account or address\.$/,
    ],
    ['rule.kql', 'summarize', 'sumarize', /^logit-bias-sweep\/rule\.kql:3:\d+: error: syntax: /],
    [
      'rule.kql',
      'logit_bias > 0',
      'logit_bia > 0',
      /^logit-bias-sweep\/rule\.kql:2:9: error: unknown-column: .*logit_bia/,
    ],
    [
      'rule.kql',
      'inference',
      "externaldata(x: string) ['https://example.com/x.csv']",
      /^logit-bias-sweep\/rule\.kql:1:1: error: not-allowed: /,
    ],
    [
      'rule.kql',
      'calls = count(),',
      'calls = count(), never_read = max(latency_ms),',
      /: warning: Nothing uses the columns never_read of the query\.$/,
    ],
  ])('%s: %s -> %s', async (file, from, to, message) => {
    change(file, from, to)
    const faults = await lint()
    expect(
      faults.some((fault) => message.test(fault)),
      faults.join('\n'),
    ).toBe(true)
  })

  it('asks for a near miss', async () => {
    for (const name of ['a-classifier', 'long-answers']) rmSync(join(folder, RULE, 'tests', `${name}.yaml`))
    expect(await lint()).toEqual(['logit-bias-sweep/tests: error: There is no near-miss test.'])
  })

  it('names the place of what is wrong in a test', async () => {
    change('tests/a-classifier.yaml', 'kind: near-miss', 'kind: nearly')
    expect((await lint())[0]).toMatch(/^logit-bias-sweep\/tests\/a-classifier\.yaml:1:7: error: kind: /)
  })

  it('says that a table is in no schema', async () => {
    change('rule.kql', 'inference', 'union inference, NoSuchTable')
    expect(await lint()).toContainEqual(
      expect.stringMatching(
        /rule\.kql:1:18: warning: NoSuchTable is in no schema: it is taken as a table without rows\.$/,
      ),
    )
  })

  it('says when a rule has to be asked window by window', async () => {
    change(
      'rule.kql',
      '| where calls >= 200',
      '| where calls >= 200 and calls > toscalar(inference | top 1 by tokens_in | project tokens_in)',
    )
    expect(await lint()).toContainEqual(
      expect.stringMatching(
        /warning: It is asked window by window, which is slow: a single value of the window\.$/,
      ),
    )
  })

  it('refuses SQL that reaches out of the tables', async () => {
    change('rule.yaml', 'language: kql', 'language: sql')
    writeFileSync(
      join(folder, RULE, 'rule.sql'),
      "SELECT person, 1 AS day FROM url('https://example.com/', CSV, 'person String')",
    )
    expect((await lint()).join('\n')).toMatch(
      /logit-bias-sweep\/rule\.sql: error: .*reaches out of the tables/,
    )
  })
})

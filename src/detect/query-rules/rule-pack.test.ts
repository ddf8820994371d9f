import { beforeAll, describe, expect, it } from 'vitest'
import { withScratchStore } from '../../query/run/scratch-store.ts'
import { schemaNamed } from '../../query/schemas/load-schemas.ts'
import { rulesFolder } from '../rule-content.ts'
import { readRuleTests } from '../rule-tests/rule-test.ts'
import { runRuleTests, type TestResult } from '../rule-tests/run-rule-tests.ts'
import { readQueryRules } from './load-query-rules.ts'

/** Every test of every rule of the house, run as `weighbridge rules test` runs them. */
const FOLDER = rulesFolder()
const RULES = readQueryRules(FOLDER).map((rule) => ({ rule, tests: readRuleTests(FOLDER, rule.id) }))

let results: TestResult[] = []

beforeAll(async () => {
  results = await withScratchStore((store) => runRuleTests(store, RULES, (rule) => schemaNamed(rule.schema)))
}, 120_000)

describe.each(RULES)('$rule.id', ({ rule, tests }) => {
  it('has a positive test and a near miss', () => {
    expect(new Set(tests.map(({ kind }) => kind))).toEqual(new Set(['positive', 'near-miss']))
  })

  it.each(tests)('$kind: $name', ({ name }) => {
    const result = results.find((each) => each.rule === rule.id && each.test === name)
    expect(result?.why ?? '').toBe('')
    expect(result?.passed).toBe(true)
  })
})

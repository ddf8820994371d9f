import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { scratchEngine } from '../../../test/support/scratch-engine.ts'
import { explain, rowsOver } from '../../../test/support/sigma-events.ts'
import { QueryError } from '../plan/query-error.ts'
import type { Row } from '../run/rows-table.ts'

/** Rules and events of the public repository; they lie beside the checkout, where there are any. */
const CORPORA = new URL('../../../../shared/corpora/', import.meta.url)
const isMissing = !existsSync(new URL('sigma-regression.jsonl', CORPORA))

interface RuleRecord {
  readonly id: string
  readonly set?: string
  readonly rule: { readonly detection: unknown }
}

interface Regression {
  readonly test: string
  readonly rule_ids: readonly string[]
  readonly match_count: number | null
  readonly events: readonly Row[]
}

function lines<Line>(file: string): Line[] {
  if (isMissing) return []
  const text = readFileSync(new URL(file, CORPORA), 'utf8')
  return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Line]))
}

const engine = scratchEngine()
const rules = new Map(lines<RuleRecord>('sigma-regression-rules.jsonl').map(({ id, rule }) => [id, rule]))
const regressions = lines<Regression>('sigma-regression.jsonl')

const LETTERS: readonly (readonly [string, (text: string) => string])[] = [
  ['as they are', (text) => text],
  ['in upper case', (text) => text.toUpperCase()],
  ['in lower case', (text) => text.toLowerCase()],
]

describe.skipIf(isMissing)('published events of published rules (../shared/corpora)', () => {
  it.each(LETTERS)(
    'match, %s',
    async (name, change) => {
      const wrong: string[] = []
      let run = 0
      for (const { test, rule_ids, match_count, events } of regressions) {
        for (const id of rule_ids) {
          const rule = rules.get(id)
          if (rule === undefined || (name !== 'as they are' && countsLetters(rule))) continue
          run += 1
          const found = (
            await rowsOver(
              engine,
              rule,
              events.map((event) => changed(event, change)),
            )
          ).length
          if (found < (match_count ?? 1)) {
            wrong.push(`${test} ${id}: ${found} of ${match_count ?? 'some'}`)
          }
        }
      }
      expect(wrong).toEqual([])
      expect(run).toBeGreaterThan(50)
    },
    120_000,
  )
})

describe.skipIf(isMissing)('published rules (../shared/corpora)', () => {
  it('translate, and the engine takes them; placeholders are refused by name', async () => {
    const refused: string[] = []
    const withPlaceholders: string[] = []
    const wrong: string[] = []
    for (const { id, set, rule } of lines<RuleRecord>('sigma.jsonl')) {
      if (set === 'unsupported') continue
      if (JSON.stringify(rule.detection).includes('|expand')) withPlaceholders.push(id)
      try {
        await explain(engine, rule)
      } catch (error) {
        if (error instanceof QueryError && error.code === 'unresolved' && /^%.*%$/.test(error.construct)) {
          refused.push(id)
        } else {
          wrong.push(`${id}: ${error instanceof Error ? error.message : String(error)}`)
        }
      }
    }
    expect(wrong).toEqual([])
    expect(refused).toEqual(withPlaceholders)
  }, 120_000)
})

/** A regular expression, and `cased`, tell letters apart, so the events may not change theirs. */
function countsLetters(rule: { readonly detection: unknown }): boolean {
  return /\|(re(?!\|i)|cased)/.test(JSON.stringify(rule.detection))
}

function changed(event: Row, change: (text: string) => string): Row {
  return Object.fromEntries(
    Object.entries(event).map(([field, value]) => [field, typeof value === 'string' ? change(value) : value]),
  )
}

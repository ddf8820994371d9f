import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { damaged } from '../../../test/support/damage.ts'
import { OPEN } from '../../../test/support/sigma-events.ts'
import { printQuery } from '../clickhouse/print.ts'
import { QueryError } from '../plan/query-error.ts'
import { translateSigma } from './translate.ts'

const FOLDER = new URL('golden/', import.meta.url)

/** What a text ends in: SQL, or an error of ours with a place inside the text. */
function outcome(rule: string | object, pipelines: (string | object)[] = []): string {
  try {
    const { plan, inferred } = translateSigma(rule, { ...OPEN, pipelines })
    printQuery(plan, (name) => inferred.find((table) => table.name === name))
    return 'SQL'
  } catch (error) {
    if (!(error instanceof QueryError)) return `${String(error)} ${(error as Error).stack}`
    const isInside = typeof rule !== 'string' || (error.at.start >= 0 && error.at.end <= rule.length)
    return isInside && error.message.endsWith('.')
      ? 'a refusal'
      : `a refusal without place or end: ${error.message} ${JSON.stringify(error.at)} of ${String(rule).length}`
  }
}

describe('a damaged rule is SQL or one sentence', () => {
  it.each(readdirSync(FOLDER))('%s', (name) => {
    const rule = readFileSync(new URL(`${name}/rule.yml`, FOLDER))
    fc.assert(
      fc.property(damaged(rule), (bytes) => {
        expect(['SQL', 'a refusal']).toContain(outcome(Buffer.from(bytes).toString('utf8')))
      }),
      { numRuns: 60 },
    )
  })

  it('any value in the place of a rule, or of a pipeline', () => {
    const words = fc.constantFrom(
      'detection',
      'condition',
      'logsource',
      'correlation',
      'filter',
      'rules',
      'type',
      'transformations',
      'timespan',
      'group-by',
      'aliases',
      'mapping',
      'a|re',
      'b|cidr',
      'constructor',
      '__proto__',
    )
    const any = fc.anything({
      key: words,
      maxDepth: 5,
      values: [fc.constantFrom('s', 'temporal', 'field_name_mapping', '1 of them', '5m', '('), fc.anything()],
    })
    fc.assert(
      fc.property(any, any, (rule, pipeline) => {
        const json = (value: unknown) =>
          JSON.parse(
            JSON.stringify(value, (_key, one) => (typeof one === 'bigint' ? String(one) : one)) ?? 'null',
          ) as object
        expect(['SQL', 'a refusal']).toContain(outcome([json(rule)]))
        const good = { logsource: {}, detection: { s: { a: 1 }, condition: 's' } }
        expect(['SQL', 'a refusal']).toContain(outcome(good, [[json(pipeline)]]))
        expect(['SQL', 'a refusal']).toContain(outcome([{ ...good, detection: json(rule) }]))
        expect(['SQL', 'a refusal']).toContain(outcome([{ correlation: json(rule) }, { ...good, name: 's' }]))
      }),
      { numRuns: 300 },
    )
  })
})

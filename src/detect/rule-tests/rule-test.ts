import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { WeighbridgeError } from '../../base/errors.ts'
import { faultsOf, parseYaml, text } from '../rule-content.ts'

/** Activity that a test can write. */
export const EVENT_TABLES = ['inference', 'artifact', 'object', 'flow', 'web', 'session'] as const
/** What a test can say of people and things. */
export const DIRECTORY_TABLES = [
  'person',
  'account',
  'lease',
  'staff',
  'asset',
  'asset_pattern',
  'destination',
] as const
export type TestTable = (typeof EVENT_TABLES)[number] | (typeof DIRECTORY_TABLES)[number]

const row = z.record(z.string(), z.unknown())

const expected = z.strictObject({
  person: text,
  /** Compared to six digits where it is given; so is everything else. */
  observed: z.number().optional(),
  assets: z.array(z.string()).optional(),
  sentence: text.optional(),
  first: text.optional(),
  last: text.optional(),
})

/** A test of a rule: events in, signals out. */
export const ruleTestSchema = z
  .strictObject({
    /** `near-miss`: as close to the rule as ordinary work comes, and the rule is silent. */
    kind: z.enum(['positive', 'near-miss']),
    /** What the events are about, and why the rule has to speak or be silent. */
    why: text,
    /** End of the window, in UTC; the midnight after the newest event where it is absent. */
    until: text.optional(),
    /** Rows by table. A row may say `repeat` and `every`; see docs/rules.md. */
    events: z.partialRecord(z.enum(EVENT_TABLES), z.array(row)).default({}),
    directory: z.partialRecord(z.enum(DIRECTORY_TABLES), z.array(row)).default({}),
    signals: z.array(expected).default([]),
  })
  .refine((test) => (test.kind === 'positive') === test.signals.length > 0, {
    message: 'a positive test expects at least one, a near miss none',
    path: ['signals'],
  })

export interface RuleTest extends z.infer<typeof ruleTestSchema> {
  readonly name: string
  /** As messages name it: `rules/<rule>/tests/<name>.yaml`. */
  readonly file: string
}

/**
 * The tests of one rule, in the order of their names; none where it has no folder `tests`.
 *
 * @throws WeighbridgeError `bad-input` naming the file and the field that is wrong.
 */
export function readRuleTests(folder: string, rule: string): RuleTest[] {
  return testFiles(join(folder, rule, 'tests')).map((entry) => {
    const file = `rules/${rule}/tests/${entry}`
    const content = parseYaml(file, readFileSync(join(folder, rule, 'tests', entry), 'utf8'))
    const parsed = ruleTestSchema.safeParse(content)
    if (!parsed.success) {
      throw new WeighbridgeError(
        'bad-input',
        `${file} is not a test of a rule: ${faultsOf(parsed.error).join('; ')}.`,
      )
    }
    return { ...parsed.data, name: entry.replace(/\.yaml$/, ''), file }
  })
}

function testFiles(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((entry) => entry.endsWith('.yaml'))
      .sort()
  } catch {
    return []
  }
}

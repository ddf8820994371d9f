import { stringify } from 'yaml'
import { z } from 'zod'
import { QUERY_LANGUAGES, type QueryLanguage } from '../language.ts'
import type { Row } from './rows-table.ts'

const row = z.record(z.string(), z.unknown())
const ruleDocument = z.record(z.string(), z.unknown())

const recordSchema = z
  .object({
    id: z.unknown().optional(),
    query: z.string().optional(),
    /** Of Sigma: YAML text, a rule, or a collection of rules. */
    rule: z.union([z.string(), ruleDocument, z.array(ruleDocument)]).optional(),
    lang: z.enum(QUERY_LANGUAGES).optional(),
    now: z.string().optional(),
    schema: z.string().optional(),
    rows: z.record(z.string(), z.array(row)).optional(),
    events: z.array(row).optional(),
  })
  .refine(({ query, rule }) => (query === undefined) !== (rule === undefined), {
    message: 'it needs either "query" or "rule"',
  })

/** One line of a batch. */
export interface BatchRecord {
  readonly id: unknown
  readonly text: string
  readonly language: QueryLanguage | undefined
  readonly now: string | undefined
  readonly schema: string | undefined
  readonly rows: ReadonlyMap<string, readonly Row[]>
  readonly events: readonly Row[] | undefined
}

/** A line as a record, or what is wrong with it. */
export function readBatchRecord(
  line: string,
): BatchRecord | { readonly id: unknown; readonly fault: string } {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch (error) {
    return { id: null, fault: `it is not JSON: ${(error as Error).message}` }
  }
  const result = recordSchema.safeParse(value)
  if (!result.success) {
    const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : null
    const faults = result.error.issues.map(({ path, message }) => [...path, message].join(': '))
    return { id, fault: faults.join('; ') }
  }
  const { id = null, query, rule, lang, now, schema, rows = {}, events } = result.data
  return {
    id,
    text: query ?? ruleText(rule ?? ''),
    language: lang ?? (rule === undefined ? undefined : 'sigma'),
    now,
    schema,
    rows: new Map(Object.entries(rows)),
    events,
  }
}

/** The YAML that the places of errors are in. */
function ruleText(rule: NonNullable<z.output<typeof recordSchema>['rule']>): string {
  if (typeof rule === 'string') return rule
  return [rule]
    .flat()
    .map((document) => stringify(document, { lineWidth: 0 }))
    .join('---\n')
}

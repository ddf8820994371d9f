import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import { z } from 'zod'
import { messageOf, WeighbridgeError } from '../../base/errors.ts'
import { RETAINED, type RetainedKind } from './retained-table.ts'
import { daysOf, formatTerm, parseTerm, type Term } from './term.ts'

/** How long the rows of each table are kept. */
export interface Policy {
  /** The file it came from, or `built-in`. */
  readonly name: string
  /** By table; a table that is missing is kept for ever. */
  readonly terms: ReadonlyMap<string, Term>
}

const DEFAULT_TERMS: Readonly<Record<RetainedKind, Term>> = {
  activity: { count: 400, unit: 'day' },
  reject: { count: 90, unit: 'day' },
  'roll-up': { count: 3, unit: 'year' },
  signal: 'forever',
}

/** What holds where no file is named; docs/retention.md says why. */
export const DEFAULT_POLICY: Policy = {
  name: 'built-in',
  terms: new Map(
    RETAINED.map(({ name, kind }): [string, Term] => [
      name,
      name === 'passed_over' ? { count: 30, unit: 'day' } : DEFAULT_TERMS[kind],
    ]),
  ),
}

const HOW = 'write it like 400d, 13 months, 2y or forever'

const policySchema = z
  .record(z.string(), z.unknown(), { error: 'it is not a list of tables with their terms' })
  .transform((entries, context): ReadonlyMap<string, Term> => {
    const found = Object.entries(entries)
    const faults = found.flatMap(([name, value]) => faultOf(name, value))
    if (found.length === 0) faults.push('it names no table')
    for (const message of faults) context.addIssue({ code: 'custom', message })
    return new Map(found.map(([name, value]) => [name, parseTerm(String(value)) ?? 'forever']))
  })

function faultOf(name: string, value: unknown): string[] {
  const table = RETAINED.find((known) => known.name === name)
  if (table === undefined) {
    return [`${shown(name)} is not a table; the tables are ${RETAINED.map((known) => known.name).join(', ')}`]
  }
  const term = typeof value === 'string' ? parseTerm(value) : null
  if (term === null) return [`${name}: ${shown(value)} is not a term; ${HOW}`]
  if (daysOf(term) >= table.leastDays) return []
  const least = table.leastDays === 1 ? 'one day' : `${table.leastDays} days`
  return [`${name}: ${formatTerm(term)} is too short, because ${table.because}; keep at least ${least}`]
}

/** A value as it stood in the file, as long as it is short. */
function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

/**
 * Reads the text of a policy.
 *
 * @throws WeighbridgeError `bad-input`, naming every entry that is wrong.
 */
export function parsePolicy(text: string, name: string): Policy {
  const parsed = policySchema.safeParse(parseYaml(text, name) ?? {})
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => issue.message)
    throw new WeighbridgeError('bad-input', `${name} is not a retention policy: ${faults.join('. ')}.`)
  }
  return { name, terms: parsed.data }
}

/** @throws WeighbridgeError `not-found` where there is no such file, `bad-input` where it is no policy. */
export async function readPolicy(file: string): Promise<Policy> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    throw new WeighbridgeError('not-found', `Cannot read the policy ${file}: ${messageOf(error)}.`, {
      cause: error,
    })
  }
  return parsePolicy(text, file)
}

function parseYaml(text: string, name: string): unknown {
  try {
    return parse(text)
  } catch (error) {
    throw new WeighbridgeError('bad-input', `${name} is not YAML: ${messageOf(error)}.`, { cause: error })
  }
}

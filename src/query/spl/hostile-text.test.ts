import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { damaged } from '../../../test/support/damage.ts'
import { compile } from '../compile.ts'
import { QueryError } from '../plan/query-error.ts'
import { schemaNamed } from '../schemas/load-schemas.ts'

/** Searches come from anybody: whatever is in them, the answer is SQL or one fault that lies in the text. */
const FOLDER = new URL('golden/', import.meta.url)
const texts = readdirSync(FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => readFileSync(new URL(`${name}/query.spl`, FOLDER)))
const schema = schemaNamed('splunk', { open: true })

async function faultOf(text: string): Promise<QueryError | undefined> {
  try {
    await compile({ language: 'spl', text, schema, nowTicks: 0n })
    return undefined
  } catch (error) {
    if (error instanceof QueryError) return error
    throw error
  }
}

describe('damaged searches', () => {
  it('compile or say what is wrong where', { timeout: 120_000 }, async () => {
    const search = fc.constantFrom(...texts).chain(damaged)
    await fc.assert(
      fc.asyncProperty(search, async (bytes) => {
        const text = bytes.toString()
        const fault = await faultOf(text)
        if (fault === undefined) return
        expect(fault.at.start).toBeGreaterThanOrEqual(0)
        expect(fault.at.end).toBeLessThanOrEqual(text.length)
        expect(fault.message).toMatch(/[.…:]/)
      }),
      { numRuns: 300 },
    )
  })

  it.each([
    [
      'names of objects of the language',
      'index=constructor __proto__=1 | stats count(toString) by hasOwnProperty | lookup constructor a',
    ],
    ['a function named like one of them', '| makeresults | eval x=constructor(1)'],
    ['a command named like one of them', 'index=a | toString'],
    ['a macro named like one of them', 'index=a | `constructor`'],
    ['many pipes', `index=a ${'| fields a '.repeat(2000)}`],
    [
      'a chain of conditions',
      `index=a | where ${Array.from({ length: 3000 }, (_, n) => `a=${n}`).join(' OR ')}`,
    ],
    ['a wide list', `index=a b IN (${Array.from({ length: 3000 }, (_, n) => `v${n}`).join(', ')})`],
    ['a huge count', '| makeresults count=99999999999999'],
    ['an empty option', 'index=a | head limit='],
  ])('%s', { timeout: 60_000 }, async (_, text) => {
    const fault = await faultOf(text)
    expect(fault === undefined || fault.message.length > 0).toBe(true)
  })
})

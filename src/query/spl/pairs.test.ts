import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { temporaryStores } from '../../../test/support/temporary-stores.ts'
import { compile } from '../compile.ts'
import type { Relation } from '../plan/relation.ts'
import { QueryTables } from '../run/query-tables.ts'
import type { Schema } from '../schemas/schema.ts'

/** What a search has to give, written from the Search Reference. */
interface Pair {
  readonly says: string
  /** Goes after what is given. */
  readonly search?: string
  /** A whole search of its own. */
  readonly alone?: string
  readonly columns?: readonly string[]
  readonly rows: readonly (readonly unknown[])[]
  /** The order of rows counts. */
  readonly ordered?: boolean
}

interface PairFile {
  readonly about: string
  readonly given: string
  /** Expressions of eval, and what they give. */
  readonly evaluate?: Readonly<Record<string, unknown>>
  readonly pairs?: readonly Pair[]
}

/** 2024-05-15 13:45:30 UTC, a Wednesday. */
const NOW = 17_157_807_300_000_000n
const NOTHING: Schema = { name: 'nothing', tables: [], open: false }

const FOLDER = new URL('pairs/', import.meta.url)
const files = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => ({ name, file: parse(readFileSync(new URL(name, FOLDER), 'utf8')) as PairFile }))
const here = temporaryStores()

describe.each(files)('$name', ({ file }) => {
  const pairs = [...Object.entries(file.evaluate ?? {}).map(evaluated), ...(file.pairs ?? [])]

  it(`holds: ${file.about}`, { timeout: 120_000 }, async () => {
    const found = []
    for (const pair of pairs) found.push(await outcomeOf(file, pair))
    expect(found.filter(({ given, wanted }) => given !== wanted)).toEqual([])
  })
})

it('has at least 200 pairs', () => {
  const counts = files.map(({ file }) => Object.keys(file.evaluate ?? {}).length + (file.pairs?.length ?? 0))
  expect(counts.reduce((sum, each) => sum + each, 0)).toBeGreaterThanOrEqual(200)
})

/** A condition cannot be the value of a field, so it is asked whether it holds. */
function evaluated([expression, value]: [string, unknown]): Pair {
  const asked = typeof value === 'boolean' ? `if(${expression}, "true", "false")` : expression
  return { says: expression, search: `eval result=${asked} | table result`, rows: [[value]] }
}

async function outcomeOf(
  file: PairFile,
  pair: Pair,
): Promise<{ says: string; given: string; wanted: string }> {
  const text = pair.alone ?? `${file.given} | ${pair.search}`
  const wanted = textOf(pair, pair.columns ?? [], pair.rows)
  try {
    const tables = new QueryTables('spl', NOTHING)
    const discover = async (columns: Relation) => {
      const { sql, parameters } = tables.print(columns, [])
      return (await here.stores.analytics.select(sql, parameters)).rows
    }
    const request = { language: 'spl', text, schema: NOTHING, nowTicks: NOW, discover } as const
    const { plan, columns, inferred } = await compile(request)
    const { sql, parameters } = tables.print(plan, inferred)
    const { rows } = await here.stores.analytics.select(sql, parameters)
    const names = pair.columns === undefined ? [] : columns.map(({ name }) => name)
    return { says: pair.says, given: textOf(pair, names, rows), wanted }
  } catch (error) {
    return { says: pair.says, given: `${error}`, wanted }
  }
}

/** Splunk's fields have no type: 7 and "7" are one value. Numbers are compared to 12 digits. */
function textOf(
  { ordered }: Pair,
  columns: readonly string[],
  rows: readonly (readonly unknown[])[],
): string {
  const lines = rows.map((row) => JSON.stringify(row.map(plain)))
  return [JSON.stringify(columns), ...(ordered === true ? lines : lines.toSorted())].join('\n')
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain)
  if (value === null || value === undefined) return null
  const text = String(value)
  return text.trim() !== '' && Number.isFinite(Number(text))
    ? String(Number(Number(text).toPrecision(12)))
    : text
}

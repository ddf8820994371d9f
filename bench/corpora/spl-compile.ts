import { existsSync, readFileSync } from 'node:fs'
import { compile } from '../../src/query/compile.ts'
import { QueryError } from '../../src/query/plan/query-error.ts'
import { QueryTables } from '../../src/query/run/query-tables.ts'
import { explainQuery } from '../../src/query/run/run-query.ts'
import { withScratchStore } from '../../src/query/run/scratch-store.ts'
import { schemaNamed } from '../../src/query/schemas/load-schemas.ts'
import { parseSpl } from '../../src/query/spl/parse.ts'
import { DEFAULT_LIMITS } from '../../src/store/analytics/query-limits.ts'

/**
 * How much of a corpus of SPL parses, compiles, and is accepted by the engine against empty tables; and why not.
 *
 * `tsx bench/corpora/spl-compile.ts FILE.jsonl [query|expanded] [id]`
 */
const [file = '../shared/corpora/splunk-spl.jsonl', field = 'expanded', only] = process.argv.slice(2)
if (!existsSync(file)) throw new Error(`There is no corpus ${file}.`)
const records = readFileSync(file, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Record<string, string>)
  .filter((record) => only === undefined || record['id'] === only)
const schema = schemaNamed('splunk', { open: true })
const tables = new QueryTables('spl', schema)
const reasons = new Map<string, string[]>()
await withScratchStore(async (store) => {
  let parsed = 0
  let compiled = 0
  let accepted = 0
  const times: number[] = []
  for (const record of records) {
    const id = record['id'] ?? ''
    const text = record[field] ?? ''
    const fail = (reason: string) => reasons.set(reason, [...(reasons.get(reason) ?? []), id])
    try {
      parseSpl(text)
      parsed += 1
      const start = performance.now()
      const result = await compile({
        language: 'spl',
        text,
        schema,
        nowTicks: BigInt(Date.UTC(2026, 2, 10)) * 10_000n,
      })
      times.push(performance.now() - start)
      compiled += 1
      if (only !== undefined) console.log(tables.print(result.plan, result.inferred))
      await explainQuery(store, result, tables, DEFAULT_LIMITS)
      accepted += 1
    } catch (error) {
      if (error instanceof QueryError) fail(`${error.code}: ${error.message}`)
      else if (error instanceof Error)
        fail(only === undefined ? error.message.slice(0, 300) : (error.stack ?? ''))
    }
  }
  const share = (count: number) =>
    `${count}/${records.length} = ${((100 * count) / records.length).toFixed(1)} %`
  for (const [reason, ids] of [...reasons].sort((a, b) => b[1].length - a[1].length)) {
    console.log(`${ids.length} × ${reason} [${ids.slice(0, 3).join(' ')}]`)
  }
  times.sort((a, b) => a - b)
  const quantile = (share: number) => times[Math.floor(share * times.length)]?.toFixed(1)
  console.log(`parses ${share(parsed)}, compiles ${share(compiled)}, accepted ${share(accepted)}`)
  console.log(`compile time: median ${quantile(0.5)} ms, p95 ${quantile(0.95)} ms`)
})

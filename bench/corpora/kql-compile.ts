import { existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CompiledQuery, compile } from '../../src/query/compile.ts'
import { translateKql } from '../../src/query/kql/translate.ts'
import { QueryError } from '../../src/query/plan/query-error.ts'
import { TICKS_PER_SECOND } from '../../src/query/plan/type.ts'
import { QueryTables } from '../../src/query/run/query-tables.ts'
import { openEmbedded } from '../../src/store/analytics/embedded.ts'
import { DEFAULT_LIMITS } from '../../src/store/analytics/query-limits.ts'

/**
 * Which share of a corpus of KQL compiles, and why the rest does not.
 *
 * `npx tsx bench/corpora/kql-compile.ts FILE [translate|print] [pattern of a reason]`
 */
const [file = '', stage = 'translate', wanted] = process.argv.slice(2)
if (!existsSync(file)) throw new Error(`There is no file ${file}`)
const records = readFileSync(file, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as { id: string; query: string; class?: string })
const options = {
  schema: { name: 'open', tables: [], open: true },
  allowed: ['externaldata'] as const,
  nowTicks: BigInt(Date.UTC(2026, 2, 11) / 1000) * TICKS_PER_SECOND,
}
const tables = new QueryTables('kql', options.schema)
const explained: number[] = []
let explain: (compiled: CompiledQuery) => Promise<void> = async () => {}
const store =
  stage === 'explain' ? await openEmbedded(mkdtempSync(join(tmpdir(), 'weighbridge-kql-'))) : undefined
if (store !== undefined) {
  explain = async (compiled) => {
    const started = performance.now()
    const { sql, parameters } = tables.print(compiled.plan, compiled.inferred)
    await store.select(`EXPLAIN description = 0 ${sql}`, parameters, DEFAULT_LIMITS)
    explained.push(performance.now() - started)
  }
}
const reasons = new Map<string, string[]>()
const times: number[] = []
const counts = { queries: 0, syntax: 0, compiled: 0 }
await translateKql('print 1', options)
for (const { id, query, class: kind } of records) {
  if (kind === 'parser') continue
  counts.queries += 1
  const started = performance.now()
  try {
    if (stage === 'translate') await translateKql(query, options)
    else {
      const compiled = await compile({ language: 'kql', text: query, ...options })
      if (stage === 'explain') await explain(compiled)
    }
    counts.compiled += 1
  } catch (error) {
    const isKnown = error instanceof QueryError
    if (isKnown && error.code === 'syntax') counts.syntax += 1
    const reason = isKnown
      ? `${error.code}: ${error.message.slice(0, 90)}`
      : String((error as Error).stack).slice(0, 400)
    const general = reason.replace(/'[^']*'/g, (name) =>
      isKnown && error.code === 'unsupported' ? name : "'…'",
    )
    reasons.set(general, [...(reasons.get(general) ?? []), id])
    if (wanted !== undefined && reason.includes(wanted)) {
      const at = isKnown ? error.at : { start: 0, end: 0 }
      console.log(`--- ${id} ${reason}\n${query.slice(Math.max(0, at.start - 200), at.end + 100)}`)
    }
  }
  times.push(performance.now() - started)
}
times.sort((one, other) => one - other)
const at = (share: number) => Math.round((times[Math.floor(times.length * share)] ?? 0) * 10) / 10
const parsed = counts.queries - counts.syntax
console.log(
  JSON.stringify({
    ...counts,
    share: Math.round((1000 * counts.compiled) / parsed) / 10,
    medianMs: at(0.5),
    p95Ms: at(0.95),
    mostMs: at(0.999),
  }),
)
for (const [reason, ids] of [...reasons]
  .sort(([, one], [, other]) => other.length - one.length)
  .slice(0, 40)) {
  console.log(ids.length, reason, ids.slice(0, 2).join(' '))
}
await store?.close()

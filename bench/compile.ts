import { existsSync, readFileSync } from 'node:fs'
import { stringify } from 'yaml'
import { compile } from '../src/query/compile.ts'
import type { QueryLanguage } from '../src/query/language.ts'
import { requiredTicks } from '../src/query/run/ticks-of-time.ts'
import { schemaNamed } from '../src/query/schemas/load-schemas.ts'
import { median, rounded } from './median.ts'
import { NOW } from './query-data.ts'

/** Files of queries, one JSON object a line: `{ query }`, `{ expanded }` or `{ rule }`. */
const CORPORA: readonly (readonly [file: string, language: QueryLanguage])[] = [
  ['azure-sentinel-kql.jsonl', 'kql'],
  ['community-kql.jsonl', 'kql'],
  ['splunk-spl.jsonl', 'spl'],
  ['sigma.jsonl', 'sigma'],
]

/**
 * How long a query takes to become SQL, in a process that is warm, over the corpora in the folder that the variable
 * WEIGHBRIDGE_CORPORA names. A second pass measures; each text is new to the cache then, as a comment is added.
 *
 * `npm run bench -- compile [most queries of a corpus]`
 */
export async function benchCompile(most = 1000): Promise<object> {
  const folder = process.env['WEIGHBRIDGE_CORPORA'] ?? ''
  const found = CORPORA.filter(([file]) => existsSync(`${folder}/${file}`))
  if (found.length === 0) {
    throw new Error(`WEIGHBRIDGE_CORPORA names no folder with ${CORPORA.map(([file]) => file).join(', ')}.`)
  }
  const corpora = []
  for (const [file, language] of found) corpora.push(await timed(`${folder}/${file}`, language, most))
  const all = corpora.flatMap(({ milliseconds }) => milliseconds)
  return {
    bench: 'compile',
    reference: 'none: milliseconds of one warm process',
    corpora: corpora.map(({ milliseconds, ...corpus }) => ({ ...corpus, ...summary(milliseconds) })),
    ...summary(all),
    bars: { medianMilliseconds: 10, p95Milliseconds: 50 },
  }
}

async function timed(file: string, language: QueryLanguage, most: number) {
  const texts = readFileSync(file, 'utf8').trim().split('\n').slice(0, most).map(textOf)
  const schema = schemaNamed('all', { open: true })
  const nowTicks = requiredTicks(NOW, 'now')
  const milliseconds: number[] = []
  let compiled = 0
  for (const isMeasured of [false, true]) {
    for (const text of texts) {
      const fresh = isMeasured ? text + FRESH[language] : text
      const began = performance.now()
      const isCompiled = await compile({ language, text: fresh, schema, nowTicks }).then(
        () => true,
        () => false,
      )
      if (!isMeasured) continue
      milliseconds.push(performance.now() - began)
      if (isCompiled) compiled += 1
    }
  }
  return { corpus: file.split('/').at(-1), queries: texts.length, compiled, milliseconds }
}

/** What makes a text another one that says the same. */
const FRESH: Readonly<Record<QueryLanguage, string>> = { kql: '\n// again', spl: ' ', sigma: '\n# again\n' }

function textOf(line: string): string {
  const { query, expanded, rule } = JSON.parse(line) as { query?: string; expanded?: string; rule?: object }
  return expanded ?? query ?? stringify(rule, { lineWidth: 0 })
}

function summary(milliseconds: readonly number[]) {
  const sorted = milliseconds.toSorted((left, right) => left - right)
  return {
    medianMilliseconds: rounded(median(sorted)),
    p95Milliseconds: rounded(sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN),
    mostMilliseconds: rounded(sorted.at(-1) ?? Number.NaN),
  }
}

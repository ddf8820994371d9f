import { readdirSync, readFileSync, statSync } from 'node:fs'
import { extname, join, relative } from 'node:path'
import { parseAllDocuments } from 'yaml'
import { messageOf, WeighbridgeError } from '../../base/errors.ts'
import { failureOf, type QueryFailure } from '../../query/run/query-failure.ts'
import type { Schema } from '../../query/schemas/schema.ts'
import type { SplMacros } from '../../query/spl/macros/macro.ts'
import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import { type CompiledDraft, compileDraft } from './compile-draft.ts'
import { type Content, type DraftRule, isContent, type Product } from './draft.ts'
import { isSentinel, readSentinel } from './sentinel.ts'
import { isSigma, isSigmaFilter, readSigma } from './sigma.ts'
import { isSplunk, macrosOf, readMacro, readSplunk } from './splunk.ts'

/** What became of one file of a folder of rules. */
export interface ImportResult {
  /** Below the folder. */
  readonly file: string
  readonly product: Product
  readonly id: string
  readonly title: string
  readonly draft: DraftRule | null
  readonly compiled: CompiledDraft
}

export interface ImportReport {
  readonly rules: readonly ImportResult[]
  /** Files that hold no rule: macros, lookups, stories, filters and whatever else lies there. */
  readonly others: readonly string[]
  /** Files that are no YAML, and why. */
  readonly broken: readonly { readonly file: string; readonly why: string }[]
}

interface YamlFile {
  readonly file: string
  readonly text: string
  readonly documents: readonly Content[]
}

const MOST_BYTES = 4 << 20

/**
 * Reads a folder of rules of other products, recursively, each file by what it holds, and compiles every one.
 *
 * @throws WeighbridgeError `not-found` where the folder cannot be read.
 */
export async function importRules(
  folder: string,
  schema: Schema,
  scratch: AnalyticsStore,
): Promise<ImportReport> {
  const broken: { file: string; why: string }[] = []
  const files: YamlFile[] = []
  for (const file of yamlFilesUnder(folder)) {
    const read = readYaml(folder, file)
    if ('why' in read) broken.push(read)
    else files.push(read)
  }
  const macros = macrosOf(
    files.flatMap(({ documents }) => documents.map(readMacro)).filter((macro) => macro !== null),
  )
  const rules: ImportResult[] = []
  const others: string[] = []
  for (const file of files) {
    const result = await importFile(file, macros, schema, scratch)
    if (result === null) others.push(file.file)
    else rules.push(result)
  }
  return { rules, others, broken }
}

async function importFile(
  file: YamlFile,
  macros: SplMacros,
  schema: Schema,
  scratch: AnalyticsStore,
): Promise<ImportResult | null> {
  const read = readerOf(file, macros)
  if (read === null) return null
  try {
    const draft = read.draft()
    const { title, originalId: id } = draft
    return {
      file: file.file,
      product: read.product,
      id,
      title,
      draft,
      compiled: await compileDraft(draft, schema, scratch),
    }
  } catch (error) {
    const failure: QueryFailure = failureOf(error, read.query)
    const title = file.file
    return {
      file: file.file,
      product: read.product,
      id: '',
      title,
      draft: null,
      compiled: { runs: false, failure },
    }
  }
}

function readerOf(
  { text, documents }: YamlFile,
  macros: SplMacros,
): { readonly product: Product; readonly query: string; readonly draft: () => DraftRule } | null {
  const [first] = documents
  if (first === undefined) return null
  if (documents.some(isSigma))
    return { product: 'sigma', query: text, draft: () => readSigma(documents, text) }
  if (documents.some(isSigmaFilter)) return null
  if (isSplunk(first))
    return { product: 'splunk', query: String(first['search']), draft: () => readSplunk(first, macros) }
  if (isSentinel(first))
    return { product: 'sentinel', query: String(first['query']), draft: () => readSentinel(first) }
  return null
}

function readYaml(folder: string, file: string): YamlFile | { readonly file: string; readonly why: string } {
  const name = relative(folder, file)
  try {
    if (statSync(file).size > MOST_BYTES) return { file: name, why: `is larger than ${MOST_BYTES} bytes` }
    const text = readFileSync(file, 'utf8')
    const parsed = parseAllDocuments(text)
    const documents = Array.isArray(parsed) ? parsed : []
    const [fault] = documents.flatMap(({ errors }) => errors)
    if (fault !== undefined) return { file: name, why: messageOf(fault) }
    return { file: name, text, documents: documents.map((document) => document.toJS()).filter(isContent) }
  } catch (error) {
    return { file: name, why: messageOf(error) }
  }
}

function yamlFilesUnder(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && ['.yml', '.yaml'].includes(extname(entry.name)))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
  } catch (error) {
    throw new WeighbridgeError('not-found', `Cannot read the folder ${folder}: ${messageOf(error)}.`, {
      cause: error,
    })
  }
}

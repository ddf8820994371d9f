import type { LanguageHelp } from '../editor/editor-answer.ts'
import { QueryError } from '../plan/query-error.ts'
import type { Schema } from '../schemas/schema.ts'
import { completeSpl } from './editor/complete.ts'
import { parseSpl } from './parse.ts'

/** What may stand at an offset of a search, and what is no SPL in it. What does not compile beyond that, compiling tells. */
export async function splHelp(text: string, offset: number | null, schema: Schema): Promise<LanguageHelp> {
  const completions =
    offset === null ? { from: 0, to: 0, items: [] } : await completeSpl(text, offset, schema)
  return { completions, diagnostics: syntaxErrors(text) }
}

function syntaxErrors(text: string): LanguageHelp['diagnostics'] {
  if (text.trim() === '') return []
  try {
    parseSpl(text)
    return []
  } catch (error) {
    if (!(error instanceof QueryError)) throw error
    const { start, end } = error.at
    return [{ from: start, to: end, severity: 'error', code: error.code, message: error.message }]
  }
}

import type { QueryLanguage } from '../language.ts'

/** What an editor asks while a query is written. */
export interface EditorRequest {
  readonly language: QueryLanguage
  readonly text: string
  /** Where the caret is: a UTF-16 offset. Absent: nothing is to be completed. */
  readonly offset?: number | undefined
  /** A product, or all where it is absent. */
  readonly schema?: string | undefined
}

export const COMPLETION_KINDS = [
  'keyword',
  'operator',
  'function',
  'aggregate',
  'table',
  'column',
  'variable',
  'option',
  'type',
  'macro',
] as const
export type CompletionKind = (typeof COMPLETION_KINDS)[number]

/** What may stand at the caret. */
export interface Completion {
  readonly label: string
  readonly kind: CompletionKind
  /** Replaces the text from `from` to `to` of the answer; the caret stands before `after`. */
  readonly insert: string
  readonly after?: string
}

export interface EditorDiagnostic {
  /** UTF-16 offsets, half open. */
  readonly from: number
  readonly to: number
  /** From 1. */
  readonly line: number
  readonly column: number
  readonly severity: 'error' | 'warning'
  readonly code: string
  readonly message: string
}

export interface EditorAnswer {
  readonly completions: {
    readonly from: number
    readonly to: number
    readonly items: readonly Completion[]
  }
  readonly diagnostics: readonly EditorDiagnostic[]
}

/** What the editor of one language knows beyond what compiling tells. */
export interface LanguageHelp {
  readonly completions: EditorAnswer['completions']
  readonly diagnostics: readonly Omit<EditorDiagnostic, 'line' | 'column'>[]
}

import type { LanguageHelp } from '../editor/editor-answer.ts'
import { QueryError, type QueryErrorCode } from '../plan/query-error.ts'
import type { Relation } from '../plan/relation.ts'
import type { Span } from '../plan/span.ts'
import type { Schema, SchemaTable } from '../schemas/schema.ts'
import type { Translation, TranslationOptions } from '../translation.ts'

/** What goes to the worker and comes back: plain data that can be cloned. */

export type WorkerRequest =
  | {
      readonly kind: 'translate'
      readonly id: number
      readonly text: string
      readonly schema: SchemaInWorker
      readonly options: Omit<TranslationOptions, 'schema' | 'discover'>
      readonly canDiscover: boolean
    }
  | {
      readonly kind: 'help'
      readonly id: number
      readonly text: string
      readonly offset: number | null
      readonly schema: SchemaInWorker
    }
  | { readonly kind: 'discovered'; readonly id: number; readonly rows: readonly (readonly unknown[])[] }
  | { readonly kind: 'undiscovered'; readonly id: number }

/** A schema crosses once; after that its number stands for it. */
export interface SchemaInWorker {
  readonly number: number
  readonly schema?: Schema
}

export type WorkerReply =
  /** The grammar is built: from now on time counts. */
  { readonly kind: 'ready' } | WorkerAnswer

export type WorkerAnswer =
  | { readonly kind: 'translated'; readonly id: number; readonly translation: Translation }
  | { readonly kind: 'helped'; readonly id: number; readonly help: LanguageHelp }
  | { readonly kind: 'failed'; readonly id: number; readonly error: PlainError }
  | {
      readonly kind: 'discover'
      readonly id: number
      readonly plan: Relation
      readonly inferred: readonly SchemaTable[]
    }

export interface PlainError {
  readonly code: QueryErrorCode
  readonly message: string
  readonly at: Span
  readonly construct: string
}

const NOWHERE: Span = { start: 0, end: 0 }

/**
 * Any error as one that can be shown. The language service is minified: what it throws by mistake must not be printed, its
 * source would come along.
 */
export function plainError(error: unknown): PlainError {
  if (error instanceof QueryError) {
    const { code, message, at, construct } = error
    return { code, message, at, construct }
  }
  if (error instanceof RangeError) {
    return {
      code: 'too-large',
      message: 'The query nests too deep to be read; write it flatter',
      at: NOWHERE,
      construct: '',
    }
  }
  return {
    code: 'unsupported',
    message: `The query could not be translated: ${firstLine(error)}`,
    at: NOWHERE,
    construct: '',
  }
}

function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return (message.split('\n')[0] ?? '').slice(0, 200)
}

export function queryError({ code, message, at, construct }: PlainError): QueryError {
  return new QueryError(code, message, at, construct)
}

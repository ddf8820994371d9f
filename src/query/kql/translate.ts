import { Worker } from 'node:worker_threads'
import type { LanguageHelp } from '../editor/editor-answer.ts'
import type { Schema } from '../schemas/schema.ts'
import type { Translation, TranslationOptions } from '../translation.ts'
import { TranslationCache } from './translation-cache.ts'
import { WorkerClient } from './worker-client.ts'
import { plainError, queryError } from './worker-protocol.ts'

/** The thread's memory: about three times what thousands of rules need. */
const MOST_MEGABYTES = 1024

const isCompiled = import.meta.url.endsWith('.js')
const cache = new TranslationCache()
let client: WorkerClient | undefined

/**
 * Translates a query of KQL to a plan. The compiled program does it in a thread of its own, sources run by a test or a bench
 * in theirs: Node 20 starts no thread from TypeScript.
 *
 * @throws QueryError with its place in the text.
 */
export async function translateKql(text: string, options: TranslationOptions): Promise<Translation> {
  const known = cache.find(text, options)
  if (known !== undefined) return known
  const translation = isCompiled ? await worker().translate(text, options) : await inThisThread(text, options)
  cache.keep(text, options, translation)
  return translation
}

/** What the language service says of a text, for an editor. */
export async function helpWithKql(
  text: string,
  offset: number | null,
  schema: Schema,
): Promise<LanguageHelp> {
  if (isCompiled) return worker().help(text, offset, schema)
  const { kqlHelp } = await import('./editor.ts')
  return kqlHelp(text, offset, schema)
}

async function inThisThread(text: string, options: TranslationOptions): Promise<Translation> {
  const { translateText } = await import('./translate-text.ts')
  try {
    return await translateText(text, options)
  } catch (error) {
    throw queryError(plainError(error))
  }
}

function worker(): WorkerClient {
  client ??= new WorkerClient(
    () =>
      new Worker(new URL('./worker.js', import.meta.url), {
        resourceLimits: { maxOldGenerationSizeMb: MOST_MEGABYTES },
        // What a library prints in there is nothing for the user.
        stdout: true,
        stderr: true,
      }),
  )
  return client
}

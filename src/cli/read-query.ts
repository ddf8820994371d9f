import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { messageOf, WeighbridgeError } from '../base/errors.ts'
import { LANGUAGES, type Language, languageOfFile, type QueryOptions } from './query-options.ts'

/** A query as it was given. */
export interface GivenQuery {
  readonly text: string
  readonly language: Language
  /** How messages name it. */
  readonly file: string
}

/**
 * Reads a query from a file, or standard input where it is `-`.
 *
 * @param typed the language of standard input that names none.
 * @throws WeighbridgeError `not-found`; `bad-usage` where nothing says its language.
 */
export async function readQuery(
  file: string | undefined,
  { lang }: QueryOptions,
  typed?: Language,
): Promise<GivenQuery> {
  if (file === undefined) {
    throw new WeighbridgeError('bad-usage', 'Name the file that holds the query, or - for standard input.')
  }
  const isInput = file === '-'
  const language = lang ?? (isInput ? typed : languageOfFile(file))
  if (language === undefined) {
    throw new WeighbridgeError(
      'bad-usage',
      `The name ${file} does not say the language of the query; give --lang ${LANGUAGES.join('|')}.`,
    )
  }
  const query = isInput ? await text(process.stdin) : await readText(file)
  return { text: query, language, file: isInput ? '<stdin>' : file }
}

/** @throws WeighbridgeError `not-found` */
export async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new WeighbridgeError('not-found', `Cannot read the query ${file}: ${messageOf(error)}`, {
      cause: error,
    })
  }
}

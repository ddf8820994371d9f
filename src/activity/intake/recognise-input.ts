import { basename } from 'node:path'
import { WeighbridgeError } from '../../base/errors.ts'
import type { DirectorySource } from '../directory/directory-source.ts'
import { DIRECTORY_SOURCES } from '../directory/registry.ts'
import { headerOf, recognise } from '../sources/recognise.ts'
import type { Source } from '../sources/source.ts'
import { firstLines } from './head.ts'

/** A log format, and the line of the input that names the columns of the others ('' where there is none). */
export interface RecognisedLog {
  readonly source: Source
  readonly header: string
}

/** What an input is. */
export type Format =
  | { readonly log: RecognisedLog }
  | { readonly directory: DirectorySource }
  | { readonly empty: true }
  /** Text of no known format: passed over where nobody named the file. */
  | { readonly unknown: string }

/** Tells by its beginning and its file name what an input is. */
export type Recogniser = (head: Buffer, path: string) => Format

/**
 * A recogniser over these sources.
 *
 * @param wanted name of the source to read everything as, instead of recognising it.
 * @throws WeighbridgeError `unknown-format` where there is no source of that name, listing those there are.
 */
export function recogniserOf(sources: readonly Source[], wanted?: string): Recogniser {
  if (wanted !== undefined) {
    const directory = DIRECTORY_SOURCES.find(({ name }) => name === wanted)
    const source = sources.find(({ name }) => name === wanted)
    if (source !== undefined) return (head) => ({ log: logOf(source, head) })
    if (directory !== undefined) return () => ({ directory })
    const names = [...sources, ...DIRECTORY_SOURCES].map(({ name }) => name)
    throw new WeighbridgeError(
      'unknown-format',
      `There is no source ${wanted}; choose one of ${names.join(', ')}.`,
    )
  }
  return (head, path) => {
    if (head.length === 0) return { empty: true }
    const lines = linesOf(head)
    const directory = DIRECTORY_SOURCES.find((source) => source.recognises(lines, basename(path)))
    if (directory !== undefined) return { directory }
    const source = recognise(lines, sources)
    if (source !== null) return { log: logOf(source, head) }
    return {
      unknown:
        'its format is not known; "weighbridge sources" lists the known ones, --source NAME forces one',
    }
  }
}

function logOf(source: Source, head: Buffer): RecognisedLog {
  return { source, header: headerOf(source, linesOf(head)) }
}

function linesOf(head: Buffer): string[] {
  return firstLines(head, 200)
}

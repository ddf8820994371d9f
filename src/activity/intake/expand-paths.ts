import { stat } from 'node:fs/promises'
import { resolve, sep } from 'node:path'
import { glob, isDynamicPattern } from 'tinyglobby'
import { messageOf, WeighbridgeError } from '../../base/errors.ts'

/** An input to take, and whether the user named it or it was found in a folder or by a glob. */
export interface InputPath {
  readonly path: string
  /** What it is called in results and records: the path, or `-` for standard input. */
  readonly name: string
  readonly named: boolean
}

/** Standard input, as commands spell it. */
export const STDIN = '-'

/**
 * Files behind what a user typed: files, folders (all files below, hidden ones left out), globs, and `-`.
 *
 * @param dataDir the data folder: what lies in it is ours and no log, also where it lies in a folder of logs.
 * @throws WeighbridgeError `not-found` for a path that is not there or a glob that matches nothing.
 */
export async function expandPaths(paths: readonly string[], dataDir?: string): Promise<InputPath[]> {
  const found: InputPath[] = []
  for (const path of paths)
    found.push(...(await expand(path)).filter((input) => input.named || !isOurs(input)))
  const unique = new Map(found.map((input) => [input.path, input]))
  return [...unique.values()]

  function isOurs({ path }: InputPath): boolean {
    return dataDir !== undefined && path.startsWith(`${resolve(dataDir)}${sep}`)
  }
}

async function expand(path: string): Promise<InputPath[]> {
  if (path === STDIN) return [{ path, name: path, named: true }]
  const kind = await kindOf(path)
  if (kind === 'file') return [{ path: resolve(path), name: resolve(path), named: true }]
  if (kind === 'folder') {
    const files = await glob('**/*', { cwd: resolve(path), absolute: true, onlyFiles: true })
    return files.sort().map((file) => ({ path: file, name: file, named: false }))
  }
  if (isDynamicPattern(path)) {
    const files = await glob(path, { absolute: true, onlyFiles: true })
    if (files.length > 0) return files.sort().map((file) => ({ path: file, name: file, named: false }))
    throw new WeighbridgeError('not-found', `No file matches ${path}.`)
  }
  throw new WeighbridgeError('not-found', `There is no file or folder ${path}.`)
}

async function kindOf(path: string): Promise<'file' | 'folder' | 'absent'> {
  try {
    const info = await stat(path)
    if (info.isDirectory()) return 'folder'
    if (info.isFile()) return 'file'
    throw new WeighbridgeError(
      'bad-input',
      `${path} is neither a file nor a folder; pipe it in and give - as the path.`,
    )
  } catch (error) {
    if (error instanceof WeighbridgeError) throw error
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'absent'
    throw new WeighbridgeError('bad-input', `Cannot read ${path}: ${messageOf(error)}`, { cause: error })
  }
}

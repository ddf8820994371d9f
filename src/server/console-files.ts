import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'

/** One file of the built console, held in memory. */
export interface ConsoleFile {
  readonly body: Uint8Array<ArrayBuffer>
  readonly type: string
  readonly cache: string
}

export type ConsoleFiles = ReadonlyMap<string, ConsoleFile>

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
}

/** A name like `assets/index-Dk3x_9aQ.js`, whose content can never change under the same name. */
const HASHED = /^\/assets\/.+-[\w-]{8,}\.\w+$/

/**
 * Reads the built console, keyed by URL path. Only what was there at the start can be asked for, so a
 * path made by an adversary is a missed look-up and never reaches the file system.
 *
 * An absent folder gives an empty map: the API works without the console.
 */
export async function readConsoleFiles(folder: string): Promise<ConsoleFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const files = entries.filter((entry) => entry.isFile() && extname(entry.name) in TYPES)
  return new Map(
    await Promise.all(
      files.map(async (entry): Promise<[string, ConsoleFile]> => {
        const file = join(entry.parentPath, entry.name)
        const path = `/${relative(folder, file).split(sep).join('/')}`
        return [path, { body: await readFile(file), type: contentType(entry.name), cache: cacheRule(path) }]
      }),
    ),
  )
}

/**
 * The file for a URL path; a path of the console's own router (no dot in its last part) gets the page.
 * Null where the file does not exist.
 */
export function findConsoleFile(files: ConsoleFiles, path: string): ConsoleFile | null {
  const found = files.get(path)
  if (found !== undefined) return found
  const isFileName = path.startsWith('/assets/') || extname(path) in TYPES
  return isFileName ? null : (files.get('/index.html') ?? null)
}

/**
 * Long caching for hashed names only.
 *
 * @example cacheRule('/index.html') // => 'no-cache'
 * @example cacheRule('/assets/index-Dk3x9aQ1.js') // => 'public, max-age=31536000, immutable'
 */
export function cacheRule(path: string): string {
  return HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache'
}

function contentType(name: string): string {
  return TYPES[extname(name)] ?? 'application/octet-stream'
}

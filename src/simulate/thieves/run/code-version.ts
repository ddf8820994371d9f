import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const known = new Map<string, string>()

/** Versions that are known by now; a process of its own goes by its parent's, whatever was edited meanwhile. */
export function knownVersions(): Readonly<Record<string, string>> {
  return Object.fromEntries(known)
}

export function assumeVersions(versions: Readonly<Record<string, string>>): void {
  for (const [key, version] of Object.entries(versions)) known.set(key, version)
}

/** Eight digits that change with the content of files and of folders with all below them. Tests do not count. */
export function codeVersion(places: readonly URL[]): string {
  const key = places.join(' ')
  const before = known.get(key)
  if (before !== undefined) return before
  const hash = createHash('sha256')
  for (const place of places)
    for (const file of filesOf(fileURLToPath(place))) hash.update(readFileSync(file))
  const version = hash.digest('hex').slice(0, 8)
  known.set(key, version)
  return version
}

function filesOf(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path)
    .sort()
    .filter((name) => !name.includes('.test.') && !name.endsWith('.map'))
    .flatMap((name) => filesOf(join(path, name)))
}

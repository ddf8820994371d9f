import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { ROOT } from './root.mjs'

const SKIPPED = new Set(['node_modules', 'dist', '.git', '.weighbridge', 'coverage', 'results'])

/** Files under `folder` (or the file itself), sorted, as paths from the root with `/`; none where it is missing. */
export function filesUnder(folder, root = ROOT) {
  const found = []
  const visit = (path) => {
    const stat = statSync(path, { throwIfNoEntry: false })
    if (stat === undefined) return
    if (stat.isFile()) found.push(relative(root, path).split(sep).join('/'))
    if (!stat.isDirectory()) return
    for (const name of readdirSync(path)) {
      if (!SKIPPED.has(name)) visit(join(path, name))
    }
  }
  visit(join(root, folder))
  return found.sort()
}

/** One hash over names and bytes: moving, adding, removing or editing any file changes it. */
export function contentHash(files, root = ROOT) {
  const hash = createHash('sha256')
  for (const file of files) {
    const bytes = readFileSync(join(root, file))
    hash.update(`${file}\0${bytes.length}\0`).update(bytes)
  }
  return hash.digest('hex')
}

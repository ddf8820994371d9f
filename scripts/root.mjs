import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository's folder, whatever folder the command was started in. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** A path inside the repository, made absolute. */
export function inRoot(...parts) {
  return join(ROOT, ...parts)
}

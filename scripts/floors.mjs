import { readFileSync } from 'node:fs'
import { inRoot } from './root.mjs'

/**
 * The least a check must have seen to be believed, from floors.json: a little below what there is.
 * Raise it as the house grows; lower it only together with what was removed.
 */
export function floorOf(name) {
  return JSON.parse(readFileSync(inRoot('scripts/floors.json'), 'utf8'))[name]
}

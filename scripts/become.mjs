import { pathToFileURL } from 'node:url'
import { inRoot } from './root.mjs'

/**
 * Turns this process into another Node program, as `node <file> <args>` would have started it.
 *
 * One process instead of a parent and a child: signals, exit status and terminal reach the program
 * itself, so there is nothing to forward and nothing left running.
 */
export async function become(file, args) {
  process.argv = [process.execPath, inRoot(file), ...args]
  await import(pathToFileURL(inRoot(file)).href)
}

import { WeighbridgeError } from '../../../base/errors.ts'
import { expandPaths, type InputPath, STDIN } from '../expand-paths.ts'
import { type Look, lookAtPath } from './look.ts'

/** A path with the file that lies there now. */
export interface Found {
  readonly place: InputPath
  readonly look: Look
}

/**
 * The files behind what a user typed, as they are now; what is not there or cannot be looked at is left out.
 *
 * @throws WeighbridgeError `bad-usage` for standard input, which cannot be followed.
 */
export async function findFollowed(
  paths: readonly string[],
  dataDir: string | undefined,
  onMissing: (path: string, error: WeighbridgeError) => void,
): Promise<InputPath[]> {
  if (paths.includes(STDIN)) {
    throw new WeighbridgeError(
      'bad-usage',
      'Standard input cannot be followed; leave --follow out, it is read to its end.',
    )
  }
  const found = new Map<string, InputPath>()
  for (const path of paths) {
    try {
      for (const place of await expandPaths([path], dataDir)) found.set(place.path, place)
    } catch (error) {
      // It may come to be there, or be readable again: nothing of this ends the reading of the others.
      if (!(error instanceof WeighbridgeError)) throw error
      onMissing(path, error)
    }
  }
  return [...found.values()]
}

/** Which files lie at these places, each once. */
export async function lookAt(places: readonly InputPath[]): Promise<Map<string, Found>> {
  const found = new Map<string, Found>()
  for (const place of places) {
    const look = await lookAtPath(place.path)
    if (look !== null && !found.has(look.key)) found.set(look.key, { place, look })
  }
  return found
}

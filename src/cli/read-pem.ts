import { readFileSync } from 'node:fs'
import { messageOf, WeighbridgeError } from '../base/errors.ts'

/**
 * The text of a PEM file that an option names.
 *
 * @throws WeighbridgeError `bad-usage`
 */
export function readPem(file: string, option: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new WeighbridgeError('bad-usage', `${option}: ${messageOf(error)}; name a PEM file.`, {
      cause: error,
    })
  }
}

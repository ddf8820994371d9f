import { fromSignature } from './signature.ts'
import type { EvalFunctions } from './spl-function.ts'

/** Hashes of a text, as lower-case hexadecimal digits. */
export const HASH_FUNCTIONS: EvalFunctions = Object.fromEntries(
  ['md5', 'sha1', 'sha256', 'sha512'].map((name) => [
    name,
    fromSignature({ plan: `spl.${name}`, takes: ['text'], gives: 'string', over: 'each' }),
  ]),
)

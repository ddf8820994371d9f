import type { z } from 'zod'
import { WeighbridgeError } from '../base/errors.ts'

/**
 * The value as the schema reads it.
 *
 * @throws WeighbridgeError `bad-input` with one sentence that names every field at fault.
 */
export function validate<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const sentences = result.error.issues.map((issue) =>
    issue.code === 'unrecognized_keys'
      ? `the parameter ${issue.keys.map((key) => JSON.stringify(key)).join(', ')} is not known here`
      : issue.message,
  )
  const sentence = sentences.join('; ')
  throw new WeighbridgeError('bad-input', `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`)
}

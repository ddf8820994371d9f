import { z } from 'zod'
import type { SigmaDocument } from './document.ts'

/** A text, or a number that is one. */
export const label = z.union([z.string(), z.number(), z.bigint()]).transform(String)

export const optionalLabel = label.nullish().transform((value) => value ?? undefined)

/** What every kind of rule may call itself. */
export const ruleNames = { id: optionalLabel, name: optionalLabel, title: optionalLabel }

/**
 * A document in the shape it has to have.
 *
 * @throws QueryError `syntax` at the first key that is not as it has to be.
 */
export function shaped<Shape extends z.ZodType>(
  document: SigmaDocument,
  shape: Shape,
  what: string,
): z.output<Shape> {
  const result = shape.safeParse(document.value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const path = (issue?.path ?? []).filter((step) => typeof step !== 'symbol')
  const name = path.length === 0 ? `The ${what}` : path.join('.')
  const reason = (issue?.message ?? 'it has another shape').replace(/^Invalid input: /, '')
  const sentence = /received undefined$/.test(reason)
    ? `The ${what} has no ${name}; add it.`
    : `${name} is not as a ${what} has it: ${reason}.`
  throw document.error('syntax', sentence, document.keyAt(path), path, String(path.at(-1) ?? what))
}

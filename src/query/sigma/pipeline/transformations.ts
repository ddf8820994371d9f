import { z } from 'zod'
import type { Path, SigmaDocument } from '../document.ts'
import { FIELD_TRANSFORMATIONS } from './field-transformations.ts'
import { PLACEHOLDER_TRANSFORMATIONS } from './placeholder-transformations.ts'
import { RULE_TRANSFORMATIONS } from './rule-transformations.ts'
import type { Transformation, TransformationMaker } from './step.ts'
import { VALUE_TRANSFORMATIONS } from './value-transformations.ts'

const MAKERS: ReadonlyMap<string, TransformationMaker> = new Map([
  ...FIELD_TRANSFORMATIONS,
  ...VALUE_TRANSFORMATIONS,
  ...PLACEHOLDER_TRANSFORMATIONS,
  ...RULE_TRANSFORMATIONS,
])

/** @throws QueryError `unsupported` naming a transformation that is not known, `not-allowed` for one that reads from outside. */
export function transformationOf(
  document: SigmaDocument,
  content: Readonly<Record<string, unknown>>,
  path: Path,
): Transformation {
  const type = String(content['type'])
  const at = document.keyAt(path)
  if (/^(file|http|https|command)_/.test(type)) {
    throw document.error(
      'not-allowed',
      `The transformation ${type} reads from outside of the store; list the values under vars instead.`,
      at,
      path,
      type,
    )
  }
  if (type === 'query_expression_placeholders') {
    throw document.error(
      'unsupported',
      `The transformation ${type} puts text of another product's query in; use value_placeholders.`,
      at,
      path,
      type,
    )
  }
  const make = MAKERS.get(type)
  if (make === undefined) {
    throw document.error('unsupported', `There is no transformation ${type}.`, at, path, type)
  }
  try {
    return make(content)
  } catch (error) {
    const reason =
      error instanceof z.ZodError
        ? error.issues.map(({ path: place, message }) => `${place.join('.')}: ${message}`).join('; ')
        : error instanceof Error
          ? error.message
          : String(error)
    throw document.error(
      'syntax',
      `The transformation ${type} is not as it has to be: ${reason}.`,
      at,
      path,
      type,
    )
  }
}

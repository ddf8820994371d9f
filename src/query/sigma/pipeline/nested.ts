import type { Path, SigmaDocument } from '../document.ts'
import { applyItems, readItem } from './pipeline.ts'
import type { Transformation } from './transformations.ts'

/** `nest`: a list of items that is applied where the conditions of the whole hold. */
export function nested(document: SigmaDocument, content: unknown, path: Path): Transformation {
  if (!Array.isArray(content)) {
    throw document.error('syntax', 'The transformation nest has a list of items.', document.keyAt(path), path, 'nest')
  }
  const items = content.map((one, at) => readItem(document, one, [...path, at]))
  return (rule, { state }) => applyItems(items, rule, state)
}

import type { Path, SigmaDocument } from '../document.ts'
import type { Detection, DetectionItem } from './item.ts'
import { applyModifiers, isModifier, ModifierRefusal, textOfRule } from './modifiers.ts'
import type { SigmaValue } from './value.ts'

/** So deep lists and maps may nest. */
const DEEPEST = 20

/**
 * Reads a search identifier: a map (all its fields), a list of maps or keywords (any of them), one keyword.
 *
 * @throws QueryError at the key that is wrong.
 */
export function readSelection(document: SigmaDocument, content: unknown, path: Path): Detection {
  return read(document, content, path, 0)
}

function read(document: SigmaDocument, content: unknown, path: Path, depth: number): Detection {
  const refuse = (message: string) => document.error('syntax', message, document.keyAt(path), path)
  if (depth > DEEPEST) throw refuse(`This nests deeper than ${DEEPEST} levels.`)
  if (isScalarValue(content)) return readItem(document, '', [content], path)
  if (Array.isArray(content)) {
    if (content.length === 0) throw refuse(`The list ${path.at(-1)} is empty; give it a value.`)
    if (content.every(isScalarValue)) return readItem(document, '', content, path)
    return {
      kind: 'or',
      parts: content.map((element, at) => read(document, element, [...path, at], depth + 1)),
    }
  }
  if (typeof content !== 'object' || content === null) {
    throw refuse(`${path.at(-1)} is neither a map of fields nor a list.`)
  }
  const entries = Object.entries(content)
  if (entries.length === 0) throw refuse(`The map ${path.at(-1)} is empty; give it a field.`)
  return {
    kind: 'and',
    parts: entries.map(([key, value]) => {
      const values: unknown[] = Array.isArray(value) ? value : [value]
      if (values.length > 0 && values.every(isScalarValue)) {
        return readItem(document, key, values, [...path, key])
      }
      if (values.length > 0 && key === '') return read(document, value, [...path, key], depth + 1)
      throw document.error(
        'syntax',
        `The field ${key} takes a value or a list of values.`,
        document.keyAt([...path, key]),
        [...path, key],
        key,
      )
    }),
  }
}

/** `field|modifier|modifier: values`. */
function readItem(
  document: SigmaDocument,
  key: string,
  values: readonly unknown[],
  path: Path,
): DetectionItem {
  const [field = '', ...modifiers] = key.split('|').map((part) => part.trim())
  const at = document.keyAt(path)
  for (const name of modifiers) {
    if (!isModifier(name)) {
      throw document.error(
        'unsupported',
        `There is no modifier ${name === '' ? '""' : name}.`,
        at,
        path,
        name,
      )
    }
  }
  if (modifiers.includes('exists') && field === '') {
    throw document.error('wrong-argument', 'The modifier exists takes a field.', at, path, 'exists')
  }
  return Object.freeze({
    kind: 'item',
    field: field === '' ? null : field,
    values: values.map((value, index) => {
      try {
        return applyModifiers(scalarValue(value), modifiers)
      } catch (refusal) {
        if (!(refusal instanceof ModifierRefusal)) throw refusal
        const place = values.length === 1 ? path : [...path, index]
        throw document.error('wrong-argument', refusal.message, document.valueAt(place), place, key)
      }
    }),
    every: modifiers.includes('all'),
    negated: modifiers.includes('neq'),
    at,
    path,
    applied: [],
  })
}

function isScalarValue(value: unknown): boolean {
  return value === null || ['string', 'number', 'bigint', 'boolean'].includes(typeof value)
}

/** A YAML or JSON scalar as a value. */
export function scalarValue(value: unknown): SigmaValue {
  if (value === null) return { kind: 'null' }
  if (typeof value === 'boolean') return { kind: 'boolean', value }
  if (typeof value === 'number' || typeof value === 'bigint') return { kind: 'number', text: String(value) }
  return textOfRule(String(value))
}

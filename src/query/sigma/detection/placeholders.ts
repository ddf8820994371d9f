import { readPattern } from './text-pattern.ts'
import { type SigmaValue, type TextPart, textValue } from './value.ts'

/** More values than this may not come out of one: placeholders in one text multiply. */
const MOST_VALUES = 10_000

/** What stands for a placeholder: texts in the way of a rule, wildcards included. undefined: not known here. */
export type PlaceholderValues = (name: string) => readonly string[] | undefined

/** A value with its placeholders replaced, as alternatives; those not known stay. undefined: too many. */
export function replacePlaceholders(
  value: SigmaValue,
  valuesOf: PlaceholderValues,
): readonly SigmaValue[] | undefined {
  if (value.kind !== 'text' && value.kind !== 'regex') return [value]
  let all: TextPart[][] = [[]]
  for (const part of value.parts) {
    const choices = choicesFor(part, valuesOf, value.kind)
    if (all.length * choices.length > MOST_VALUES) return undefined
    all = all.flatMap((before) => choices.map((choice) => [...before, ...choice]))
  }
  return all.map((parts) =>
    value.kind === 'text' ? textValue(parts, value.cased) : { ...value, parts: textValue(parts).parts },
  )
}

function choicesFor(
  part: TextPart,
  valuesOf: PlaceholderValues,
  kind: 'text' | 'regex',
): readonly (readonly TextPart[])[] {
  if (typeof part === 'string' || !('placeholder' in part)) return [[part]]
  const values = valuesOf(part.placeholder)
  if (values === undefined) return [[part]]
  return values.map((value) => (kind === 'text' ? readPattern(value).parts : [quoted(value)]))
}

/** A text as a regular expression that finds it as it is. */
export function quoted(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

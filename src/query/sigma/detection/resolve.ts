import type { SigmaOptions } from '../options.ts'
import type { DetectionRule } from '../rule.ts'
import { type Detection, type DetectionItem, mapItems } from './item.ts'
import { type PlaceholderValues, replacePlaceholders } from './placeholders.ts'
import { placeholdersOf } from './value.ts'

/**
 * The rule with every placeholder replaced.
 *
 * @throws QueryError `unresolved`, naming the first placeholder without a value: a rule without it would be another rule.
 */
export function resolvePlaceholders(rule: DetectionRule, options: SigmaOptions): DetectionRule {
  const known = options.placeholders ?? {}
  const valuesOf: PlaceholderValues = (name) =>
    Object.hasOwn(known, name) ? known[name]?.map(String) : undefined
  const selections = new Map(
    [...rule.selections].map(([name, detection]): [string, Detection] => [
      name,
      mapItems(detection, (item) => resolved(item, rule, valuesOf)),
    ]),
  )
  return { ...rule, selections }
}

function resolved(item: DetectionItem, rule: DetectionRule, valuesOf: PlaceholderValues): DetectionItem {
  if (!item.values.some((alternatives) => alternatives.some((value) => placeholdersOf(value).length > 0))) {
    return item
  }
  const values = item.values.map((alternatives) =>
    alternatives.flatMap((value) => {
      const replaced = replacePlaceholders(value, valuesOf)
      if (replaced === undefined) {
        throw rule.document.error(
          'too-large',
          'The placeholders of this value stand for too many values.',
          item.at,
          item.path,
        )
      }
      return replaced
    }),
  )
  const [left] = values.flat().flatMap(placeholdersOf)
  if (left !== undefined) {
    throw rule.document.error(
      'unresolved',
      `The placeholder %${left}% has no value here; give it one, or add a pipeline that does.`,
      item.at,
      item.path,
      `%${left}%`,
    )
  }
  return { ...item, values }
}

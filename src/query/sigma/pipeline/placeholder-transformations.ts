import { z } from 'zod'
import type { DetectionItem } from '../detection/item.ts'
import { type PlaceholderValues, replacePlaceholders } from '../detection/placeholders.ts'
import type { SigmaRule } from '../rule.ts'
import type { Step, TransformationMaker } from './step.ts'

const handled = z
  .object({ include: z.array(z.string()).nullish(), exclude: z.array(z.string()).nullish() })
  .refine(({ include, exclude }) => !include || !exclude, 'include and exclude cannot both be given')

const values = z.union([
  z.array(z.union([z.string(), z.number(), z.bigint()])),
  z.union([z.string(), z.number(), z.bigint()]).transform((one) => [one]),
])

export const PLACEHOLDER_TRANSFORMATIONS: readonly (readonly [string, TransformationMaker])[] = [
  [
    'wildcard_placeholders',
    (parameters) => {
      const isHandled = handledBy(parameters)
      return (rule, step) => replaceAll(rule, step, (name) => (isHandled(name) ? ['*'] : undefined))
    },
  ],
  [
    'value_placeholders',
    (parameters) => {
      const isHandled = handledBy(parameters)
      return (rule, step) =>
        replaceAll(rule, step, (name, item) => {
          if (!isHandled(name)) return undefined
          const { vars } = step.state
          const found = values.safeParse(Object.hasOwn(vars, name) ? vars[name] : undefined)
          if (found.success) return found.data.map(String)
          throw step.refuse(
            'unresolved',
            `The placeholder %${name}% has no value under vars of the pipeline.`,
            item,
          )
        })
    },
  ],
]

function handledBy(parameters: Readonly<Record<string, unknown>>): (name: string) => boolean {
  const { include, exclude } = handled.parse(parameters)
  return (name) => (include ? include.includes(name) : !exclude?.includes(name))
}

function replaceAll(
  rule: SigmaRule,
  step: Step,
  valuesOf: (name: string, item: DetectionItem) => readonly string[] | undefined,
): SigmaRule {
  return step.mapValues(rule, (value, item) => {
    const lookUp: PlaceholderValues = (name) => valuesOf(name, item)
    const replaced = replacePlaceholders(value, lookUp)
    if (replaced !== undefined) return replaced.length === 1 && replaced[0] === value ? undefined : replaced
    throw step.refuse('too-large', 'The placeholders of this value stand for too many values.', item)
  })
}

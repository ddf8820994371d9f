import { z } from 'zod'
import type { Condition } from '../condition.ts'
import type { Detection } from '../detection/item.ts'
import { readSelection } from '../detection/read-selection.ts'
import { readDocuments } from '../document.ts'
import type { LogSource, SigmaRule } from '../rule.ts'
import type { TransformationMaker } from './step.ts'

const text = z
  .string()
  .nullish()
  .transform((one) => one ?? undefined)
const logSource = z.object({ category: text, product: text, service: text })

export const RULE_TRANSFORMATIONS: readonly (readonly [string, TransformationMaker])[] = [
  [
    'drop_detection_item',
    () => (rule, step) => {
      if (rule.kind !== 'detection') return rule
      const selections = new Map(
        [...rule.selections].flatMap(([name, detection]): [string, Detection][] => {
          const kept = without(detection, (item) => step.matches(item))
          return [[name, kept ?? { kind: 'and', parts: [] }]]
        }),
      )
      return { ...rule, selections }
    },
  ],
  [
    'add_condition',
    (parameters) => {
      const shape = z.object({
        conditions: z.record(z.string(), z.unknown()),
        name: text,
        template: z.boolean().default(false),
        negated: z.boolean().default(false),
      })
      const given = shape.parse(parameters)
      return (rule, step) => {
        if (rule.kind !== 'detection') return rule
        const content = given.template ? filled(given.conditions, rule.logSource) : given.conditions
        const [document] = readDocuments([content])
        if (document === undefined) return rule
        const name = given.name ?? `_added_${step.item.id}`
        const at = rule.document.keyAt(['detection'])
        const added: Condition = { kind: 'name', name, at }
        return {
          ...rule,
          selections: new Map([...rule.selections, [name, readSelection(document, content, [])]]),
          conditions: [
            {
              kind: 'and',
              parts: [
                given.negated ? { kind: 'not', part: added } : added,
                { kind: 'or', parts: rule.conditions },
              ],
            },
          ],
        }
      }
    },
  ],
  [
    'change_logsource',
    (parameters) => {
      const { category, product, service } = logSource.parse(parameters)
      const changed: LogSource = {
        ...(category !== undefined && { category }),
        ...(product !== undefined && { product }),
        ...(service !== undefined && { service }),
      }
      return (rule) => (rule.kind === 'detection' ? { ...rule, logSource: changed } : rule)
    },
  ],
  [
    'set_state',
    (parameters) => {
      const { key, val } = z.object({ key: z.string(), val: z.unknown() }).parse(parameters)
      return (rule, { state }) => {
        state.values.set(key, val)
        return rule
      }
    },
  ],
  [
    'set_custom_attribute',
    (parameters) => {
      const { attribute, value } = z.object({ attribute: z.string(), value: z.unknown() }).parse(parameters)
      return (rule) => ({ ...rule, attributes: { ...rule.attributes, [attribute]: value } })
    },
  ],
  [
    'rule_failure',
    (parameters) => {
      const message = messageOf(parameters)
      return (_rule, step) => {
        throw step.refuse('unsupported', message)
      }
    },
  ],
  [
    'detection_item_failure',
    (parameters) => {
      const message = messageOf(parameters)
      return (rule, step) =>
        step.mapItems(rule, (item) => {
          throw step.refuse('unsupported', message, item)
        })
    },
  ],
  [
    'strict_field_mapping_failure',
    () => (rule, step) =>
      step.mapItems(rule, (item) => {
        if (item.field === null || item.applied.length > 0) return undefined
        throw step.refuse('unknown-column', `No pipeline maps the field ${item.field}.`, item)
      }),
  ],
  // What a rule shows beside its events has no part in which events it is about.
  ['add_field', () => asItIs],
  ['remove_field', () => asItIs],
  ['set_field', () => asItIs],
]

function asItIs(rule: SigmaRule): SigmaRule {
  return rule
}

function messageOf(parameters: Readonly<Record<string, unknown>>): string {
  return z.object({ message: z.string() }).parse(parameters).message
}

/** A detection without some of its items; undefined where nothing is left. */
function without(
  detection: Detection,
  isDropped: (item: Detection & { kind: 'item' }) => boolean,
): Detection | undefined {
  if (detection.kind === 'item') return isDropped(detection) ? undefined : detection
  const parts = detection.parts.flatMap((part) => without(part, isDropped) ?? [])
  return parts.length === 0 ? undefined : { kind: detection.kind, parts }
}

/** `$category`, `$product` and `$service`, also in braces, replaced by the rule's. */
function filled(content: Readonly<Record<string, unknown>>, source: LogSource): Record<string, unknown> {
  const fill = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(fill)
    if (typeof value !== 'string') return value
    return value.replace(
      /\$\{?(category|product|service)\}?/g,
      (_all, part: keyof LogSource) => source[part] ?? 'None',
    )
  }
  return Object.fromEntries(Object.entries(content).map(([field, value]) => [field, fill(value)]))
}

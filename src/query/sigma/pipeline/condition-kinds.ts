import { z } from 'zod'
import { type DetectionItem, itemsOf } from '../detection/item.ts'
import { scalarValue } from '../detection/read-selection.ts'
import { writePattern } from '../detection/text-pattern.ts'
import type { SigmaValue } from '../detection/value.ts'
import { isPartOf } from '../log-source.ts'
import type { SigmaRule } from '../rule.ts'
import { compareAttribute } from './attribute.ts'
import { pattern } from './pattern.ts'
import type { PipelineState } from './state.ts'

/** A condition of a pipeline item, asked about a rule, an item of a detection or a field name. */
export interface ConditionTest {
  ofRule(rule: SigmaRule, state: PipelineState): boolean
  ofItem(item: DetectionItem, state: PipelineState): boolean
  ofField(field: string | null, state: PipelineState): boolean
}

/** A condition that only knows some of the three; it fails the others. */
export type PartialTest = Partial<ConditionTest>

type Parameters = Readonly<Record<string, unknown>>

/** Makes a condition of its parameters. @throws ZodError or Error about them. */
type ConditionMaker = (parameters: Parameters) => PartialTest

const scalar = z.union([z.string(), z.number(), z.bigint(), z.boolean(), z.null()])
const field = z.object({
  field: z
    .string()
    .nullish()
    .transform((name) => name ?? null),
})
const applied = z.object({ processing_item_id: z.string() })
const stateful = z.object({
  key: z.string(),
  val: z.unknown(),
  op: z.enum(['eq', 'ne', 'gte', 'gt', 'lte', 'lt']).default('eq'),
})
const valued = z.object({ cond: z.enum(['any', 'all']).default('any') })

const processingState: ConditionMaker = (parameters) => {
  const { key, val, op } = stateful.parse(parameters)
  const holds = (state: PipelineState) =>
    state.values.has(key) && compareAttribute(state.values.get(key), op, val)
  return {
    ofRule: (_rule, state) => holds(state),
    ofItem: (_item, state) => holds(state),
    ofField: (_field, state) => holds(state),
  }
}

const RULE_CONDITIONS: ReadonlyMap<string, ConditionMaker> = new Map<string, ConditionMaker>([
  [
    'logsource',
    (parameters) => {
      const part = z
        .object({ category: z.string(), product: z.string(), service: z.string() })
        .partial()
        .parse(parameters)
      const logSource = Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined))
      const fits = (rule: SigmaRule, state: PipelineState, depth: number): boolean => {
        if (rule.kind === 'detection') return isPartOf(logSource, rule.logSource)
        const named = rule.rules.flatMap((name) => state.find(name) ?? [])
        return depth < 20 && named.some((one) => fits(one, state, depth + 1))
      }
      return { ofRule: (rule, state) => fits(rule, state, 0) }
    },
  ],
  [
    'contains_field',
    (parameters) => {
      const wanted = field.parse(parameters)
      return {
        ofRule: (rule) => allItems(rule).some((item) => item.field === wanted.field && item.field !== null),
      }
    },
  ],
  [
    'contains_detection_item',
    (parameters) => {
      const wanted = field.extend({ value: scalar }).parse(parameters)
      const value = textOf(scalarValue(wanted.value))
      return {
        ofRule: (rule) =>
          allItems(rule).some(
            (item) => item.field === wanted.field && item.values.flat().some((one) => textOf(one) === value),
          ),
      }
    },
  ],
  [
    'processing_item_applied',
    (parameters) => {
      const { processing_item_id } = applied.parse(parameters)
      return { ofRule: (rule) => rule.applied.includes(processing_item_id) }
    },
  ],
  ['processing_state', processingState],
  ['is_sigma_rule', () => ({ ofRule: (rule) => rule.kind === 'detection' })],
  ['is_sigma_correlation_rule', () => ({ ofRule: (rule) => rule.kind === 'correlation' })],
  [
    'rule_attribute',
    (parameters) => {
      const { attribute, value, op } = z
        .object({
          attribute: z.string(),
          value: scalar,
          op: z.enum(['eq', 'ne', 'gte', 'gt', 'lte', 'lt', 'in', 'not_in']).default('eq'),
        })
        .parse(parameters)
      return {
        ofRule: ({ attributes }) =>
          Object.hasOwn(attributes, attribute) && compareAttribute(attributes[attribute], op, value),
      }
    },
  ],
  [
    'tag',
    (parameters) => {
      const { tag } = z.object({ tag: z.string() }).parse(parameters)
      return {
        ofRule: ({ attributes }) =>
          Array.isArray(attributes['tags']) && attributes['tags'].map(String).includes(tag),
      }
    },
  ],
])

const ITEM_CONDITIONS: ReadonlyMap<string, ConditionMaker> = new Map<string, ConditionMaker>([
  [
    'match_string',
    (parameters) => {
      const {
        pattern: source,
        negate,
        cond,
      } = valued.extend({ pattern: z.string(), negate: z.boolean().default(false) }).parse(parameters)
      const start = pattern(source, 'start')
      return ofValues(
        cond,
        (value) => (value.kind === 'text' && start.test(writePattern(value.parts))) !== negate,
      )
    },
  ],
  [
    'match_value',
    (parameters) => {
      const { value, cond } = valued.extend({ value: scalar }).parse(parameters)
      const wanted = scalarValue(value)
      return ofValues(cond, (one) => one.kind === wanted.kind && textOf(one) === textOf(wanted))
    },
  ],
  [
    'contains_wildcard',
    (parameters) =>
      ofValues(
        valued.parse(parameters).cond,
        (value) => value.kind === 'text' && value.parts.some((part) => typeof part === 'object'),
      ),
  ],
  ['is_null', (parameters) => ofValues(valued.parse(parameters).cond, (value) => value.kind === 'null')],
  [
    'processing_item_applied',
    (parameters) => {
      const { processing_item_id } = applied.parse(parameters)
      return { ofItem: (item) => item.applied.includes(processing_item_id) }
    },
  ],
  ['processing_state', processingState],
])

const FIELD_CONDITIONS: ReadonlyMap<string, ConditionMaker> = new Map<string, ConditionMaker>([
  ['include_fields', (parameters) => ofFields(parameters, true)],
  ['exclude_fields', (parameters) => ofFields(parameters, false)],
  [
    'processing_item_applied',
    (parameters) => {
      const { processing_item_id } = applied.parse(parameters)
      return {
        ofItem: (item) => item.applied.includes(processing_item_id),
        ofField: (name, state) => state.fieldMadeBy(name, processing_item_id),
      }
    },
  ],
  ['processing_state', processingState],
])

/** Conditions by what they are asked about, and by name. */
export const CONDITION_KINDS = {
  rule: RULE_CONDITIONS,
  detection_item: ITEM_CONDITIONS,
  field_name: FIELD_CONDITIONS,
}

function ofValues(cond: 'any' | 'all', test: (value: SigmaValue) => boolean): PartialTest {
  return {
    ofItem: ({ values }) => (cond === 'any' ? values.flat().some(test) : values.flat().every(test)),
  }
}

function ofFields(parameters: Parameters, included: boolean): PartialTest {
  const { fields, mode } = z
    .object({ fields: z.array(z.string()), mode: z.enum(['plain', 're']).default('plain') })
    .parse(parameters)
  const patterns = mode === 're' ? fields.map((source) => pattern(source, 'start')) : []
  const isListed = (name: string | null): boolean =>
    name !== null && (mode === 'plain' ? fields.includes(name) : patterns.some((one) => one.test(name)))
  return { ofField: (name) => isListed(name) === included }
}

function allItems(rule: SigmaRule): DetectionItem[] {
  return rule.kind === 'detection' ? [...rule.selections.values()].flatMap(itemsOf) : []
}

/** A value as it would be written; patterns with their wildcards. */
function textOf(value: SigmaValue): string {
  switch (value.kind) {
    case 'text':
      return writePattern(value.parts)
    case 'number':
      return value.text
    case 'boolean':
      return String(value.value)
    case 'null':
      return ''
    default:
      return JSON.stringify(value)
  }
}

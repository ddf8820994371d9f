import { z } from 'zod'
import type { CorrelationRule } from '../correlation/rule.ts'
import type { DetectionItem } from '../detection/item.ts'
import { ANY, isAny, type SigmaValue, textValue } from '../detection/value.ts'
import type { SigmaRule } from '../rule.ts'
import type { Step, Transformation, TransformationMaker } from './step.ts'

/** New names of a field (null: keywords); undefined leaves it as it is. */
type FieldMap = (field: string | null) => readonly string[] | undefined

const names = z.union([z.string().transform((one) => [one]), z.array(z.string())])
/** A key that is null in YAML stands for keywords; it is read as the empty text. */
const mapping = z.record(z.string(), names)

const CASES: ReadonlyMap<string, (field: string) => string> = new Map([
  ['lower', (field: string) => field.toLowerCase()],
  ['lower_case', (field: string) => field.toLowerCase()],
  ['upper', (field: string) => field.toUpperCase()],
  ['upper_case', (field: string) => field.toUpperCase()],
  ['snake_case', snakeCase],
])

export const FIELD_TRANSFORMATIONS: readonly (readonly [string, TransformationMaker])[] = [
  [
    'field_name_mapping',
    (parameters) => {
      const known = new Map(Object.entries(z.object({ mapping }).parse(parameters).mapping))
      return mapFields((field) => known.get(field ?? ''))
    },
  ],
  [
    'field_name_prefix_mapping',
    (parameters) => {
      const known = Object.entries(z.object({ mapping }).parse(parameters).mapping)
      return mapFields((field) => {
        const found = field === null ? undefined : known.find(([prefix]) => field.startsWith(prefix))
        return found?.[1].map((prefix) => prefix + (field ?? '').slice(found[0].length))
      })
    },
  ],
  ['field_name_prefix', prefix],
  ['add_field_prefix', prefix],
  [
    'field_name_suffix',
    (parameters) => {
      const { suffix } = z.object({ suffix: z.string() }).parse(parameters)
      return mapFields((field) => (field === null ? undefined : [field + suffix]))
    },
  ],
  [
    'field_name_transform',
    (parameters) => {
      const shape = z.object({
        transform_func: z.string(),
        mapping: mapping.default({}),
        apply_keyword: z.boolean().default(false),
      })
      const { transform_func: name, mapping: own } = shape.parse(parameters)
      const change = CASES.get(name)
      if (change === undefined)
        throw new Error(`transform_func is one of ${[...CASES.keys()].join(', ')}, not ${name}`)
      const known = new Map(Object.entries(own))
      return mapFields((field) => (field === null ? undefined : (known.get(field) ?? [change(field)])))
    },
  ],
]

function prefix(parameters: Readonly<Record<string, unknown>>): Transformation {
  const { prefix: before } = z.object({ prefix: z.string() }).parse(parameters)
  return mapFields((field) => (field === null ? undefined : [before + field]))
}

function mapFields(map: FieldMap): Transformation {
  return (rule, step) => {
    if (rule.kind === 'correlation') return mapCorrelation(rule, map, step)
    return step.mapItems(rule, (item) => mapItem(item, map, step))
  }
}

function mapItem(item: DetectionItem, map: FieldMap, step: Step) {
  const values = item.values.map((alternatives) => alternatives.flatMap((value) => mapReference(value, map)))
  const hasReferences = item.values.flat().some(({ kind }) => kind === 'field')
  const fields = map(item.field)
  if (fields === undefined) return hasReferences ? { ...item, values } : undefined
  step.state.fieldMade(item.field, fields, step.item.id)
  const searched = item.field === null ? values.map((alternatives) => alternatives.map(anywhere)) : values
  const renamed = fields.map((field): DetectionItem => ({ ...item, field, values: searched }))
  const [only] = renamed
  return renamed.length === 1 && only !== undefined ? only : { kind: 'or' as const, parts: renamed }
}

/** The field that a value refers to. */
function mapReference(value: SigmaValue, map: FieldMap): SigmaValue[] {
  if (value.kind !== 'field') return [value]
  return (map(value.field) ?? [value.field]).map((field) => ({ ...value, field }))
}

/** Keywords that go to a field are still found anywhere in it. */
function anywhere(value: SigmaValue): SigmaValue {
  if (value.kind !== 'text') return value
  const before = isAny(value.parts[0]) ? [] : [ANY]
  return textValue([...before, ...value.parts, ANY], value.cased)
}

/** A correlation's groups, aliases and measured fields. */
function mapCorrelation(rule: CorrelationRule, map: FieldMap, step: Step): SigmaRule {
  const many = (field: string): readonly string[] => {
    const mapped = step.matchesField(field) ? map(field) : undefined
    if (mapped !== undefined) step.state.fieldMade(field, mapped, step.item.id)
    return mapped ?? [field]
  }
  const one = (field: string): string => {
    const [only, ...more] = many(field)
    if (only !== undefined && more.length === 0) return only
    throw step.refuse(
      'wrong-argument',
      `A pipeline gives the field ${field} several names, which a correlation cannot take.`,
    )
  }
  const aliases = new Map(
    [...rule.aliases].map(([alias, byRule]) => [
      alias,
      new Map([...byRule].map(([name, field]) => [name, one(field)])),
    ]),
  )
  return {
    ...rule,
    aliases,
    groupBy: rule.groupBy.flatMap((field) => (rule.aliases.has(field) ? [field] : many(field))),
    fields: rule.fields.map((field) => (rule.aliases.has(field) ? field : one(field))),
  }
}

export function snakeCase(text: string): string {
  return text
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
}

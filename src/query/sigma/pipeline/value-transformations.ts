import { z } from 'zod'
import type { Detection, DetectionItem } from '../detection/item.ts'
import { isNumeric, textOfRule } from '../detection/modifiers.ts'
import { quoted } from '../detection/placeholders.ts'
import { scalarValue } from '../detection/read-selection.ts'
import { readPattern, readPlaceholders, writePattern } from '../detection/text-pattern.ts'
import {
  literalText,
  placeholdersOf,
  type SigmaValue,
  type TextValue,
  textValue,
} from '../detection/value.ts'
import { snakeCase } from './field-transformations.ts'
import { pattern, replacement } from './pattern.ts'
import type { TransformationMaker } from './step.ts'

const scalar = z.union([z.string(), z.number(), z.bigint(), z.boolean(), z.null()])

/** Names of hashes by their length in hexadecimal digits. */
const HASHES: ReadonlyMap<number, string> = new Map([
  [32, 'MD5'],
  [40, 'SHA1'],
  [64, 'SHA256'],
  [128, 'SHA512'],
])

const CASES: Readonly<Record<'lower' | 'upper' | 'snake_case', (text: string) => string>> = {
  lower: (text) => text.toLowerCase(),
  upper: (text) => text.toUpperCase(),
  snake_case: snakeCase,
}

export const VALUE_TRANSFORMATIONS: readonly (readonly [string, TransformationMaker])[] = [
  [
    'replace_string',
    (parameters) => {
      const shape = z.object({
        regex: z.string(),
        replacement: z.string(),
        skip_special: z.boolean().default(false),
        interpret_special: z.boolean().default(false),
      })
      const given = shape.parse(parameters)
      const found = pattern(given.regex, 'anywhere')
      const by = replacement(given.replacement)
      return (rule, step) =>
        step.mapValues(rule, (value) => {
          if (value.kind !== 'text' && value.kind !== 'number') return undefined
          const text = value.kind === 'text' ? value : textValue([value.text])
          if (!given.skip_special) {
            const replaced = writePattern(text.parts).replace(found, by)
            const { parts } = readPattern(replaced)
            const hasPlaceholders = placeholdersOf(value).length > 0
            return [textValue(hasPlaceholders ? readPlaceholders(parts) : parts, text.cased)]
          }
          const parts = text.parts.flatMap((part) => {
            if (typeof part !== 'string') return [part]
            const replaced = part.replace(found, by)
            return given.interpret_special ? readPattern(replaced).parts : [replaced]
          })
          return [textValue(parts, text.cased)]
        })
    },
  ],
  [
    'map_string',
    (parameters) => {
      const texts = z.union([z.string().transform((one) => [one]), z.array(z.string())])
      const { mapping } = z.object({ mapping: z.record(z.string(), texts) }).parse(parameters)
      const known = new Map(Object.entries(mapping))
      return (rule, step) =>
        step.mapValues(rule, (value) =>
          value.kind === 'text' ? known.get(writePattern(value.parts))?.map(textOfRule) : undefined,
        )
    },
  ],
  [
    'regex',
    (parameters) => {
      const { method } = z
        .object({
          method: z
            .enum(['plain', 'ignore_case_flag', 'ignore_case_brackets'])
            .default('ignore_case_brackets'),
        })
        .parse(parameters)
      const flags = method === 'plain' ? '' : 'i'
      return (rule, step) =>
        step.mapValues(rule, (value) => {
          if (value.kind !== 'text' || value.parts.length === 0) return undefined
          return [{ kind: 'regex', parts: [`^${value.parts.map(regexOf).join('')}$`], flags }]
        })
    },
  ],
  [
    'set_value',
    (parameters) => {
      const { value, force_type: type } = z
        .object({ value: scalar, force_type: z.enum(['str', 'num']).nullish() })
        .parse(parameters)
      const set = forced(scalarValue(value), type ?? undefined)
      if (set === undefined) throw new Error(`${String(value)} is no number`)
      return (rule, step) => step.mapValues(rule, () => [set])
    },
  ],
  [
    'convert_type',
    (parameters) => {
      const { target_type: type } = z.object({ target_type: z.enum(['str', 'num']) }).parse(parameters)
      return (rule, step) =>
        step.mapValues(rule, (value, item) => {
          if (value.kind === 'null') return undefined
          const converted = forced(value, type)
          if (converted === undefined) {
            throw step.refuse('wrong-argument', 'A pipeline asks for a number, and the value is none.', item)
          }
          return [converted]
        })
    },
  ],
  [
    'case',
    (parameters) => {
      const { method } = z.object({ method: z.enum(['lower', 'upper', 'snake_case']) }).parse(parameters)
      const change = CASES[method]
      return (rule, step) =>
        step.mapValues(rule, (value) =>
          value.kind === 'text'
            ? [
                {
                  ...value,
                  parts: value.parts.map((part) => (typeof part === 'string' ? change(part) : part)),
                },
              ]
            : undefined,
        )
    },
  ],
  [
    'hashes_fields',
    (parameters) => {
      const shape = z.object({
        valid_hash_algos: z.array(z.string()),
        field_prefix: z.string().default(''),
        drop_algo_prefix: z.boolean().default(false),
      })
      const given = shape.parse(parameters)
      const fieldOf = (algorithm: string) => given.field_prefix + (given.drop_algo_prefix ? '' : algorithm)
      return (rule, step) =>
        step.mapItems(rule, (item) => {
          const byField = hashesByField(item, given.valid_hash_algos, fieldOf)
          if (byField === undefined) return undefined
          if (byField.size === 0) {
            throw step.refuse(
              'wrong-argument',
              `No value is a hash of one of ${given.valid_hash_algos.join(', ')}.`,
              item,
            )
          }
          return hashItems(item, byField)
        })
    },
  ],
]

/** undefined: not a number. */
function forced(value: SigmaValue, type: 'str' | 'num' | undefined): SigmaValue | undefined {
  if (type === undefined) return value
  const written =
    value.kind === 'number'
      ? value.text
      : value.kind === 'boolean'
        ? String(value.value)
        : value.kind === 'text'
          ? literalText(value)
          : undefined
  if (type === 'str') return value.kind === 'text' || written === undefined ? value : textValue([written])
  return written !== undefined && isNumeric(written) ? { kind: 'number', text: written.trim() } : undefined
}

function regexOf(part: TextValue['parts'][number]): string {
  if (typeof part === 'string') return quoted(part)
  if ('placeholder' in part) return quoted(`%${part.placeholder}%`)
  return part.special === '*' ? '.*' : '.'
}

function hashesByField(
  item: DetectionItem,
  valid: readonly string[],
  fieldOf: (algorithm: string) => string,
): Map<string, string[]> | undefined {
  const values = item.values.flat()
  if (!values.every((value) => value.kind === 'text')) return undefined
  const byField = new Map<string, string[]>()
  for (const value of values) {
    const plain = value.parts.filter((part) => typeof part === 'string').join('')
    const [algorithm, hash] = hashOf(plain)
    if (!valid.includes(algorithm)) continue
    const field = fieldOf(algorithm)
    byField.set(field, [...(byField.get(field) ?? []), hash])
  }
  return byField
}

/** `SHA1=…`, `SHA1|…`, or the digits alone. */
function hashOf(text: string): [algorithm: string, hash: string] {
  const parts = text.split(text.includes('|') ? '|' : '=')
  const [first = '', second] = parts
  return parts.length === 2 && second !== undefined
    ? [first.toUpperCase(), second]
    : [HASHES.get(first.length) ?? '', first]
}

function hashItems(item: DetectionItem, byField: ReadonlyMap<string, readonly string[]>): Detection {
  const parts = [...byField].map(
    ([field, hashes]): DetectionItem => ({
      ...item,
      field: field === '' || field === 'keyword' ? null : field,
      values: hashes.map((hash) => [textValue([hash])]),
      every: false,
    }),
  )
  return { kind: 'or', parts }
}

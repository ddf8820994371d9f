import { base64, base64Anywhere, DASHES, utf8, utf16 } from './encodings.ts'
import { networkOf } from './network.ts'
import { readPattern, readPlaceholders, writePattern } from './text-pattern.ts'
import {
  ANY,
  type Comparison,
  type FieldValue,
  isAny,
  literalText,
  type SigmaValue,
  type TextPart,
  type TextValue,
  TIME_PARTS,
  type TimePart,
  textValue,
} from './value.ts'

/** Why a modifier cannot take a value: the rest of the sentence `The modifier x `. */
export class ModifierRefusal extends Error {}

/** What a modifier makes of one value: the alternatives that stand for it. */
type ValueModifier = (value: SigmaValue) => readonly SigmaValue[]

/** More dashes than this in one value are matched by a pattern instead of written out. */
const MOST_DASHES = 3

/** Modifiers of single values, by name. (`all` and `neq` are about the whole list.) */
const MODIFIERS: ReadonlyMap<string, ValueModifier> = new Map<string, ValueModifier>([
  ['contains', (value) => [anchored(value, 'contains')]],
  ['startswith', (value) => [anchored(value, 'starts')]],
  ['endswith', (value) => [anchored(value, 'ends')]],
  ['cased', cased],
  ['windash', (value) => withDashes(text(value))],
  ['re', (value) => [{ kind: 'regex', parts: [rawText(value)], flags: '' }]],
  ['i', regexFlag('i')],
  ['ignorecase', regexFlag('i')],
  ['m', regexFlag('m')],
  ['multiline', regexFlag('m')],
  ['s', regexFlag('s')],
  ['dotall', regexFlag('s')],
  ['base64', (value) => [textValue([base64(bytesOf(value))])]],
  ['base64offset', (value) => base64Anywhere(bytesOf(value)).map((encoded) => textValue([encoded]))],
  ['utf16le', encoded('le')],
  ['wide', encoded('le')],
  ['utf16be', encoded('be')],
  ['utf16', encoded('le-with-mark')],
  ['lt', comparison('<')],
  ['lte', comparison('<=')],
  ['gt', comparison('>')],
  ['gte', comparison('>=')],
  ...TIME_PARTS.map((part): [string, ValueModifier] => [part, timePart(part)]),
  ['cidr', network],
  ['expand', expand],
  ['fieldref', fieldReference],
  ['exists', exists],
])

export function isModifier(name: string): boolean {
  return name === 'all' || name === 'neq' || MODIFIERS.has(name)
}

/** Values after modifiers, applied from left to right. @throws ModifierRefusal with the modifier's name in its sentence. */
export function applyModifiers(value: SigmaValue, modifiers: readonly string[]): readonly SigmaValue[] {
  let values: readonly SigmaValue[] = [value]
  for (const name of modifiers) {
    const modify = MODIFIERS.get(name)
    if (modify === undefined) continue
    try {
      values = values.flatMap((one) => modify(one))
    } catch (refusal) {
      if (!(refusal instanceof ModifierRefusal)) throw refusal
      throw new ModifierRefusal(`The modifier ${name} ${refusal.message}`)
    }
  }
  return values
}

/** A value that was read as text. Numbers and truth values are taken as they are written. */
function text(value: SigmaValue): TextValue {
  if (value.kind === 'text') return value
  if (value.kind === 'number') return textValue([value.text])
  if (value.kind === 'boolean') return textValue([String(value.value)])
  throw new ModifierRefusal(`takes text, not ${describe(value)}.`)
}

/** The text before escapes and wildcards were read. */
function rawText(value: SigmaValue): string {
  const { parts, written } = text(value)
  return written ?? writePattern(parts)
}

/** A text of a rule as a value. */
export function textOfRule(written: string): TextValue {
  return { ...readPattern(written), written }
}

function anchored(value: SigmaValue, how: FieldValue['how']): SigmaValue {
  if (value.kind === 'field') return { ...value, how: value.how === 'equals' ? how : 'contains' }
  // A regular expression is searched for anywhere already.
  if (value.kind === 'regex' && how === 'contains') return value
  const { parts, cased } = text(value)
  const before = how === 'contains' || how === 'ends' ? [ANY] : []
  const after = how === 'contains' || how === 'starts' ? [ANY] : []
  return textValue([...before, ...parts, ...after], cased)
}

function cased(value: SigmaValue): SigmaValue[] {
  if (value.kind === 'field') return [{ ...value, cased: true }]
  return [{ ...text(value), cased: true }]
}

function withDashes({ parts, cased }: TextValue): TextValue[] {
  const split = parts.flatMap((part) => (typeof part === 'string' ? dashesApart(part) : [part]))
  const dashes = split.filter(
    (part) => typeof part === 'object' && 'special' in part && part.special === 'dash',
  )
  if (dashes.length > MOST_DASHES) return [textValue(split, cased)]
  return split
    .reduce<TextPart[][]>(
      (all, part) => {
        const isDash = typeof part === 'object' && 'special' in part && part.special === 'dash'
        const choices: readonly TextPart[] = isDash ? DASHES : [part]
        return all.flatMap((before) => choices.map((choice) => [...before, choice]))
      },
      [[]],
    )
    .map((choice) => textValue(choice, cased))
}

/** A dash before a word and not inside one: that of a flag. */
function dashesApart(literal: string): TextPart[] {
  const pieces = literal.split(/\B[-/\u2013\u2014\u2015](?=\w)/)
  return pieces.flatMap((piece, at): TextPart[] => (at === 0 ? [piece] : [{ special: 'dash' }, piece]))
}

function regexFlag(flag: string): ValueModifier {
  return (value) => {
    if (value.kind !== 'regex') throw new ModifierRefusal('follows re only.')
    return [{ ...value, flags: value.flags.includes(flag) ? value.flags : value.flags + flag }]
  }
}

function bytesOf(value: SigmaValue): readonly number[] {
  const source = text(value)
  if (source.bytes !== undefined) return source.bytes
  const literal = literalText(source)
  if (literal === undefined) throw new ModifierRefusal('takes text without wildcards and placeholders.')
  return utf8(literal)
}

function encoded(how: 'le' | 'be' | 'le-with-mark'): ValueModifier {
  return (value) => {
    const literal = literalText(text(value))
    if (literal === undefined) throw new ModifierRefusal('takes text without wildcards and placeholders.')
    const bytes = utf16(literal, how)
    // What is not ASCII is not text any more; only base64 can follow then.
    const asText = bytes.every((byte) => byte < 0x80) ? String.fromCharCode(...bytes) : '\uFFFD'
    return [{ ...textValue([asText]), bytes }]
  }
}

function comparison(operator: Comparison): ValueModifier {
  return (value) => {
    if (value.kind === 'time-part') {
      return [{ kind: 'compare', operator, bound: String(value.number), part: value.part }]
    }
    const bound = literalText(text(value))
    if (bound === undefined || (!isNumeric(bound) && Number.isNaN(Date.parse(bound)))) {
      throw new ModifierRefusal(`takes a number or a time, not ${describe(value)}.`)
    }
    return [{ kind: 'compare', operator, bound }]
  }
}

export function isNumeric(written: string): boolean {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(written.trim())
}

function timePart(part: TimePart): ValueModifier {
  return (value) => {
    if (value.kind === 'compare' && value.part === undefined && isNumeric(value.bound)) {
      return [{ ...value, part }]
    }
    const written = value.kind === 'number' || value.kind === 'text' ? literalText(text(value)) : undefined
    if (written === undefined || !/^\d{1,4}$/.test(written.trim())) {
      throw new ModifierRefusal(`takes a whole number, not ${describe(value)}.`)
    }
    return [{ kind: 'time-part', part, number: Number(written) }]
  }
}

function network(value: SigmaValue): SigmaValue[] {
  const written = rawText(value)
  const found = networkOf(written)
  if (found === undefined) {
    throw new ModifierRefusal(`takes a network such as 10.0.0.0/8 or 2001:db8::/32, not ${describe(value)}.`)
  }
  return [{ kind: 'network', ...found }]
}

function expand(value: SigmaValue): SigmaValue[] {
  if (value.kind === 'regex') return [{ ...value, parts: readPlaceholders(value.parts) }]
  const { parts, cased } = text(value)
  return [textValue(readPlaceholders(parts), cased)]
}

function fieldReference(value: SigmaValue): SigmaValue[] {
  const { parts, cased } = text(value)
  const how =
    parts.length > 1
      ? isAny(parts[0])
        ? isAny(parts.at(-1))
          ? 'contains'
          : 'ends'
        : 'starts'
      : ('equals' as const)
  const field = literalText(textValue(parts.filter((part) => !isAny(part))))
  if (field === undefined || field === '') throw new ModifierRefusal('takes the name of a field.')
  return [{ kind: 'field', field, how, cased }]
}

function exists(value: SigmaValue): SigmaValue[] {
  const written = value.kind === 'boolean' ? String(value.value) : value.kind === 'text' ? rawText(value) : ''
  if (!/^(true|false)$/i.test(written)) {
    throw new ModifierRefusal(`takes true or false, not ${describe(value)}.`)
  }
  return [{ kind: 'exists', present: written.toLowerCase() === 'true' }]
}

function describe(value: SigmaValue): string {
  if (value.kind === 'text') return `"${writePattern(value.parts)}"`
  if (value.kind === 'number') return value.text
  if (value.kind === 'boolean') return String(value.value)
  return (
    { null: 'null', regex: 'a regular expression', network: 'a network' }[value.kind as string] ??
    `what ${value.kind} makes`
  )
}

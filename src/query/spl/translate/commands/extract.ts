import { call, literal, named } from '../../../plan/build.ts'
import type { Expression } from '../../../plan/expression.ts'
import { QueryError } from '../../../plan/query-error.ts'
import { toText } from '../../functions/conversions.ts'
import { evalFunction } from '../../functions/function-signatures.ts'
import { toRe2 } from '../../functions/regular-expression.ts'
import { quoted } from '../../functions/wildcard.ts'
import type {
  IpLocationCommand,
  PairsCommand,
  RexCommand,
  SpathCommand,
} from '../../syntax/commands/extract.ts'
import { scopeOf } from '../field-scope.ts'
import { firstOf, withFieldsUsedLater } from '../fields-used-later.ts'
import type { CommandContext } from '../session.ts'
import { namesOf, type SplRows, withFields } from '../spl-rows.ts'

const NAMED_GROUP = /\(\?P?<([A-Za-z_][\w.]*)>/g

/** Each named group becomes a field; a field keeps its value where nothing matches. */
export function translateRex(command: RexCommand, rows: SplRows, { session }: CommandContext): SplRows {
  const { at, patternAt, maxMatch } = command
  if (command.offsetField !== undefined) {
    throw new QueryError(
      'unsupported',
      'offset_field= of rex is not supported.',
      command.offsetField,
      'offset_field',
    )
  }
  const scope = scopeOf(rows, session)
  const text = toText(scope.field(command.field, at))
  if (command.sed) return withFields(rows, [named(command.field, edited(text, command))], at)
  const groups = groupsOf(command.pattern)
  if (groups.length === 0) {
    throw new QueryError(
      'wrong-argument',
      'The regular expression of rex names no field; write (?<field>…) around what to take.',
      patternAt,
      'rex',
    )
  }
  const pattern = literal('string', toRe2(command.pattern.replace(NAMED_GROUP, '('), patternAt), patternAt)
  const values = groups.map(({ name, index }) => {
    const group = literal('long', String(index), at)
    const found =
      maxMatch === 1
        ? call('spl.group', 'string', [text, pattern, group], at)
        : call('spl.groups', 'multivalue', [text, pattern, group, literal('long', String(maxMatch), at)], at)
    const before = namesOf(rows).includes(name) ? scope.find(name, at) : undefined
    return named(name, before === undefined ? found : firstOf([found, before], at))
  })
  return withFields(rows, values, at)
}

/** Named groups and their places among all groups that capture. */
function groupsOf(pattern: string): { name: string; index: number }[] {
  const found = new Map<string, number>()
  let index = 0
  let inClass = false
  for (let offset = 0; offset < pattern.length; offset += 1) {
    const character = pattern[offset]
    if (character === '\\') offset += 1
    else if (inClass) inClass = character !== ']'
    else if (character === '[') {
      inClass = true
      // A bracket that closes at once belongs to the class: []x] and [^]x].
      const first = /^\[\^?\]/.exec(pattern.slice(offset))
      if (first !== null) offset += first[0].length - 1
    } else if (character === '(') {
      const rest = pattern.slice(offset)
      const name = /^\(\?P?<([A-Za-z_][\w.]*)>/.exec(rest)?.[1]
      if (name !== undefined || !rest.startsWith('(?')) index += 1
      if (name !== undefined && !found.has(name)) found.set(name, index)
    }
  }
  return [...found].map(([name, at]) => ({ name, index: at }))
}

/** `s/pattern/replacement/g`, or `y/abc/xyz/`. */
function edited(text: Expression, { pattern, patternAt, at }: RexCommand): Expression {
  const kind = pattern[0] ?? ''
  const separator = pattern[1] ?? ''
  const parts = separator === '' ? [] : splitSed(pattern.slice(2), separator)
  const [from, to, flags = ''] = parts
  if ((kind !== 's' && kind !== 'y') || from === undefined || to === undefined || parts.length < 3) {
    throw new QueryError(
      'wrong-argument',
      'A sed expression is s/pattern/replacement/g or y/abc/xyz/.',
      patternAt,
      'mode=sed',
    )
  }
  if (kind === 'y') {
    if ([...from].length !== [...to].length) {
      throw new QueryError(
        'wrong-argument',
        'y/abc/xyz/ takes as many characters on either side.',
        patternAt,
        'y',
      )
    }
    return call(
      'spl.transliterate',
      'string',
      [text, literal('string', from, at), literal('string', to, at)],
      at,
    )
  }
  if (!/^[gi]*$/.test(flags)) {
    throw new QueryError(
      'unsupported',
      `The flags "${flags}" of sed are not supported; g and i are.`,
      patternAt,
      flags,
    )
  }
  const regex = `${flags.includes('i') ? '(?i)' : ''}${toRe2(from, patternAt)}`
  const replacement = to.replace(/\\(?!\d)/g, '\\\\').replace(/&/g, '\\0')
  const name = flags.includes('g') ? 'spl.replace' : 'spl.replace_first'
  return call(name, 'string', [text, literal('string', regex, at), literal('string', replacement, at)], at)
}

function splitSed(text: string, separator: string): string[] {
  const parts = ['']
  for (let offset = 0; offset < text.length; offset += 1) {
    const character = text[offset] ?? ''
    const next = text[offset + 1] ?? ''
    if (character === '\\' && next === separator) {
      parts[parts.length - 1] += next
      offset += 1
    } else if (character === '\\') {
      parts[parts.length - 1] += character + next
      offset += 1
    } else if (character === separator) parts.push('')
    else parts[parts.length - 1] += character
  }
  return parts
}

/** One value of JSON, or without a path every field that the search uses later and nothing else gives. */
export function translateSpath(command: SpathCommand, rows: SplRows, { session }: CommandContext): SplRows {
  const { at, input, path } = command
  const scope = scopeOf(rows, session)
  const valueAt = (where: string) =>
    evalFunction('spath', at).translate([scope.field(input, at), literal('string', where, at)], at, 'spath')
  if (path !== undefined) return withFields(rows, [named(command.output ?? path, valueAt(path))], at)
  return withFieldsUsedLater(rows, `spath ${at.start}`, session, at, valueAt)
}

/** `xmlkv`, `extract`: fields that the search uses later. */
export function translatePairs(command: PairsCommand, rows: SplRows, { session }: CommandContext): SplRows {
  const { at, field, form } = command
  const text = toText(scopeOf(rows, session).field(field, at))
  return withFieldsUsedLater(rows, `${form} ${at.start}`, session, at, (name) => {
    const pattern = form === 'xml' ? elementPattern(name) : pairPattern(name, command)
    const groups = [1, 2].map((index) =>
      call(
        'spl.group',
        'string',
        [text, literal('string', pattern, at), literal('long', String(index), at)],
        at,
      ),
    )
    return call('spl.coalesce', 'string', groups, at)
  })
}

/** `<name …>value</name>`, or as Windows writes it `<Data Name='name'>value</Data>`. */
function elementPattern(name: string): string {
  const literalName = quoted(name)
  return `(?s)(?:<(?:\\w+:)?${literalName}(?:\\s[^>]*)?>([^<]*)</|<Data\\s+Name=['"]${literalName}['"]\\s*>([^<]*)</Data>)`
}

function pairPattern(name: string, { pairDelimiters, valueDelimiters }: PairsCommand): string {
  const pairs = [...pairDelimiters].map(quoted).join('|')
  const values = [...valueDelimiters].map(quoted).join('|')
  const inClass = [...pairDelimiters]
    .map((character) => `\\x{${(character.codePointAt(0) ?? 0).toString(16)}}`)
    .join('')
  return `(?:^|${pairs})\\s*${quoted(name)}\\s*(?:${values})\\s*(?:"([^"]*)"|([^"${inClass}][^${inClass}]*))`
}

const PLACE_FIELDS = ['City', 'Country', 'Region', 'lat', 'lon']
const MORE_PLACE_FIELDS = ['Continent', 'MetroCode', 'Timezone']

/** No table of places comes with the program: the fields are there and null. */
export function translateIpLocation(
  command: IpLocationCommand,
  rows: SplRows,
  { session }: CommandContext,
): SplRows {
  const { at, prefix } = command
  session.warn('It is not known here where an address is: the fields of iplocation are null.', at)
  scopeOf(rows, session).field(command.field.text, command.field.at)
  const names = command.allFields ? [...PLACE_FIELDS, ...MORE_PLACE_FIELDS] : PLACE_FIELDS
  return withFields(
    rows,
    names.map((name) => named(`${prefix}${name}`, literal('string', null, at))),
    at,
  )
}

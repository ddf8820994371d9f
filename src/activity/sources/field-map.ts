import { z } from 'zod'
import { WeighbridgeError } from '../../base/errors.ts'
import { literal } from '../../base/sql-literal.ts'
import { type ActivityKind, COLUMNS, type ColumnType } from '../kinds.ts'

/**
 * How a user says what a line holds without SQL: the format of the lines, and which of their fields each column comes
 * from.
 */
export const fieldMapSchema = z
  .strictObject({
    format: z.enum(['json', 'csv', 'keyvalue', 'regex']),
    /** For `regex`: with named groups, e.g. `^(?<when>\S+) (?<who>\S+)$`. */
    pattern: z.string().optional(),
    /** For `csv`, whose first line names the fields. */
    delimiter: z.string().length(1).default(','),
    /** Column to field; a nested JSON field is written `user.name`. */
    fields: z.record(z.string(), z.string().min(1)),
    /** Column to a fixed text, e.g. `operation: get`. */
    fixed: z.record(z.string(), z.string()).default({}),
  })
  .refine(({ format, pattern }) => (format === 'regex') === (pattern !== undefined), {
    path: ['pattern'],
    message: 'is needed for the format regex, and only there',
  })

export type FieldMap = z.infer<typeof fieldMapSchema>

/** What a field map stands for in the words of a source. */
export interface MappedSource {
  readonly let: Readonly<Record<string, string>>
  readonly columns: Readonly<Record<string, string>>
  readonly recognise: { readonly line: string; readonly header?: string; readonly holds?: string[] }
  readonly reject: readonly { readonly when: string; readonly reason: string; readonly expected: boolean }[]
}

/**
 * The SQL of a field map.
 *
 * @throws WeighbridgeError `bad-input` for a field that the pattern does not name.
 */
export function mapFields(activity: ActivityKind, map: FieldMap): MappedSource {
  const { fieldOf, ...format } = FORMATS[map.format](map)
  const mapped = Object.entries(map.fields).map(([name, field]) => {
    const type = COLUMNS[activity].find((column) => column.name === name)?.type ?? 'text'
    return [name, CONVERSIONS[type](fieldOf(field))]
  })
  const fixed = Object.entries(map.fixed).map(([name, text]) => [name, literal(text)])
  return { ...format, columns: Object.fromEntries([...mapped, ...fixed]) }
}

type Format = (map: FieldMap) => Omit<MappedSource, 'columns'> & { fieldOf(field: string): string }

const FORMATS: Readonly<Record<FieldMap['format'], Format>> = {
  json: ({ fields }) => ({
    let: {},
    recognise: { line: '^\\s*\\{', holds: keysOf(fields) },
    reject: [{ when: 'NOT isValidJSON(line)', reason: 'not valid JSON', expected: false }],
    fieldOf: (field) => {
      const path = field.split('.').map(literal).join(', ')
      return `if(JSONType(line, ${path}) = 'String', JSONExtractString(line, ${path}), JSONExtractRaw(line, ${path}))`
    },
  }),
  csv: ({ fields, delimiter }) => ({
    let: { names: cells('header', delimiter), cells: cells('line', delimiter) },
    recognise: {
      line: '.',
      header: Object.values(fields)
        .map((field) => `(?=.*(^|${quoted(delimiter)})"?${quoted(field)}"?\\s*($|${quoted(delimiter)}))`)
        .join(''),
    },
    reject: [
      { when: 'line = header', reason: 'the header', expected: true },
      {
        when: 'length(cells) != length(names)',
        reason: 'not as many fields as the header',
        expected: false,
      },
    ],
    fieldOf: (field) => `cells[indexOf(names, ${literal(field)})]`,
  }),
  keyvalue: ({ fields }) => ({
    let: { pairs: `extractKeyValuePairs(line, '=', ' ', '"')` },
    recognise: { line: '=', holds: Object.values(fields).map((field) => `${field}=`) },
    reject: [],
    fieldOf: (field) => `pairs[${literal(field)}]`,
  }),
  regex: ({ pattern = '' }) => {
    const names = [...pattern.matchAll(/\(\?<([A-Za-z_]\w*)>/g)].map((match) => match[1])
    const plain = pattern.replaceAll(/\(\?<[A-Za-z_]\w*>/g, '(')
    return {
      let: { groups: `extractGroups(line, ${literal(plain)})` },
      recognise: { line: pattern },
      reject: [{ when: 'empty(groups)', reason: 'does not match the pattern', expected: false }],
      fieldOf: (field) => {
        const at = names.indexOf(field)
        if (at >= 0) return `groups[${at + 1}]`
        throw new WeighbridgeError('bad-input', `map.fields: the pattern has no group named ${field}.`)
      },
    }
  },
}

/** Text to the value of a column; NULL where it is none. */
const CONVERSIONS: Readonly<Record<ColumnType, (text: string) => string>> = {
  time: moment,
  moment,
  text: (text) => text,
  count: (text) => `if(${text} IN ('', '-', 'null'), 0, toUInt64OrNull(${text}))`,
  number: (text) => `toFloat64OrNull(${text})`,
  flag: (text) => `lower(${text}) IN ('true', '1', 'yes')`,
  address: (text) => `if(isIPv4String(${text}) OR isIPv6String(${text}), ${text}, NULL)`,
}

/** ISO 8601 and its like, or seconds or milliseconds since 1970. */
function moment(text: string): string {
  return `if(match(${text}, '^[0-9]{13}$'), fromUnixTimestamp64Milli(assumeNotNull(toInt64OrZero(${text})), 'UTC'),
    parseDateTime64BestEffortOrNull(${text}, 3, 'UTC'))`
}

/** The cells of a line of comma-separated values, RFC 4180, as an array of text. */
function cells(line: string, delimiter: string): string {
  const cell = `("(?:[^"]|"")*"|[^${delimiter === '\t' ? '\\t' : `\\${delimiter}`}]*)`
  const whole = `extractAll(concat(${literal(delimiter)}, ${line}), ${literal(`\\${delimiter}${cell}`)})`
  return `arrayMap(text -> if(startsWith(text, '"'), replaceAll(substring(text, 2, length(text) - 2), '""', '"'), trimBoth(text)), ${whole})`
}

function keysOf(fields: FieldMap['fields']): string[] {
  return Object.values(fields).map((field) => `"${field.split('.').at(-1)}"`)
}

function quoted(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

import type { PrintContext } from '../context.ts'
import { ticksOf } from '../physical.ts'
import type { FormatPart } from './spl-time-format.ts'

const MONTH_NAMES = `['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']`

/** Zones by name that mean one thing; minutes east of Greenwich. */
const ZONES: Readonly<Record<string, number>> = {
  UTC: 0,
  GMT: 0,
  Z: 0,
  EST: -300,
  EDT: -240,
  CST: -360,
  CDT: -300,
  MST: -420,
  MDT: -360,
  PST: -480,
  PDT: -420,
  CET: 60,
  CEST: 120,
}

/** What a code of strptime matches. */
const PATTERNS: Readonly<Record<string, string>> = {
  Y: '(\\d{4})',
  y: '(\\d{2})',
  m: '(\\d{1,2})',
  d: '\\s?(\\d{1,2})',
  e: '\\s?(\\d{1,2})',
  H: '\\s?(\\d{1,2})',
  k: '\\s?(\\d{1,2})',
  I: '\\s?(\\d{1,2})',
  l: '\\s?(\\d{1,2})',
  M: '(\\d{1,2})',
  S: '(\\d{1,2})',
  N: '(\\d{1,9})',
  Q: '(\\d{1,9})',
  b: '([A-Za-z]{3})[a-z]*',
  B: '([A-Za-z]{3})[a-z]*',
  a: '([A-Za-z]+)',
  A: '([A-Za-z]+)',
  p: '([AaPp])\\.?[Mm]\\.?',
  P: '([AaPp])\\.?[Mm]\\.?',
  z: '([+-]\\d{2}:?\\d{2}|Z)',
  ':z': '([+-]\\d{2}:?\\d{2}|Z)',
  '::z': '([+-]\\d{2}:?\\d{2}|Z)',
  Z: '([A-Za-z]+)',
  s: '(\\d{1,11})',
  j: '(\\d{1,3})',
  u: '(\\d)',
  w: '(\\d)',
  U: '(\\d{1,2})',
  V: '(\\d{1,2})',
  W: '(\\d{1,2})',
  G: '(\\d{4})',
}

/**
 * Seconds since 1970 of a text in a format; NULL where it is not of that format. A date without its year is of this
 * year, a time without its date of today; what stands after the format is passed over.
 */
export function parsedTime(
  text: string,
  now: string,
  parts: readonly FormatPart[],
  context: PrintContext,
): string {
  const codes = parts.flatMap((part) => (part.kind === 'code' ? [part.code] : []))
  const groups = `extractGroups(ifNull(${text}, ''), ${context.parameter(`^\\s*${parts.map(pattern).join('')}`, 'String')})`
  const group = (...of: readonly string[]) => {
    const index = codes.findIndex((code) => of.includes(code))
    return index < 0 ? undefined : `${groups}[${index + 1}]`
  }
  const epoch = group('s')
  const broken = group('N', 'Q')
  const fraction = broken === undefined ? '' : ` + ifNull(toFloat64OrNull(concat('0.', ${broken})), 0)`
  if (epoch !== undefined) return `(toFloat64OrNull(${epoch})${fraction})`
  const day = dayOf(group, now)
  const moment = `parseDateTime64BestEffortOrNull(concat(${day}, ' ', ${clock(group)}), 6, 'UTC')`
  const seconds = `${ticksOf(moment)} / 1e7${fraction}${zone(group)}`
  return `if(empty(${groups}), NULL, ${seconds})`
}

type Group = (...of: readonly string[]) => string | undefined

function pattern(part: FormatPart): string {
  if (part.kind === 'code') return PATTERNS[part.code] ?? '()'
  return part.text
    .split(/(\s+)/)
    .map((piece) => (/^\s+$/.test(piece) ? '\\s+' : piece.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&')))
    .join('')
}

/** `YYYY-MM-DD`; without a day, which a date needs, it is no date. */
function dayOf(group: Group, now: string): string {
  const two = (sql: string) => `leftPad(${sql}, 2, '0')`
  const short = group('y')
  const year =
    group('Y') ??
    (short === undefined ? `toString(toYear(${now}))` : `concat(if(${short} < '69', '20', '19'), ${short})`)
  const name = group('b', 'B')
  const month = name === undefined ? group('m') : `toString(indexOf(${MONTH_NAMES}, lower(${name})))`
  const day = group('d', 'e')
  const ofYear = group('j')
  if (ofYear !== undefined && month === undefined) {
    return `toString(addDays(makeDate(toUInt16OrZero(${year}), 1, 1), toInt32OrZero(${ofYear}) - 1))`
  }
  if (month === undefined && day === undefined && group('Y', 'y') === undefined)
    return `toString(toDate(${now}))`
  if (month === undefined || day === undefined) return `CAST(NULL, 'Nullable(String)')`
  return `concat(${year}, '-', ${two(month)}, '-', ${two(day)})`
}

function clock(group: Group): string {
  const two = (sql: string | undefined) => (sql === undefined ? `'00'` : `leftPad(${sql}, 2, '0')`)
  const half = group('p', 'P')
  const twelve = group('I', 'l')
  const hour =
    twelve === undefined
      ? group('H', 'k')
      : `toString(toUInt8OrZero(${twelve}) % 12 + ${half === undefined ? '0' : `if(lower(${half}) = 'p', 12, 0)`})`
  return `concat(${two(hour)}, ':', ${two(group('M'))}, ':', ${two(group('S'))})`
}

/** Seconds to add because the text is of another zone. */
function zone(group: Group): string {
  const offset = group('z', ':z', '::z')
  if (offset !== undefined) {
    const digits = `replaceAll(${offset}, ':', '')`
    const minutes = `(toInt32OrZero(substring(${digits}, 2, 2)) * 60 + toInt32OrZero(substring(${digits}, 4, 2)))`
    return ` - if(startsWith(${offset}, '-'), -60, 60) * ${minutes}`
  }
  const name = group('Z')
  if (name === undefined) return ''
  const names = Object.keys(ZONES).map((each) => `'${each}'`)
  return ` - transform(upper(${name}), [${names.join(', ')}], [${Object.values(ZONES)
    .map((each) => each * 60)
    .join(', ')}], CAST(NULL, 'Nullable(Int32)'))`
}

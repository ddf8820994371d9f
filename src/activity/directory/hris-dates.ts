import { instantOf } from './time.ts'

/** How an export may write days. The order cannot be guessed: 03/10/2026 is in March or in October. */
export const DATE_FORMATS = [
  'YYYY-MM-DD',
  'YYYY/MM/DD',
  'YYYYMMDD',
  'MM/DD/YYYY',
  'DD/MM/YYYY',
  'DD.MM.YYYY',
  'DD-MM-YYYY',
  'DD-MMM-YYYY',
] as const
export type DateFormat = (typeof DATE_FORMATS)[number]

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** Spreadsheets put a midnight behind a day. */
const MIDNIGHT = /[T ]00:00(:00(\.0+)?)?Z?$/

/**
 * A day of an export as an instant, its beginning in UTC. Null where it is none.
 *
 * @example dayIn('3/10/2026', 'MM/DD/YYYY') // => '2026-03-10T00:00:00.000Z'
 * @example dayIn('10-Mar-2026', 'DD-MMM-YYYY') // => '2026-03-10T00:00:00.000Z'
 * @example dayIn('31.02.2026', 'DD.MM.YYYY') // => null
 */
export function dayIn(text: string, format: DateFormat): string | null {
  const found = patternOf(format).exec(text.trim().replace(MIDNIGHT, ''))?.groups
  if (found === undefined) return null
  const { year = '', month = '', day = '' } = found
  const number = format.includes('MMM') ? MONTHS.indexOf(month.toLowerCase()) + 1 : Number(month)
  const iso = `${year}-${String(number).padStart(2, '0')}-${day.padStart(2, '0')}`
  const instant = instantOf(iso)
  // A 31st of February would be taken as a day in March.
  return instant?.startsWith(iso) === true ? instant : null
}

function patternOf(format: DateFormat): RegExp {
  const loose = format === 'YYYYMMDD' ? '{2}' : '{1,2}'
  const source = format
    .replaceAll('.', '\\.')
    .replace('YYYY', '(?<year>\\d{4})')
    .replace('MMM', '(?<month>[A-Za-z]{3})')
    .replace('MM', `(?<month>\\d${loose})`)
    .replace('DD', `(?<day>\\d${loose})`)
  return new RegExp(`^${source}$`)
}

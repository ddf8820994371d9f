import { QueryError } from '../../plan/query-error.ts'
import type { CallToPrint, FunctionTable } from './function-table.ts'
import { at, constantText, isConstant, ofTicks, once, ticksAt } from './kql-argument.ts'

/** Between UTC and the local time of a zone such as `Europe/Paris`. */
export const KQL_TIME_ZONE: FunctionTable = {
  datetime_utc_to_local: (args, to) =>
    ofTicks(`(${ticksAt(args, to, 0)} + ${offset(at(args, 0), at(args, 1), to)})`),
  datetime_local_to_utc: (args, to) => localToUtc(args, to),
}

/** Zones that have more names than those that ICU lists first. */
const OTHER_NAMES = [
  'UTC',
  'GMT',
  'Etc/UTC',
  'Etc/GMT',
  'EST',
  'MST',
  'HST',
  'CET',
  'EET',
  'WET',
  'MET',
  'Japan',
  'Singapore',
]
const COUNTRIES = [
  ...['Alaska', 'Aleutian', 'Arizona', 'Central', 'Eastern', 'Hawaii', 'Michigan', 'Mountain', 'Pacific'].map(
    (name) => `US/${name}`,
  ),
  ...['Atlantic', 'Central', 'Eastern', 'Mountain', 'Newfoundland', 'Pacific'].map(
    (name) => `Canada/${name}`,
  ),
  ...['ACT', 'NSW', 'North', 'Queensland', 'South', 'Tasmania', 'Victoria', 'West', 'Canberra', 'Sydney'].map(
    (name) => `Australia/${name}`,
  ),
  'Asia/Kolkata',
  'Asia/Calcutta',
  'Europe/Kyiv',
]

/** How far a zone is from UTC at a time, in ticks. ClickHouse takes constant zones only, and throws over one it does not know. */
function offset(time: string, zone: string, to: CallToPrint): string {
  const constant = constantText(to, 1)
  if (constant !== undefined) return offsetOf(time, known(constant, to))
  if (isConstant(to.call.arguments[1])) {
    throw new QueryError(
      'unsupported',
      'The time zone has to be a text or a column here.',
      to.call.at,
      'time zone',
    )
  }
  // A zone from the data: one branch a zone, of which only the right one is worked out.
  const zones = [...new Set([...Intl.supportedValuesOf('timeZone'), ...OTHER_NAMES, ...COUNTRIES])]
  const branches = zones.map((name) => `${zone} = ${quotedZone(name)}, ${offsetOf(time, name)}`)
  return `multiIf(${branches.join(', ')}, NULL)`
}

function offsetOf(time: string, zone: string): string {
  return `toInt64(timezoneOffset(toTimeZone(${time}, ${quotedZone(zone)}))) * 10000000`
}

/** Names of zones that are known hold no quote. */
function quotedZone(zone: string): string {
  return `'${zone.replaceAll(/[^\w/+-]/g, '')}'`
}

function known(zone: string, to: CallToPrint): string {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return zone
  } catch {
    const message = `'${zone}' is not a time zone; take one such as 'Europe/Paris'`
    throw new QueryError('wrong-argument', message, to.call.at, zone)
  }
}

/** A local time that a change of clocks leaves out is read with the offset from after the change. */
function localToUtc(args: readonly string[], to: CallToPrint): string {
  const zone = at(args, 1)
  const local = ticksAt(args, to, 0)
  return once(`(${local} - ${offset(at(args, 0), zone, to)})`, to, (first) =>
    once(`(${local} - ${offset(ofTicks(first), zone, to)})`, to, (second) =>
      ofTicks(`if(${second} + ${offset(ofTicks(second), zone, to)} = ${local}, ${second}, ${first})`),
    ),
  )
}

import { parse } from 'yaml'
import { z } from 'zod'
import { messageOf, WeighbridgeError } from '../../base/errors.ts'
import { DATE_FORMATS } from './hris-dates.ts'
import { isTimeZone } from './people.ts'
import { STAFF_KINDS } from './staff.ts'

const column = z.string().trim().min(1, 'must name a column')
const dateFormat = z.enum(DATE_FORMATS, `is none of ${DATE_FORMATS.join(', ')}`)

/**
 * How the export of an HR system reads. These fields and no other are read of it: person, name, team, role, kind,
 * time zone, day of hire, last day, and the days of hire, move, notice, leave, agreement and on-call. Why somebody is on
 * leave, what they earn and where they live has no place here.
 */
const mappingSchema = z
  .strictObject({
    delimiter: z.enum([',', ';', '\t', '|'], 'is none of "," ";" "|" and a tab').default(','),
    /** How days are written. */
    dates: dateFormat.default('YYYY-MM-DD'),
    /** What is read of a row, and the column of the export it stands in. */
    columns: z.strictObject({
      person: column,
      name: column.optional(),
      team: column.optional(),
      role: column.optional(),
      kind: column.optional(),
      time_zone: column.optional(),
      hired: column.optional(),
      left: column.optional(),
    }),
    /** The time zone of people whose row names none. */
    time_zone: z.string().refine(isTimeZone, 'is not an IANA time zone such as Europe/Berlin').optional(),
    /** What the values of a column mean, e.g. { Contractor: human } or { Berlin: Europe/Berlin }. */
    values: z
      .strictObject({
        kind: z.record(z.string(), z.enum(['human', 'service'])),
        time_zone: z.record(z.string(), z.string().refine(isTimeZone, 'is not an IANA time zone')),
      })
      .partial()
      .default({}),
    /** Facts that have a column of their own: a day in it is the fact. */
    facts: z.partialRecord(z.enum(STAFF_KINDS), column).default({}),
    /** A column whose value is a fact, dated by another. */
    status: z
      .strictObject({
        column,
        day: column,
        /** The fact each value means; every value that occurs must be here. */
        facts: z.record(z.string(), z.enum([...STAFF_KINDS, 'none'])),
      })
      .optional(),
  })
  .refine(({ columns, time_zone }) => columns.time_zone !== undefined || time_zone !== undefined, {
    message: 'give time_zone, or columns.time_zone',
    path: ['time_zone'],
  })

/** How the export of an HR system reads; see {@link mappingSchema}. */
export type HrisMapping = z.infer<typeof mappingSchema>

/**
 * Reads a mapping file.
 *
 * @throws WeighbridgeError `bad-input`, naming the file and the field.
 */
export function readHrisMapping(text: string, file: string): HrisMapping {
  let document: unknown
  try {
    document = parse(text)
  } catch (error) {
    throw new WeighbridgeError('bad-input', `${file} is not YAML: ${messageOf(error)}`)
  }
  const result = mappingSchema.safeParse(document)
  if (result.success) return result.data
  const problem = z.prettifyError(result.error).replaceAll(/\s*\n\s*/g, ' ')
  throw new WeighbridgeError('bad-input', `${file} is no mapping of an HR export: ${problem}`)
}

import { z } from 'zod'
import { ACTIVITY_KINDS } from '../kinds.ts'
import { fieldMapSchema, mapFields } from './field-map.ts'
import { sourceTestSchema } from './source-test.ts'

const expression = z.string().min(1)
const columns = z.record(z.string(), expression)
const name = z.string().regex(/^[a-z][a-z0-9-]*$/)

/** One kind of row that lines of a source become. */
const row = z.strictObject({
  activity: z.enum(ACTIVITY_KINDS),
  /** Which lines become this row; the first row that wants a line gets it. Left out: every line. */
  when: expression.optional(),
  columns,
})

const recognise = z.strictObject({
  /** A regular expression one line must match to look like this source. */
  line: z.string(),
  /** One that names the columns of the lines below it, e.g. the header of a CSV file: its presence decides. */
  header: z.string().optional(),
  /** The line must also hold each of these texts, in any order: what makes one JSON log differ from the next. */
  holds: z.array(z.string()).optional(),
})

/**
 * A log format as data: how to recognise it, and the SQL expressions that turn one line into activity columns.
 *
 * Expressions see `line` (one line, without its line end), `header` (where `recognise.header` is given: the input's first
 * line that matches it) and the names under `let`, in order. A column whose expression yields NULL rejects the line with a
 * reason that names the column. A format whose every line is one kind of activity has `activity` and `columns`; one that
 * tells of several has `rows`.
 */
export const sourceSchema = z
  .strictObject({
    name,
    title: z.string(),
    /** What the format is and where it is published. */
    about: z.string(),
    /** The vendor's page on the format, and how to switch the log on; shown by `weighbridge sources NAME`. */
    reference: z.url({ protocol: /^https$/ }).optional(),
    setup: z.string().optional(),
    activity: z.enum(ACTIVITY_KINDS).optional(),
    columns: columns.optional(),
    rows: z.array(row).min(1).optional(),
    /** Instead of `columns` and `recognise`: which field of a line each column comes from, without SQL. */
    map: fieldMapSchema.optional(),
    tests: z.array(sourceTestSchema).default([]),
    /** The system whose logins appear in it, as `accounts.csv` calls it; '' where it names none. */
    system: z.string(),
    /** Lines may hold secrets, such as keys: of a rejected one nothing is kept but where it is and why. */
    secret: z.boolean().default(false),
    recognise: recognise.optional(),
    let: z.record(z.string().regex(/^[a-z_]+$/), expression).default({}),
    /**
     * Checked in order before the columns; the first that holds is the reason. `expected` lines are no fault: they tell
     * of nothing that leaves (a health check, a header) and are counted apart.
     */
    reject: z
      .array(z.strictObject({ when: expression, reason: z.string(), expected: z.boolean().default(false) }))
      .default([]),
  })
  .transform(({ activity, columns, rows, map, recognise, ...source }, context) => {
    const fail = (message: string) => {
      context.addIssue({ code: 'custom', message })
      return z.NEVER
    }
    if (map !== undefined) {
      if (activity === undefined || columns !== undefined || rows !== undefined)
        return fail('beside map there is an activity, and neither columns nor rows')
      const mapped = mapFields(activity, map)
      return {
        ...source,
        let: { ...mapped.let, ...source.let },
        reject: [...mapped.reject, ...source.reject],
        recognise: recognise ?? mapped.recognise,
        rows: [{ activity, columns: mapped.columns }] as z.infer<typeof row>[],
      }
    }
    if (recognise === undefined) return fail('recognise is missing')
    if (rows !== undefined && activity === undefined && columns === undefined)
      return { ...source, recognise, rows }
    if (rows === undefined && activity !== undefined && columns !== undefined)
      return { ...source, recognise, rows: [{ activity, columns }] as z.infer<typeof row>[] }
    return fail('give activity and columns, or rows, or activity and map')
  })

/** A log format as data; see {@link sourceSchema}. */
export type Source = z.infer<typeof sourceSchema>

/** One kind of row that lines of a source become. */
export type SourceRow = Source['rows'][number]

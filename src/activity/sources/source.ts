import { z } from 'zod'
import { ACTIVITY_KINDS } from '../kinds.ts'

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
    /** The system whose logins appear in it, as `accounts.csv` calls it; '' where it names none. */
    system: z.string(),
    recognise: z.strictObject({
      /** A regular expression one line must match to look like this source. */
      line: z.string(),
      /** One that names the columns of the lines below it, e.g. the header of a CSV file: its presence decides. */
      header: z.string().optional(),
      /** The line must also hold each of these texts, in any order: what makes one JSON log differ from the next. */
      holds: z.array(z.string()).optional(),
    }),
    let: z.record(z.string().regex(/^[a-z_]+$/), expression).default({}),
    /**
     * Checked in order before the columns; the first that holds is the reason. `expected` lines are no fault: they tell
     * of nothing that leaves (a health check, a header) and are counted apart.
     */
    reject: z
      .array(z.strictObject({ when: expression, reason: z.string(), expected: z.boolean().default(false) }))
      .default([]),
  })
  .transform(({ activity, columns, rows, ...source }, context) => {
    if (rows !== undefined && activity === undefined && columns === undefined) return { ...source, rows }
    if (rows === undefined && activity !== undefined && columns !== undefined)
      return { ...source, rows: [{ activity, columns }] }
    context.addIssue({ code: 'custom', message: 'give either activity and columns, or rows' })
    return z.NEVER
  })

/** A log format as data; see {@link sourceSchema}. */
export type Source = z.infer<typeof sourceSchema>

/** One kind of row that lines of a source become. */
export type SourceRow = Source['rows'][number]

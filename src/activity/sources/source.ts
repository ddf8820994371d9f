import { z } from 'zod'
import { ACTIVITY_KINDS } from '../kinds.ts'

const expression = z.string().min(1)

/**
 * A log format as data: how to recognise it, and the SQL expressions that turn one line into activity columns.
 *
 * Expressions see `line` (one line, without its line end) and the names under `let`, in order. A column whose
 * expression yields NULL rejects the line with a reason that names the column.
 */
export const sourceSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]*$/),
  title: z.string(),
  /** What the format is and where it is published. */
  about: z.string(),
  activity: z.enum(ACTIVITY_KINDS),
  /** The system whose logins appear in it, as `accounts.csv` calls it; '' where it names none. */
  system: z.string(),
  recognise: z.strictObject({
    /** A regular expression one line must match to look like this source. */
    line: z.string(),
  }),
  let: z.record(z.string().regex(/^[a-z_]+$/), expression).default({}),
  /** Checked in order before the columns; the first that holds is the reason. */
  reject: z.array(z.strictObject({ when: expression, reason: z.string() })).default([]),
  columns: z.record(z.string(), expression),
})

/** A log format as data; see {@link sourceSchema}. */
export type Source = z.infer<typeof sourceSchema>

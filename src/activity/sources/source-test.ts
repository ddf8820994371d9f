import { z } from 'zod'

/** What one line must become: a row with at least these values, or no row for this reason. */
export const sourceTestSchema = z
  .strictObject({
    line: z.string(),
    /** The line above it that names the columns, where the format has one. */
    header: z.string().default(''),
    activity: z.string().optional(),
    row: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
    rejected: z.string().optional(),
    passedOver: z.string().optional(),
  })
  .refine(({ row, rejected, passedOver }) => [row, rejected, passedOver].filter(Boolean).length === 1, {
    message: 'says one of row, rejected and passedOver',
  })

export type SourceTest = z.infer<typeof sourceTestSchema>

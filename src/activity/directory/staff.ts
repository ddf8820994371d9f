import { z } from 'zod'
import { csvSource } from './csv.ts'
import { instant } from './time.ts'

/** The kinds of facts from HR. */
export const STAFF_KINDS = ['hire', 'move', 'notice', 'leave', 'agreement', 'on-call'] as const

/** Facts from HR; only these kinds are read. */
export const staff = csvSource({
  name: 'staff',
  title: 'Staff facts',
  about: 'Hire, move, notice, leave, agreement and on-call, each with the day it takes effect.',
  table: 'staff',
  columns: ['person', 'kind', 'effective', 'detail'],
  optional: ['detail'],
  row: z.object({
    person: z.string().min(1, 'is empty'),
    kind: z.enum(STAFF_KINDS, `is none of ${STAFF_KINDS.join(', ')}`),
    effective: instant(),
    detail: z.string(),
  }),
})

import { z } from 'zod'
import { csvSource } from './csv.ts'
import { instant, OPEN_END, OPEN_START } from './time.ts'
import { ENDS_BEFORE_START, endsAfterStart } from './validity.ts'

/** Which login was whose, on which system, from when to when. */
export const accounts = csvSource({
  name: 'accounts',
  title: 'Accounts',
  about:
    'Logins, API key ids and service accounts. An empty system stands for all; from and to may be empty.',
  table: 'account',
  columns: ['account', 'system', 'person', 'from', 'to'],
  optional: ['system', 'from', 'to'],
  row: z
    .object({
      account: z.string().min(1, 'is empty').max(256, 'is longer than 256 characters'),
      system: z.string(),
      person: z.string().min(1, 'is empty'),
      from: instant(OPEN_START),
      to: instant(OPEN_END),
    })
    .refine(endsAfterStart, ENDS_BEFORE_START),
})

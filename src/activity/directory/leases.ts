import { isIP } from 'node:net'
import { z } from 'zod'
import { csvSource } from './csv.ts'
import { instant, OPEN_END } from './time.ts'
import { ENDS_BEFORE_START, endsAfterStart } from './validity.ts'

/** Who held which address, from when to when. */
export const leases = csvSource({
  name: 'leases',
  title: 'Address leases',
  about: 'Who held an address when. A lease ends at the latest when the next one for the address begins.',
  table: 'lease',
  columns: ['ip', 'person', 'from', 'to'],
  row: z
    .object({
      ip: z.string().refine((text) => isIP(text) !== 0, 'is not an IP address'),
      person: z.string().min(1, 'is empty'),
      from: instant(),
      to: instant(OPEN_END),
    })
    .refine(endsAfterStart, ENDS_BEFORE_START),
})
